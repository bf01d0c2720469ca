"""An honest package is intact; what is no package is unreadable, not altered."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from pathlib import Path

import pytest

from cadretrain_reports.offline.problems import Unreadable
from cadretrain_reports.offline.verify import verify_package
from tests.reports.offline import build


def test_an_honest_package_is_intact_by_the_key_it_carries(pristine: Path) -> None:
    report = verify_package(pristine)
    assert report.problems == ()
    assert report.intact
    assert (report.key, report.pinned) == (build.key().text, False)
    assert report.records == sum(packaged for _record, packaged in build.academy().log)


def test_an_honest_package_is_intact_by_the_sites_key(pristine: Path) -> None:
    report = verify_package(pristine, build.key())
    assert (report.problems, report.pinned, report.package) == ((), True, pristine)


def test_the_name_of_the_directory_and_the_way_to_it_do_not_matter(package: Path, tmp_path: Path) -> None:
    renamed = package.rename(tmp_path / "a name with spaces 课")
    (tmp_path / "link").symlink_to(renamed)
    assert verify_package(renamed).intact
    assert verify_package(tmp_path / "link").intact
    assert verify_package(Path(os.path.relpath(renamed))).intact


def test_large_packages_are_checked_in_seconds(tmp_path: Path) -> None:
    academy = build.academy(trainees=60, courses=10)
    package = academy.write(tmp_path)
    started = time.perf_counter()
    report = verify_package(package, build.key())
    elapsed = time.perf_counter() - started
    assert report.intact
    assert report.records == 1380
    assert elapsed < 10, "10,000 records are meant to take a few seconds"


@pytest.mark.parametrize("kind", ["missing", "file", "empty", "foreign", "nul", "long"])
def test_what_is_no_package_is_unreadable(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "x"
    if kind == "file":
        path.write_text("x")
    elif kind in {"empty", "foreign"}:
        path.mkdir()
    if kind == "foreign":
        (path / "readme.txt").write_text("x")
    path = {"nul": tmp_path / "a\0b", "long": tmp_path / ("x" * 5000)}.get(kind, path)
    with pytest.raises(Unreadable):
        verify_package(path)


@pytest.mark.parametrize("left", ["bagit.txt", "signature.note"])
def test_half_a_package_is_altered_not_unreadable(tmp_path: Path, pristine: Path, left: str) -> None:
    shutil.copy(pristine / left, tmp_path / left)
    report = verify_package(tmp_path)
    assert not report.intact
    assert report.records == 0


@pytest.mark.parametrize("locked", [".", "data/log", "data/log/entries.jsonl", "signature.note"])
def test_what_may_not_be_read_is_unreadable(pristine: Path, locked: str) -> None:
    """As an ordinary user, in a child process: root may read everything."""
    place = Path(tempfile.mkdtemp())
    try:
        package = Path(shutil.copytree(pristine, place / "package"))
        place.chmod(0o755)
        (package / locked).chmod(0)
        child = os.fork()
        if child == 0:
            os._exit(_verdict_of_an_ordinary_user(package))
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 2
    finally:
        (package / locked).chmod(0o700)
        shutil.rmtree(place)


def _verdict_of_an_ordinary_user(package: Path) -> int:
    if os.geteuid() == 0:
        os.setuid(65534)
    try:
        return 0 if verify_package(package).intact else 1
    except Unreadable:
        return 2
    except BaseException:  # noqa: BLE001 - the child must not go on as a second test run
        return 3
