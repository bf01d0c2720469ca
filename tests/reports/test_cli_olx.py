"""``cadretrain olx`` as it is run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cadretrain_reports.cli import app
from tests.factories_olx import archive, course
from tests.services import ROOT


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["olx", *map(str, arguments)])
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return archive(tmp_path / "course.tar.gz")


@pytest.fixture
def plan(source: Path, tmp_path: Path) -> Path:
    path = tmp_path / "plan.csv"
    assert run("plan", source, "-o", path) == (0, f"Units in the plan: 3. Edit {path}, then apply it.\n", "")
    return path


def test_plan_and_apply(source: Path, plan: Path, tmp_path: Path) -> None:
    target = tmp_path / "marked.tar.gz"
    said = "Units marked: 2. Changed: 0. As planned already: 0. Left: 1.\n"
    assert run("apply", source, plan, "-o", target) == (0, said, "")
    assert target.exists()


def test_a_wrong_plan_is_told_cell_by_cell(source: Path, plan: Path, tmp_path: Path) -> None:
    text = plan.read_text(encoding="utf-8-sig").replace("GX-101-", "代码", 1).replace(",选修,", ",[red],", 1)
    plan.write_text(text, encoding="utf-8")
    code, output, told = run("apply", source, plan, "-o", tmp_path / "marked.tar.gz")
    assert (code, output) == (1, "")
    lines = told.splitlines()
    assert lines[0].startswith("Line 2, 课程代码, “代码")
    assert lines[1] == "Line 2, 必修或选修, “[red]”: Write one of these: 必修、选修."
    assert lines[2] == "Nothing was written. Cells to be mended: 2."
    assert not (tmp_path / "marked.tar.gz").exists()


def test_a_column_with_another_name_is_told(source: Path, plan: Path, tmp_path: Path) -> None:
    plan.write_text(plan.read_text(encoding="utf-8-sig").replace("主讲人", "老师"), encoding="utf-8")
    code, _output, told = run("apply", source, plan, "-o", tmp_path / "marked.tar.gz")
    assert (code, told) == (0, "Columns that were passed over: 老师\n")


def test_an_edited_plan_is_not_lost(source: Path, plan: Path) -> None:
    before = plan.read_bytes()
    code, _output, told = run("plan", source, "-o", plan)
    assert (code, plan.read_bytes()) == (2, before)
    assert "--force" in told
    assert run("plan", source, "-o", plan, "--force")[0] == 0


def test_the_course_is_never_written_over(source: Path, plan: Path) -> None:
    before = source.read_bytes()
    assert run("apply", source, plan, "-o", source, "--force")[0] == 2
    assert source.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"no archive"])
def test_what_is_no_course(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.tar.gz"
    path.write_bytes(content)
    code, _output, told = run("plan", path, "-o", tmp_path / "plan.csv")
    assert (code, told.count("\n")) == (2, 1)
    assert not (tmp_path / "plan.csv").exists()


def test_files_that_are_not_there(tmp_path: Path, source: Path) -> None:
    assert run("plan", tmp_path / "gone", "-o", tmp_path / "plan.csv")[0] == 2
    assert run("apply", source, tmp_path / "gone", "-o", tmp_path / "b.tar.gz")[0] == 2
    assert run("plan", source, "-o", tmp_path / "no" / "plan.csv")[0] == 2


def test_what_is_odd_is_told(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.tar.gz", course(**{"html/h1.html": None}))
    code, _output, told = run("plan", path, "-o", tmp_path / "plan.csv")
    assert (code, told) == (0, "html/h1.html is named in the course and missing in the archive.\n")


def test_it_needs_no_django(source: Path, tmp_path: Path) -> None:
    code = (
        "import sys\nsys.modules['django'] = None\nsys.argv = ['cadretrain', *sys.argv[1:]]\n"
        "from cadretrain_reports.cli import main\nmain()"
    )
    command = [sys.executable, "-c", code, "olx", "plan", str(source), "-o", str(tmp_path / "plan.csv")]
    ended = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, "LANG": "C"}
    )
    assert ended.returncode == 0, ended.stderr
