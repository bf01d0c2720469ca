"""The command writes what the person may export, masked unless a reason is given."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from tests import factories
from tests.factories_people import officer, recorded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("host")]


def run(actor: Any, path: Path, *options: str) -> str:
    """Return what the command prints, or its error."""
    out = StringIO()
    with translation.override("en"):
        try:
            arguments = ("trainees", str(path), "--as", actor.username, *options)
            call_command("cadretrain_export_people", *arguments, stdout=out)
        except CommandError as error:
            return str(error)
    return out.getvalue()


def test_masked_by_default(tmp_path: Path) -> None:
    recorded()
    assert run(officer(), tmp_path / "t.csv") == f"1 rows: {tmp_path / 't.csv'}\n"
    assert "张**" in (tmp_path / "t.csv").read_text("utf-8")


def test_in_full_with_a_reason(tmp_path: Path) -> None:
    recorded()
    assert run(officer(), tmp_path / "t.csv", "--unmasked") == "This must not be empty."
    assert not (tmp_path / "t.csv").exists()
    run(officer(), tmp_path / "t.csv", "--unmasked", "--reason", "核对")
    assert "张三丰" in (tmp_path / "t.csv").read_text("utf-8")


def test_without_the_right(tmp_path: Path) -> None:
    nobody = factories.user("nobody")
    assert run(nobody, tmp_path / "t.csv") == "nobody may not export this."


def test_into_a_folder_that_is_not_there(tmp_path: Path) -> None:
    recorded()
    assert "No such file" in run(officer(), tmp_path / "none" / "t.csv")
