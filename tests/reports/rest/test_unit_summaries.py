"""Summaries of units over the API (8.2.4)."""

from __future__ import annotations

import pytest

from cadretrain_reports.clock import SimulatedClock
from tests import factories
from tests.factories_people import liaison, officer
from tests.reports.rest.acting import Caller
from tests.telling import Page

pytestmark = pytest.mark.django_db


def test_written_submitted_returned_and_received(at_new_year: SimulatedClock) -> None:
    unit = factories.trainee().trainee.unit
    clerk, boss = Caller(liaison(unit)), Caller(officer())
    said = {"organization": "BUREAU", "receiver": "DEPARTMENT", "year": 2026}
    here = f"unit-summaries/{clerk.done('unit-summaries/', **said, text='初稿')['uuid']}"
    assert boss.get(f"{here}/").status_code == 404
    assert Page(clerk.user).say("PATCH", f"{here}/", receiver="DEPARTMENT", text="定稿").status_code == 200
    told = clerk.done(f"{here}/submit/")
    assert (told["state"], told["trainees"], told["asked"], told["total_hours"]) == ("submitted", 1, 0, "0.00")
    assert clerk.denied(f"{here}/receive/", "receive_summary")
    boss.done(f"{here}/return/", answer="请补充")
    clerk.done(f"{here}/submit/")
    assert boss.done(f"{here}/receive/", answer="收到")["state"] == "received"
    assert [row["text"] for row in boss.get("unit-summaries/", state="received", year=2026).json()["results"]] == [
        "定稿"
    ]
