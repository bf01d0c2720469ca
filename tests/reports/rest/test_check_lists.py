"""Check lists and following up over the API (8.2.4)."""

from __future__ import annotations

import pytest

from cadretrain_reports.clock import SimulatedClock
from tests import factories
from tests.factories_people import liaison, officer
from tests.factories_reminders import planned
from tests.reports.rest.acting import Caller

pytestmark = pytest.mark.django_db


def test_the_list_and_a_reminder_to_who_is_on_it(at_new_year: SimulatedClock) -> None:
    account = planned()
    factories.trainee("T2", unit="BESIDE")
    clerk = Caller(liaison(account.trainee.unit))
    told = clerk.get("check-list/", organization="BUREAU", year=2026).json()
    (row,) = told["results"]
    assert (told["year"], told["next"], row["trainee"]) == (2026, None, str(account.trainee.uuid))
    assert (row["asked"], row["done"], row["left"], row["lags"]) == ("36.50", "0.00", "36.50", False)
    (made,) = clerk.done("reminders/", trainees=[row["trainee"]], note="请抓紧")["results"]
    assert (made["kind"], made["note"], made["by"]) == ("follow_up", "请抓紧", clerk.user.username)
    assert clerk.refused("reminders/", trainees=[row["trainee"]], note=" ") == ("missing", "note")
    boss = Caller(officer())
    assert boss.get("check-list/", organization="BUREAU").status_code == 403
    assert boss.denied("reminders/", "follow_up", trainees=[row["trainee"]], note="x")
    (asked_nothing,) = (
        Caller(liaison(factories.organization("BESIDE")))
        .get("check-list/", organization="BESIDE", year=2025)
        .json()["results"]
    )
    assert (asked_nothing["asked"], asked_nothing["behind"], asked_nothing["lags"]) == (None, None, False)
