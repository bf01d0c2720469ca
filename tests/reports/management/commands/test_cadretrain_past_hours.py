"""The command tells what waits, and decides in the name of a second person."""

from __future__ import annotations

from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from cadretrain_reports import clock
from cadretrain_reports.applets.backfill import api as backfills
from tests import factories
from tests.factories_people import officer

pytestmark = pytest.mark.django_db


def run(*arguments: str, user: Any) -> tuple[str, str, int]:
    """Return what the command prints, its error and its exit code."""
    out = StringIO()
    with translation.override("en"):
        try:
            call_command("cadretrain_past_hours", *arguments, "--as", user.username, stdout=out)
        except CommandError as error:
            return out.getvalue(), str(error), error.returncode
    return out.getvalue(), "", 0


def test_figures_then_a_decision() -> None:
    account = factories.trainee("T1")
    first, second = officer(), officer()
    brought = backfills.Brought(account.pk, "old", "公文写作", "", 1, date(2019, 3, 4))  # type: ignore[arg-type]
    backfills.bring(brought, first, clock.now())
    assert run(user=second) == ("old\twaiting\t1\n", "", 0)
    assert run("old", user=second)[2] == 2
    assert run("old", "--confirm", user=factories.user("stranger"))[1:] == (
        "stranger may not decide on these hours.",
        2,
    )
    assert run("old", "--refuse", "x" * 501, user=second)[2] == 2
    assert run("old", "--confirm", user=second) == ("confirmed\t1\n", "", 0)
    assert run(user=second)[0] == "old\tconfirmed\t1\n"
