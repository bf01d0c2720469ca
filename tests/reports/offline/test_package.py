"""The writer: in one pass, in flat memory, whole or not at all, and read by the tools of others."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import weakref
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import bagit
import frictionless
import pytest

from cadretrain_reports.offline.bag import BagError
from cadretrain_reports.offline.entries import EntryLine
from cadretrain_reports.offline.indices import read_ranges
from cadretrain_reports.offline.package import write_package
from cadretrain_reports.offline.publish import PublishError
from cadretrain_reports.offline.verify import verify_package
from cadretrain_reports.rules import merkle
from cadretrain_reports.rules.notes import open_note
from tests.reports.offline import build, forge


class WatchedRow(dict[str, Any]):
    """A row whose life can be watched."""


class WatchedEntry(EntryLine):
    """An entry whose life can be watched."""

    def __init__(self, entry: EntryLine) -> None:
        super().__init__(*(getattr(entry, field.name) for field in fields(entry)))


def test_the_layout_is_the_published_one(pristine: Path) -> None:
    assert list(forge.files(pristine)) == [
        "bag-info.txt",
        "bagit.txt",
        "data/README.md",
        "data/datapackage.json",
        "data/dictionary.json",
        "data/log/checkpoint",
        "data/log/entries.jsonl",
        "data/portfolio/course.csv",
        "data/portfolio/course.jsonl",
        "data/portfolio/metadata.csv",
        "data/portfolio/metadata.jsonl",
        "manifest-sha256.txt",
        "manifest-sm3.txt",
        "signature.note",
        "tagmanifest-sha256.txt",
        "tagmanifest-sm3.txt",
    ]


def test_bagit_python_finds_it_valid(pristine: Path) -> None:
    found = bagit.Bag(str(pristine))
    assert found.validate()
    assert found.algorithms == ["sha256"]
    assert found.info["External-Identifier"] == pristine.name


def test_frictionless_finds_description_and_csv_valid(pristine: Path) -> None:
    assert (
        list(frictionless.Package.metadata_validate(json.loads((pristine / "data/datapackage.json").read_text()))) == []
    )
    package = frictionless.Package(str(pristine / "data/datapackage.json"))
    for name, rows in {"metadata-csv": 4, "course-csv": 20}.items():
        report = package.get_resource(name).validate()
        assert report.valid, report.flatten()
        assert report.tasks[0].stats["rows"] == rows


def test_frictionless_finds_json_lines_valid_under_their_schemas(pristine: Path) -> None:
    document = json.loads((pristine / "data/datapackage.json").read_text(encoding="utf-8"))
    for resource in document["resources"]:
        if resource["format"] != "jsonl":
            continue
        lines = (pristine / "data" / resource["path"]).read_text(encoding="utf-8").splitlines()
        schema = frictionless.Schema.from_descriptor(resource["schema"])
        report = frictionless.Resource(data=[json.loads(line) for line in lines], schema=schema).validate()
        assert report.valid, report.flatten()


def test_the_signature_covers_every_other_file_and_the_records(pristine: Path) -> None:
    text = open_note((pristine / "signature.note").read_bytes(), [build.key()], only=True)
    listed = {line.split("  ")[1] for line in text.splitlines()[6:]}
    assert listed == forge.files(pristine).keys() - {"signature.note"}
    entries = list(build.academy().entries())
    leaves = [entry.leaf() for entry in entries]
    signed = read_ranges(text.splitlines()[4].removeprefix("entries "))
    assert [index for first, last in signed or () for index in range(first, last + 1)] == [e.index for e in entries]
    assert text.splitlines()[3] == f"records {len(leaves)}"
    assert text.splitlines()[5] == f"root {merkle.root(leaves).hex()}"


def test_the_same_data_give_the_same_bytes(pristine: Path, tmp_path: Path) -> None:
    again = build.academy().write(tmp_path)
    for name, path in forge.files(pristine).items():
        assert (again / name).read_bytes() == path.read_bytes()


def test_minutes_at_the_edges(pristine: Path) -> None:
    """R8: 901 s of course are 16 minutes and half an hour's credit, 901 s of learning 15 minutes."""
    rows = [json.loads(line) for line in (pristine / "data/portfolio/course.jsonl").read_text().splitlines()]
    row = rows[1]
    assert (row["courseDuration"], row["courseDurationSeconds"], row["courseCreditHour"]) == (16, 901, 0.5)
    assert (row["learningDuration"], row["learningDurationSeconds"]) == (15, 901)


