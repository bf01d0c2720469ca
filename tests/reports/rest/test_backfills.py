"""Backfills over REST: read by site operators alone, admitted by another one than ran them (3.9, 8.2.5)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cadretrain_reports.applets.backfill.models import Backfill
from cadretrain_reports.applets.credits.api import CreditEntry
from cadretrain_reports.clock import SimulatedClock
from tests import factories
from tests.factories_backfill import backfilled, marked, operator
from tests.factories_people import officer
from tests.telling import Page, error

pytestmark = pytest.mark.django_db

URL = "backfills/"


@pytest.fixture
def run(at_new_year: SimulatedClock, tmp_path: Path) -> Backfill:
    marked()
    return backfilled(operator("first-operator"), tmp_path / "t.log", factories.trainee().user_id)


def test_what_was_inferred_is_read_and_admitted(run: Backfill) -> None:
    first, second = Page(run.started_by), Page(operator("second-operator"))
    (told,) = first.get(URL).json()["results"]
    assert (told["uuid"], told["started_by"], told["admitted_by"]) == (str(run.uuid), "first-operator", None)
    assert told["counts"]["intervals"] == 1
    here = f"{URL}{run.uuid}/"
    assert first.get(here).json() == told
    refused = first.post(f"{here}admit/")
    assert error(refused) == (400, "own_backfill", "backfill")
    assert not CreditEntry.objects.exists()
    admitted = second.post(f"{here}admit/").json()
    assert (admitted["admitted_by"], admitted["admitted_at"]) == ("second-operator", "2026-01-05T01:00:00Z")
    assert CreditEntry.objects.count() == 1
    assert second.post(f"{here}admit/").json() == admitted


def test_it_is_for_site_operators(run: Backfill) -> None:
    for user in (officer(), factories.user()):
        page = Page(user)
        assert page.get(URL).json()["results"] == []
        assert page.get(f"{URL}{run.uuid}/").status_code == 404
        assert page.post(f"{URL}{run.uuid}/admit/").status_code == 404
    assert not Backfill.objects.filter(admitted_at__isnull=False).exists()


def test_of_a_trial_nothing_is_shown(run: Backfill) -> None:
    Backfill.objects.update(trial=True)
    assert Page(run.started_by).get(URL).json()["results"] == []


def test_by_the_day_on_which_they_were_begun(run: Backfill) -> None:
    page: Any = Page(run.started_by)
    assert len(page.get(URL, since="2026-01-05").json()["results"]) == 1
    assert page.get(URL, since="2026-01-06").json()["results"] == []
