"""Credits, their totals and the archives as they are read, after a trainee has studied."""

from __future__ import annotations

import pytest

from cadretrain_reports import models
from cadretrain_reports.clock import SimulatedClock
from tests import factories
from tests.factories_transfers import NEW, OLD, liaison, moved, officer
from tests.reports.rest.conftest import Ask
from tests.telling import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainee(at_new_year: SimulatedClock) -> models.Trainee:
    """Return a trainee who has earned the credit of a course."""
    account = factories.trainee("T1")
    factories.released("C1", 60)
    factories.learn(account, at_new_year, 60)
    return account.trainee


def test_a_credit_as_it_is_read(ask: Ask, trainee: models.Trainee) -> None:
    credit = models.CreditEntry.objects.get()
    assert ask(f"credits/{credit.uuid}/").json() == {
        "uuid": str(credit.uuid),
        "trainee": str(trainee.uuid),
        "code": "T1",
        "organization": "BUREAU",
        "institution": "SASW",
        "course": "C1",
        "title": "课程C1",
        "registration": None,
        "credit_hours": "0.25",
        "learning_duration": 60,
        "earned_at": "2026-01-05T01:01:00Z",
        "year": 2026,
        "standing": True,
    }


def test_a_credit_that_was_reversed_no_longer_stands(ask: Ask, trainee: models.Trainee) -> None:
    models.CreditEntry.objects.update(standing=None)
    (row,) = ask("credits/", standing="false", institution="SASW", course="C1").json()["results"]
    assert row["standing"] is False
    assert ask("credits/", standing="true").json()["results"] == []


def test_a_credit_stays_with_the_unit_of_then(ask: Ask, trainee: models.Trainee) -> None:
    models.Trainee.objects.update(unit=factories.organization("OTHER"))
    assert len(ask("credits/", organization="BUREAU", trainee=trainee.uuid).json()["results"]) == 1
    assert ask("credits/", organization="OTHER").json()["results"] == []


def test_a_total_as_it_is_read(ask: Ask, trainee: models.Trainee) -> None:
    (row,) = ask("credit-totals/", year=2026).json()["results"]
    assert row == {
        "trainee": str(trainee.uuid),
        "organization": "BUREAU",
        "year": 2026,
        "credit_hours": "0.25",
        "class_hours": "0.00",
        "activity_hours": "0.00",
        "face_to_face_hours": "0.00",
        "courses": 1,
    }


def test_an_archive_is_found_by_its_number(ask: Ask, trainee: models.Trainee) -> None:
    assert ask("archives/T1/").json() == {
        "number": "T1",
        "trainee": str(trainee.uuid),
        "organization": "BUREAU",
        "opened_at": "2026-01-05T01:00:00Z",
    }


def test_after_a_transfer_the_old_unit_keeps_what_was_earned_there_and_nothing_else(
    at_new_year: SimulatedClock, trainee: models.Trainee
) -> None:
    old, beside = (Page(liaison(code)) for code in (OLD, "BESIDE"))
    officer_then, officer_now = Page(officer()), Page(officer("P"))
    moved(trainee.account)
    models.Trainee.objects.update(managing_department=factories.department("P"))
    factories.released("C2", 901)
    factories.learn(trainee.account, at_new_year, 901, "C2")
    models.CreditEntry.objects.exclude(study__course__code="C1").update(managing_department=factories.department("P"))
    new = Page(liaison(NEW))
    seen = [
        [row["course"] for row in page.get("credits/").json()["results"]]
        for page in (old, officer_then, new, officer_now, beside)
    ]
    assert seen == [["C1"], ["C1"], ["C1", "C2"], ["C1", "C2"], []]
    (row,) = old.get("credits/").json()["results"]
    assert (row["code"], row["organization"], row["trainee"]) == ("T1", OLD, str(trainee.uuid))
    assert old.get(f"credits/{row['uuid']}/").json() == row
    for address in ("trainees/", "accounts/", "credit-totals/", "archives/", "relief-requests/"):
        assert old.get(address).json()["results"] == [], address
    assert old.get(f"trainees/{row['trainee']}/").status_code == 404
    assert old.get(f"trainees/{row['trainee']}/history/").status_code == 404