def test_an_empty_year_is_a_package_too(tmp_path: Path) -> None:
    package = build.Academy().write(tmp_path)
    report = verify_package(package, build.key())
    assert (report.problems, report.records) == ((), 0)
    assert bagit.Bag(str(package)).validate()


def test_rows_are_let_go_as_soon_as_they_are_written(tmp_path: Path) -> None:
    academy = build.academy(trainees=40, courses=10)
    handed_out: list[weakref.ref[Any]] = []
    most = 0

    def watched(rows: Iterator[Any]) -> Iterator[Any]:
        nonlocal most
        for row in rows:
            one = WatchedEntry(row) if isinstance(row, EntryLine) else WatchedRow(row)
            handed_out.append(weakref.ref(one))
            most = max(most, sum(reference() is not None for reference in handed_out))
            yield one

    gc.disable()  # what only a collection would free is held
    try:
        path = write_package(
            tmp_path / build.HEAD.name,
            build.HEAD,
            watched(academy.metadata_rows()),
            watched(academy.course_rows()),
            watched(academy.entries()),
            academy.checkpoint(),
            build.SIGNER,
        )
    finally:
        gc.enable()
    assert verify_package(path).intact
    assert len(handed_out) == 40 + 400 + verify_package(path).records
    assert most == 2, "the row at hand and the one before it"


@pytest.mark.parametrize("part", ["metadata_rows", "course_rows", "entries"])
def test_an_error_in_the_midst_leaves_nothing(tmp_path: Path, part: str) -> None:
    academy = build.academy()

    def broken(rows: Iterator[Any]) -> Iterator[Any]:
        yield next(rows)
        raise ConnectionError("the database is gone")

    parts: dict[str, Iterator[Any]] = {
        name: getattr(academy, name)() for name in ("metadata_rows", "course_rows", "entries")
    }
    parts[part] = broken(parts[part])
    with pytest.raises(ConnectionError):
        write_package(
            tmp_path / build.HEAD.name,
            build.HEAD,
            checkpoint_note=academy.checkpoint(),
            signer=build.SIGNER,
            **parts,
        )
    assert list(tmp_path.iterdir()) == []


def test_a_killed_writer_leaves_no_package_and_the_next_run_clears_up(tmp_path: Path) -> None:
    code = """
import os, signal, sys
from pathlib import Path
from tests.reports.offline import build
class Killed(build.Academy):
    def entries(self):
        rows = super().entries()
        yield next(rows)
        os.kill(os.getpid(), signal.SIGKILL)
Killed(build.academy().log).write(Path(sys.argv[1]))
"""
    ended = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    assert ended.returncode == -9
    assert [path.name for path in tmp_path.iterdir()] == [f"{build.HEAD.name}.partial"]
    package = build.academy().write(tmp_path)
    assert list(tmp_path.iterdir()) == [package]
    assert verify_package(package).intact


def test_a_package_is_never_written_over(package: Path) -> None:
    with pytest.raises(PublishError, match="exists already"):
        build.academy().write(package.parent)
    assert verify_package(package).intact


def test_entries_out_of_order_are_refused(tmp_path: Path) -> None:
    class Disordered(build.Academy):
        def entries(self) -> Iterator[EntryLine]:
            yield from reversed(list(super().entries()))

    with pytest.raises(BagError, match="does not come after"):
        Disordered(build.academy().log).write(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_target_of_another_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BagError, match="is named learner-portfolio_"):
        write_package(tmp_path / "other", build.HEAD, [], [], [], "", build.SIGNER)


def test_a_seal_that_no_check_would_read_whole_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cadretrain_reports.offline.package.LARGEST_FILE", 100)
    with pytest.raises(BagError, match=r"signature\.note would have [0-9]+ bytes, more than 100"):
        build.academy(trainees=1, courses=1).write(tmp_path)
    assert list(tmp_path.iterdir()) == []
