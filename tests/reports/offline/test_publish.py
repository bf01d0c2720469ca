"""A directory appears whole or not at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cadretrain_reports.offline.publish import PublishError, new_directory, remove_leftovers


def test_a_directory_appears_at_the_end_only(tmp_path: Path) -> None:
    target = tmp_path / "new"
    with new_directory(target) as partial:
        (partial / "file").write_text("x")
        assert not target.exists()
        assert partial.name == "new.partial"
    assert (target / "file").read_text() == "x"
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_an_error_leaves_nothing(tmp_path: Path) -> None:
    def fail() -> None:
        with new_directory(tmp_path / "new") as partial:
            (partial / "file").write_text("x")
            raise KeyError("stop")

    with pytest.raises(KeyError):
        fail()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["directory", "file", "link"])
def test_nothing_is_written_over(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "there"
    {"directory": target.mkdir, "file": target.touch, "link": lambda: target.symlink_to("nowhere")}[kind]()
    with pytest.raises(PublishError, match="exists already"), new_directory(target):
        pass
    assert os.path.lexists(target)


def test_what_came_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    target = tmp_path / "new"
    with pytest.raises(PublishError, match="meanwhile"), new_directory(target):
        target.mkdir()
    assert list(target.iterdir()) == []
    assert not (tmp_path / "new.partial").exists()


def test_two_cannot_make_it_at_once(tmp_path: Path) -> None:
    target = tmp_path / "new"
    with new_directory(target) as partial:
        with pytest.raises(PublishError, match="another process"), new_directory(target):
            pass
        assert partial.exists()
    assert target.is_dir()


def test_what_a_killed_run_left_is_removed_by_the_next(tmp_path: Path) -> None:
    code = """
import sys, time
from pathlib import Path
from cadretrain_reports.offline.publish import new_directory
with new_directory(Path(sys.argv[1])) as partial:
    (partial / "half").write_text("x")
    print("ready", flush=True)
    time.sleep(60)
"""
    process = subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "old")], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    assert remove_leftovers(tmp_path) == []
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert [path.name for path in tmp_path.iterdir()] == ["old.partial"]
    with new_directory(tmp_path / "new"):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_only_abandoned_directories_are_removed(tmp_path: Path) -> None:
    (tmp_path / "a.partial").mkdir()
    (tmp_path / "b.partial").touch()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "c.partial").symlink_to(tmp_path / "elsewhere")
    assert remove_leftovers(tmp_path) == [tmp_path / "a.partial"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.partial", "c.partial", "elsewhere"]
