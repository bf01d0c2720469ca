"""Results of classes by the API (8.3.6)."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from cadretrain_reports.applets.courses.api import latest_version
from cadretrain_reports.applets.people.api import account_of
from cadretrain_reports.applets.theme_classes.api import ClassResult, ThemeClass
from cadretrain_reports.clock import SimulatedClock
from tests import factories
from tests.factories_classes import member, taught, theme_class
from tests.factories_graduation import affairs, assessing, head_teacher
from tests.reports.rest.acting import Caller

pytestmark = [pytest.mark.django_db, pytest.mark.fonts]


@pytest.fixture
def training(at_new_year: SimulatedClock) -> ThemeClass:
    """Return a class that is assessed; one of its two trainees has its course."""
    training = taught(theme_class(factories.institution()), factories.released("C1", 901))
    accounts = factories.trainee("T1"), factories.trainee("T2")
    for account in accounts:
        member(training, account)
    factories.learn(accounts[0], at_new_year, 960, "C1")
    return assessing(training)


def rows(caller: Any, **wanted: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = caller.get("class-results/", **wanted).json()["results"]
    return found


def test_proposed_confirmed_and_read(
    training: ThemeClass, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    teacher, officer = Caller(head_teacher(training)), Caller(affairs(training))
    wanted = {"theme_class": str(training.uuid)}
    assert teacher.post("class-results/propose/", **wanted).status_code == 202
    told = {row["code"]: row for row in rows(officer, **wanted)}
    assert (told["T1"]["passed"], told["T1"]["fulfilled_hours"], told["T1"]["missing"]) == (True, "0.50", [])
    title = latest_version(training.courses.get().course_id).title
    assert told["T2"]["missing"] == [{"lack": "course", "name": title, "asked": "", "done": ""}]
    assert told["T2"]["class_hours"] == "0.00"
    with django_capture_on_commit_callbacks(execute=True):
        begun = officer.post("graduations/", **wanted)
    assert (begun.status_code, begun.json()["ended_at"]) == (201, None)
    assert officer.get(f"graduations/{begun.json()['uuid']}/").json()["passed"] == 1
    assert {row["state"] for row in rows(officer)} == {"confirmed"}
    assert officer.refused("graduations/", **wanted) == ("nothing_proposed", "")


def test_one_alone(training: ThemeClass) -> None:
    teacher, officer = Caller(head_teacher(training)), Caller(affairs(training))
    registration = training.registrations.order_by("pk")[0]
    said = {"registration": str(registration.uuid)}
    assert teacher.post("class-results/propose-one/", **said).json() == {"rows": 1}
    uuid = ClassResult.objects.get().uuid
    assert teacher.post(f"class-results/{uuid}/confirm/").status_code == 403
    assert officer.post(f"class-results/{uuid}/confirm/").json()["state"] == "confirmed"
    assert Caller(account_of(registration.trainee).user).get(f"class-results/{uuid}/").status_code == 200


def test_totals_and_credits_tell_what_is_of_classes(training: ThemeClass) -> None:
    officer = Caller(factories.operator())
    (credit,) = officer.get("credits/").json()["results"]
    assert credit["registration"] == str(training.registrations.order_by("pk")[0].uuid)
    (total,) = officer.get("credit-totals/").json()["results"]
    assert (total["credit_hours"], total["class_hours"], total["activity_hours"]) == ("0.50", "0.50", "0.00")
