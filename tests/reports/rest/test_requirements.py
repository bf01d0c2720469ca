"""What a trainee has to learn, over the API (8.2.1, R6)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cadretrain_reports.applets.upkeep import api as upkeep
from cadretrain_reports.clock import SimulatedClock
from tests import factories
from tests.factories_people import liaison
from tests.factories_plans import UNIT, body, issued, land, line, plan
from tests.reports.rest.acting import Caller

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def bodies(at_new_year: SimulatedClock) -> None:
    land()


def test_a_requirement_as_it_is_read(at_new_year: SimulatedClock) -> None:
    account = factories.trainee(unit=UNIT)
    version = factories.released(duration=60)
    made = issued(content=plan(line("48", "12", courses=(version.course,)), line("550", form="concentrated")))
    request = upkeep.ask(account.trainee, upkeep.Relief("reduction", 2026, Decimal(4), "病假"), at_new_year.at)
    upkeep.approve(request, factories.user(), at_new_year.at)
    factories.learn(account, at_new_year, 60)
    here = f"trainees/{account.trainee.uuid}/requirement/"
    said = Caller(account.user).get(here).json()
    assert (said["trainee"], said["organization"], said["year"]) == (str(account.trainee.uuid), UNIT, 2026)
    concentrated, online = said["requirements"]
    assert (concentrated["form"], concentrated["done"], concentrated["is_met"]) == ("concentrated", None, None)
    assert online == {
        "form": "online",
        "over_years": 1,
        "asked": {"total_hours": "40.00", "required_course_hours": "11.00", "elective_course_hours": "0.00"},
        "done": {"total_hours": "0.25", "required_course_hours": "0.25", "elective_course_hours": "0.00"},
        "is_met": False,
        "months": 11,
        "credited_before": "0.00",
        "let_off": "4.00",
        "put_off": "0.00",
        "put_here": "0.00",
        "reasons": [
            {"figure": "total_hours", "plan": str(made.uuid), "line": 1, "hours": "48.00"},
            {"figure": "required_course_hours", "plan": str(made.uuid), "line": 1, "hours": "12.00"},
        ],
        "courses": [
            {
                "course": str(version.course.uuid),
                "state": "done",
                "named_by": [{"plan": str(made.uuid), "line": 1}],
            }
        ],
    }
    assert Caller(liaison(body(UNIT))).get(here).json() == said
    assert Caller(account.user).get(here, year=2025).json()["requirements"] == []


def test_what_is_no_year_and_who_sees_none() -> None:
    account, stranger = factories.trainee(unit=UNIT), factories.trainee(unit=UNIT)
    here = f"trainees/{account.trainee.uuid}/requirement/"
    assert Caller(account.user).get(here, year="x").status_code == 400
    assert Caller(account.user).get(here, years=2026).status_code == 400
    assert Caller(stranger.user).get(here).status_code == 404
