"""Results, appeals and annual assessments over the API."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports import models
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.clock import SimulatedClock
from tests import factories
from tests.factories_assessments import assessed, assessor, record, score
from tests.factories_classes import officer
from tests.factories_courses import institution_below
from tests.reports.rest.acting import Caller, acts

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(at_new_year: SimulatedClock) -> models.Account:
    """Return a trainee of a unit that the institution serves, who has learned the course."""
    organizations.serve(institution_below(), factories.organization("BUREAU"))
    account = factories.trainee("T1")
    assessed()
    factories.learn(account, at_new_year, 120)
    return account


def test_a_result_is_recorded_and_read(account: models.Account) -> None:
    staff = Caller(assessor())
    said = {"trainee": str(account.trainee.uuid), "course": str(models.Course.objects.get().uuid)}
    told = staff.done("assessment-results/", **said, assessed_on="2026-01-05", score="59.5")
    assert {name: told[name] for name in ("code", "organization", "course", "assessment", "score", "passed")} == {
        "code": "T1",
        "organization": "SASW",
        "course": "C1",
        "assessment": "subjective_offline",
        "score": "59.50",
        "passed": False,
    }
    assert staff.done("assessment-results/", **said, assessed_on="2026-01-05", score="59.5")["uuid"] == told["uuid"]
    assert staff.refused("assessment-results/", **said, assessed_on="2026-01-05", score="60") == (
        "other_result",
        "score",
    )
    address = f"assessment-results/{told['uuid']}/correct/"
    right = staff.done(address, assessed_on="2026-01-05", score="60", reason="漏加分")
    assert (right["replaces"], right["passed"], right["attempt"]) == (told["uuid"], True, 2)
    assert Caller(account.user).get("assessment-results/").json()["results"]
    assert Caller(account.user).denied(
        "assessment-results/", "record_assessment", **said, assessed_on="2026-01-05", score="60"
    )
    assert acts()[-2:] == ["assessment.record", "assessment.correct"]


def test_a_credit_is_taken_back(account: models.Account) -> None:
    record(account, models.CourseVersion.objects.get(), score("80"))
    credit = models.CreditEntry.objects.get()
    by = Caller(officer(Role.DEPARTMENT_OFFICER, account.trainee.managing_department))
    assert by.refused(f"credits/{credit.uuid}/reverse/", anew=True) == ("required", "reason")
    assert by.done(f"credits/{credit.uuid}/reverse/", anew=True, reason="代学")["standing"] is False


def test_an_appeal_from_beginning_to_end(account: models.Account) -> None:
    course = str(models.Course.objects.get().uuid)
    mine, staff = Caller(account.user), Caller(assessor())
    asked = mine.done("appeals/", course=course, subject="time", reason="断线")
    assert (asked["state"], asked["code"]) == ("asked", "T1")
    span = {"started_at": "2026-01-05T01:00:00Z", "ended_at": "2026-01-05T01:01:00Z"}
    address = f"appeals/{asked['uuid']}"
    assert mine.denied(f"{address}/accept/", "answer_appeal", answer="好")
    told = staff.done(f"{address}/accept/", answer="属实", time=span)
    assert told["state"] == "accepted"
    (correction,) = mine.get("time-corrections/").json()["results"]
    assert (correction["uuid"], correction["reason"]) == (told["correction"], "属实")
    again = mine.done("appeals/", course=course, subject="credit", reason="学时")
    assert staff.done(f"appeals/{again['uuid']}/reject/", answer="未考核")["state"] == "rejected"
    third = mine.done("appeals/", course=course, subject="assessment", reason="分数")
    assert mine.done(f"appeals/{third['uuid']}/withdraw/")["state"] == "withdrawn"


def test_a_year_is_assessed(account: models.Account, at_new_year: SimulatedClock) -> None:
    of_year: dict[str, Any] = {"organization": "SASW", "year": 2026}
    first, second = Caller(assessor()), Caller(assessor())
    assert first.refused("annual-assessments/propose/", **of_year) == ("not_ended", "year")
    at_new_year.at = at_new_year.at.replace(year=2027)
    response = first.post("annual-assessments/propose/", **of_year)
    assert (response.status_code, response.json()) == (202, of_year)
    (row,) = first.get("annual-assessments/").json()["results"]
    assert (row["state"], row["result"], row["code"]) == ("proposed", "waived", "T1")
    assert first.refused("annual-assessments/confirm-all/", **of_year) == ("four_eyes", "")
    assert second.done("annual-assessments/confirm-all/", **of_year) == {"rows": 1}
    address = f"annual-assessments/{row['uuid']}"
    assert second.done("annual-assessments/report-all/", **of_year) == {"rows": 1}
    department = Caller(officer(Role.DEPARTMENT_OFFICER, account.trainee.managing_department))
    assert department.done(f"{address}/return/", reason="核对")["state"] == "returned"
    first.post("annual-assessments/propose/", **of_year)
    (new,) = first.get("annual-assessments/", standing="true").json()["results"]
    address = f"annual-assessments/{new['uuid']}"
    assert second.done(f"{address}/send-back/", reason="再核")["state"] == "returned"
    first.post("annual-assessments/propose/", **of_year)
    (new,) = first.get("annual-assessments/", standing="true").json()["results"]
    address = f"annual-assessments/{new['uuid']}"
    assert second.done(f"{address}/confirm/")["state"] == "confirmed"
    assert second.done(f"{address}/report/")["state"] == "reported"
    assert department.done(f"{address}/receive/")["state"] == "received"
    assert second.done(f"{address}/reopen/", reason="漏计")["standing"] is False


def test_a_course_has_a_rule_of_its_own(at_new_year: SimulatedClock) -> None:
    institution_below()
    version = factories.draft()
    staff = Caller(assessor())
    address = f"course-versions/{version.uuid}/complete-by/"
    assert staff.refused(address, time_share=0, asks_completion=True) == ("bad_share", "time_share")
    told = staff.done(address, time_share=80, asks_completion=False)
    assert (told["time_share"], told["asks_completion"]) == (80, False)
    changed = factories.draft(title="新题")
    assert (changed.time_share, changed.asks_completion) == (80, False)
    factories.release(changed)
    assert staff.refused(address, time_share=50, asks_completion=True)[0] == "wrong_state"
