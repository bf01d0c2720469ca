"""The command says what became of the rows, and so does its exit code."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from cadretrain_reports.applets.people.api import Trainee
from tests import factories
from tests.factories_imports import TRAINEE, table
from tests.factories_people import officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> Any:
    """Return an officer above BUREAU."""
    factories.organization("BUREAU")
    return officer()


def run(clerk: Any, path: Path, *options: str) -> tuple[str, str, int]:
    """Return what the command prints, its error and its exit code."""
    out = StringIO()
    with translation.override("en"):
        try:
            call_command("cadretrain_import", "trainees", str(path), "--as", clerk.username, *options, stdout=out)
        except CommandError as error:
            return out.getvalue(), str(error), error.returncode
    return out.getvalue(), "", 0


def test_all_rows_are_in(clerk: Any, tmp_path: Path) -> None:
    path = table(tmp_path / "t.csv", "trainees", [TRAINEE])
    assert run(clerk, path) == ("Added: 1. Changed: 0. Unchanged: 0.\n", "", 0)
    assert run(clerk, path) == ("Added: 0. Changed: 0. Unchanged: 1.\n", "", 0)


def test_some_are_refused_and_their_file_is_named(clerk: Any, tmp_path: Path) -> None:
    path = table(tmp_path / "t.csv", "trainees", [TRAINEE, {**TRAINEE, "code": "T2", "name": ""}])
    said, error, code = run(clerk, path, "--problems", str(tmp_path / "back.csv"))
    assert (said, code) == ("Added: 1. Changed: 0. Unchanged: 0.\n", 1)
    assert error == f"Refused: 1. The rows and the reasons are in {tmp_path / 'back.csv'}."
    assert (tmp_path / "back.csv").exists()


def test_a_trial(clerk: Any, tmp_path: Path) -> None:
    said, _error, code = run(clerk, table(tmp_path / "t.csv", "trainees", [TRAINEE]), "--dry-run")
    assert (said, code) == ("Added: 1. Changed: 0. Unchanged: 0.\nThis was a trial: nothing was kept.\n", 0)
    assert not Trainee.objects.exists()


def test_columns_that_are_not_known(clerk: Any, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("学员编号,姓名,单位代码,性别\nT1,张三,BUREAU,男\n", "gb18030")
    assert run(clerk, tmp_path / "t.csv")[0].startswith("Columns that were passed over: 性别\n")


@pytest.mark.parametrize("content", ["", "学员编号,姓名\nT1,张三\n"])
def test_a_file_that_cannot_be_read(clerk: Any, tmp_path: Path, content: str) -> None:
    (tmp_path / "t.csv").write_text(content, "utf-8")
    _said, error, code = run(clerk, tmp_path / "t.csv")
    assert (code, error != "") == (2, True)


def test_a_file_that_is_not_there(clerk: Any, tmp_path: Path) -> None:
    assert run(clerk, tmp_path / "none.csv")[2] == 2
