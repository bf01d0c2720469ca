"""What a trainee has to learn, in figures and words (8.2.1, R6)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils.translation import override

from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.applets.upkeep import api as upkeep
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.web.requirement import Asked, Demand, Goal, demand_of
from tests import factories
from tests.factories_plans import BESIDE, UNIT, body, issued, land, line, plan

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def trainee(at_new_year: SimulatedClock) -> Trainee:
    """Return a trainee who was there before the year began."""
    land()
    found = factories.trainee(unit=UNIT).trainee
    found.spells.update(since=at_new_year.at - timedelta(days=400))
    return found


def demand(trainee: Trainee, year: int = 2026) -> Demand:
    return demand_of(trainee, year, trainee.account.user)


def the_one(trainee: Trainee) -> Asked:
    (found,) = demand(trainee).asked
    return found


def test_every_figure_has_the_line_that_decided_it(trainee: Trainee) -> None:
    made = issued(content=plan(line("50", "10", "20"), line("60")))
    found = the_one(trainee)
    assert found.name == "Online study in 2026"
    assert [(str(goal.label), goal.asked, goal.done, goal.plan) for goal in found.goals] == [
        ("In all", Decimal(60), Decimal(0), str(made.uuid)),
        ("Required courses", Decimal(10), Decimal(0), str(made.uuid)),
        ("Elective courses", Decimal(20), Decimal(0), str(made.uuid)),
    ]
    assert found.goals[0].reason == "“年度培训计划” of 机构P, line 2, asks for 60 hours."
    assert (found.is_met, found.notes) == (False, ())


def test_a_named_course_says_which_lines_name_it(trainee: Trainee) -> None:
    course = factories.released("C1").course
    issued(content=plan(line("50", courses=(course,)), line("60", courses=(course,))))
    assert demand(trainee).courses == {
        course.pk: "Required by “年度培训计划”, line 1, “年度培训计划”, line 2",
    }
    assert (the_one(trainee).named, the_one(trainee).named_done) == (1, 0)


def test_what_is_not_learned_here_has_no_bar(trainee: Trainee) -> None:
    issued(content=plan(line("550", form="concentrated", over_years=5)))
    found = the_one(trainee)
    assert found.name == "Concentrated training from 2022 to 2026"
    assert (found.goals[0].done, found.goals[0].percent, found.is_met) == (None, 0, None)


def test_it_is_said_why_somebody_is_asked_for_less(trainee: Trainee, at_new_year: SimulatedClock) -> None:
    issued()
    trainee.spells.update(since=at_new_year.at + timedelta(days=31))
    with transaction.atomic():
        asked = upkeep.ask(trainee, upkeep.Relief("reduction", 2026, Decimal(8), "病假", None), at_new_year.at)
        upkeep.approve(asked, factories.user(), at_new_year.at)
    assert the_one(trainee).notes == (
        "You were there for 10 of 12 months: only their part is asked.",
        "8 hours were let off by approved relief.",
    )


def test_a_plan_that_bound_somebody_in_an_earlier_unit_is_named_but_not_opened(
    trainee: Trainee, at_new_year: SimulatedClock
) -> None:
    issued()
    at_new_year.advance(40 * 86400)
    with transaction.atomic():
        people.reassign_unit(body(UNIT), body(BESIDE), at_new_year.at)
    goal = the_one(trainee).goals[0]
    assert (goal.plan, goal.reason[:8]) == ("", "“年度培训计划”")


@pytest.mark.parametrize(
    ("asked", "done", "percent"),
    [("50", "0", 0), ("50", "49.75", 99), ("50", "50", 100), ("50", "60", 100), ("0", "0", 100)],
)
def test_a_bar_is_full_when_all_is_done_and_not_before(asked: str, done: str, percent: int) -> None:
    assert Goal("In all", Decimal(asked), Decimal(done), "", "").percent == percent
