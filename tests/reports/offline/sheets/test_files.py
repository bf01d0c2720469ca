"""A file appears whole or not at all."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cadretrain_reports.offline.sheets.files import whole_file
from tests.services import ROOT


def test_a_file_appears_at_the_end_only(tmp_path: Path) -> None:
    target = tmp_path / "out"
    with whole_file(target) as partial:
        partial.write_text("new")
        assert partial.parent == tmp_path
        assert not target.exists()
    assert target.read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]


def test_an_error_leaves_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.write_text("old")

    def fail() -> None:
        with whole_file(target) as partial:
            partial.write_text("half")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_two_at_once_do_not_mix(tmp_path: Path) -> None:
    target = tmp_path / "out"
    with whole_file(target) as one, whole_file(target) as other:
        one.write_text("one")
        other.write_text("other")
    assert target.read_text() == "one"
    assert list(tmp_path.iterdir()) == [target]


def test_a_killed_process_leaves_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_text("old")
    code = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom cadretrain_reports.offline.sheets import write_csv\n"
        "def rows():\n    yield ['x']\n    os.kill(os.getpid(), signal.SIGKILL)\n"
        "write_csv(Path(sys.argv[1]), ['a'], rows())"
    )
    done = subprocess.run([sys.executable, "-c", code, str(target)], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert target.read_text() == "old"
