"""Writing a year's package from the command line."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.offline.verify import verify_package
from cadretrain_reports.rules.notes import Signer
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_last_line_names_the_package(at_new_year: SimulatedClock, exports: Path, signing_key: Signer) -> None:
    factories.trainee()
    out = StringIO()
    call_command("cadretrain_export", "2026", stdout=out)
    package = Path(out.getvalue().splitlines()[-1].removeprefix("package: "))
    assert package.parent == exports
    assert verify_package(package, signing_key.verifier).intact


def test_an_empty_site(exports: Path) -> None:
    with translation.override("en"), pytest.raises(CommandError, match="Nothing has been archived yet"):
        call_command("cadretrain_export", "2026")


@pytest.mark.parametrize("year", ["", "x", "2026.5"])
def test_what_is_no_year(year: str) -> None:
    with pytest.raises(CommandError):
        call_command("cadretrain_export", year)


@pytest.mark.parametrize("year", ["0", "99999"])
def test_a_year_that_no_calendar_has(year: str, exports: Path) -> None:
    with pytest.raises(CommandError, match=f"there is no period of the year {year}"):
        call_command("cadretrain_export", year)


def test_a_missing_key_is_told_without_a_traceback(at_new_year: SimulatedClock, exports: Path, settings: Any) -> None:
    factories.trainee()
    settings.CADRETRAIN_SIGNING_KEY_FILE = ""
    with pytest.raises(CommandError, match="CADRETRAIN_SIGNING_KEY_FILE is not set"):
        call_command("cadretrain_export", "2026")


def test_a_site_name_that_no_package_can_bear_is_told_without_a_traceback(
    at_new_year: SimulatedClock, exports: Path, settings: Any, tmp_path: Path
) -> None:
    factories.trainee()
    settings.CADRETRAIN_SITE_NAME = "academy/online"
    settings.CADRETRAIN_SIGNING_KEY_FILE = str(tmp_path / "key")
    (tmp_path / "key").write_text(Signer.generate("academy/online").text, encoding="utf-8")
    with pytest.raises(CommandError, match="A package cannot be named after 'academy/online'"):
        call_command("cadretrain_export", "2026")
    assert not exports.exists() or not list(exports.iterdir())
