"""What trainees have to learn and have done: plans, spells, relief and credits together (8.1, 8.2.1, R6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cadretrain_reports import clock
from cadretrain_reports.applets.archives import api as archives
from cadretrain_reports.applets.credits import api as credit
from cadretrain_reports.applets.learning.api import open_study
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.plans import api as plans
from cadretrain_reports.applets.upkeep import api as upkeep
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.rules.canonical import canonical
from cadretrain_reports.rules.records import to_payload
from cadretrain_reports.rules.requirements import Figures, Source
from cadretrain_reports.workflows import plans as workflow
from cadretrain_reports.workflows.requirement import Attainment, attainment_of, attainments_of
from tests import factories
from tests.factories_people import officer
from tests.factories_plans import CITY, UNIT, amended, body, issued, land, line, plan, refined
from tests.reports.rules import samples

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
NEXT_YEAR = date(2027, 1, 4)


@pytest.fixture(autouse=True)
def bodies(at_new_year: SimulatedClock) -> None:
    land()


@pytest.fixture
def trainee(at_new_year: SimulatedClock) -> people.Trainee:
    """Return a trainee who was there before the year began."""
    found = factories.trainee(unit=UNIT).trainee
    found.spells.update(since=at_new_year.at - timedelta(days=400))
    return found


def course(code: str, duration: int = 901, **other: Any) -> Any:
    return factories.released(code, duration, **other)


def earn(trainee: people.Trainee, version: Any, at: SimulatedClock, year: int = 2026) -> None:
    study = open_study(trainee.pk, version.course_id, at.at)
    credit.grant(study, version, credit.Earned(at.at, year, trainee.unit_id, version.course_duration))


def figures(total: str, required: str = "0", elective: str = "0") -> Figures:
    return Figures(Decimal(total), Decimal(required), Decimal(elective))


def the_one(trainee: people.Trainee, year: int = 2026, on: date | None = None) -> Attainment:
    (found,) = attainment_of(trainee, year, on)
    return found


def situation(trainee: people.Trainee, **said: str) -> None:
    trainee.spells.update(**said)


def test_plans_of_all_levels_make_one_requirement_with_its_reasons(trainee: people.Trainee) -> None:
    above = issued(content=plan(line("50", "10", "20")))
    of_city = refined(above, CITY, line("60", "10", "20"), by=officer(body(CITY)))
    found = the_one(trainee)
    assert found.requirement.figures == figures("60", "10", "20")
    assert found.requirement.sources["total_hours"] == Source(str(of_city.uuid), 1, Decimal(60))
    assert found.requirement.sources["required_course_hours"].plan in (str(above.uuid), str(of_city.uuid))
    assert found.is_met is False


def test_nothing_is_required_where_no_plan_goes(trainee: people.Trainee) -> None:
    issued()
    assert attainment_of(factories.trainee(unit="BUREAU").trainee, 2026) == ()
    assert attainment_of(trainee, 2025) == ()


def test_required_and_elective_hours_are_told_apart(trainee: people.Trainee, at_new_year: SimulatedClock) -> None:
    named, proposed, elective = course("C1"), course("C2", requirement="required"), course("C3")
    issued(content=plan(line("1.5", "1", "0.5", courses=(named.course,))))
    for version in (named, proposed):
        earn(trainee, version, at_new_year)
    found = the_one(trainee)
    assert (found.done, found.is_met) == (figures("1", "1"), False)
    earn(trainee, elective, at_new_year)
    found = the_one(trainee)
    assert (found.done, found.is_met) == (figures("1.5", "1", "0.5"), True)
    assert found.courses == {named.course_id: "done"}


def test_a_named_course_credited_in_an_earlier_period_is_exempt(
    trainee: people.Trainee, at_new_year: SimulatedClock
) -> None:
    old, new = course("C1"), course("C2")
    earn(trainee, old, at_new_year, year=2025)
    issued(content=plan(line("1", "1", courses=(old.course, new.course))))
    found = the_one(trainee)
    assert found.requirement.figures == figures("1", "0.5")
    assert found.courses == {old.course_id: "exempt", new.course_id: "open"}
    assert found.done == figures("0")


def test_a_named_course_credited_at_another_place_is_exempt(trainee: people.Trainee) -> None:
    named = course("C1")
    issued(content=plan(line("50", "1", courses=(named.course,))))
    there = replace(samples.CREDIT, institution="SASW", course="C1", credit_hours="0.5")
    entry = canonical({"record": to_payload(there)}).decode()
    archives.append(trainee.archive, replace(samples.TAKEN_IN, entry=entry), clock.now())
    found = the_one(trainee)
    assert found.courses == {named.course_id: "exempt"}
    assert found.requirement.figures.required_course_hours == Decimal("0.5")


def test_the_level_of_the_periods_first_day_decides(trainee: people.Trainee, at_new_year: SimulatedClock) -> None:
    issued(content=plan(line("50"), line("60", lowest_level="132")))
    situation(trainee, position_level="141", rank="")
    at_new_year.advance(86400)
    with transaction.atomic():
        people.change_situation(trainee, at_new_year.at, position_level="131")
    assert the_one(trainee).requirement.figures == figures("50")


def test_where_position_level_and_rank_differ_the_higher_decides(trainee: people.Trainee) -> None:
    issued(content=plan(line("50"), line("60", lowest_level="132")))
    situation(trainee, position_level="141", rank="四级调研员")
    assert the_one(trainee).requirement.figures == figures("60")


def test_who_enters_within_the_year_owes_the_months_that_are_left(at_new_year: SimulatedClock) -> None:
    issued(content=plan(line("48")))
    entered = factories.trainee(unit=UNIT).trainee
    assert the_one(entered).requirement.figures == figures("44")
    assert the_one(entered).requirement.months == 11
    assert attainment_of(entered, 2025) == ()


def test_relief_lowers_the_year_and_raises_the_one_to_which_hours_are_put_off(
    trainee: people.Trainee, at_new_year: SimulatedClock
) -> None:
    issued(content=plan(line("50")))
    for kind, hours, until in (("reduction", 10, None), ("deferral", 5, 2027)):
        request = upkeep.ask(trainee, upkeep.Relief(kind, 2026, Decimal(hours), "病假", until), at_new_year.at)
        assert the_one(trainee).requirement.figures.total_hours > 35
        upkeep.approve(request, factories.user(), at_new_year.at)
    assert the_one(trainee).requirement.figures == figures("35")
    assert the_one(trainee, 2027).requirement.figures == figures("5")


# A plan changed in the middle of the year.


def test_the_edition_in_force_on_the_reporting_day_counts_for_the_whole_period(
    trainee: people.Trainee, at_new_year: SimulatedClock
) -> None:
    """What was earned stays earned; what was reported for an earlier day stays as it was reported."""
    first = issued(content=plan(line("0.5")))
    earn(trainee, course("C1"), at_new_year)
    assert the_one(trainee).is_met
    before = at_new_year.at.date()
    at_new_year.advance(180 * 86400)
    second = amended(first, line("1"))
    raised = the_one(trainee)
    assert (raised.requirement.figures, raised.done, raised.is_met) == (figures("1"), figures("0.5", "0", "0.5"), False)
    assert raised.requirement.sources["total_hours"].plan == str(second.uuid)
    assert the_one(trainee, on=before).is_met
    earn(trainee, course("C2"), at_new_year)
    assert the_one(trainee).is_met
    assert the_one(trainee, on=before).done == figures("0.5", "0", "0.5")


def test_an_edition_never_reaches_back_into_a_period_that_is_over(
    trainee: people.Trainee, at_new_year: SimulatedClock
) -> None:
    first = issued(content=plan(line("50")))
    at_new_year.advance(370 * 86400)
    amended(first, line("60"))
    assert the_one(trainee, 2026).requirement.figures == figures("50")


def test_a_plan_that_was_withdrawn_asks_for_nothing_from_then_on(
    trainee: people.Trainee, at_new_year: SimulatedClock
) -> None:
    made = issued()
    at_new_year.advance(86400)
    workflow.withdraw(made.issued_by, made, "取消")
    assert attainment_of(trainee, 2026) == ()
    assert the_one(trainee, on=at_new_year.at.date() - DAY).requirement.figures == figures("50")


# Forms.


def test_concentrated_training_is_required_apart_and_never_filled_by_online_study(
    trainee: people.Trainee, at_new_year: SimulatedClock
) -> None:
    issued(content=plan(line("550", form="concentrated", over_years=5), line("0.5")))
    earn(trainee, course("C1"), at_new_year)
    concentrated, online = attainment_of(trainee, 2026)
    assert (concentrated.requirement.over_years, concentrated.done, concentrated.is_met) == (5, None, None)
    assert (online.done, online.is_met) == (figures("0.5", "0", "0.5"), True)


def test_hours_of_several_years_are_those_of_all_of_them(trainee: people.Trainee, at_new_year: SimulatedClock) -> None:
    issued(content=plan(line("1.5", over_years=2)))
    trainee.spells.update(since=at_new_year.at - timedelta(days=1200))
    for number, year in enumerate((2024, 2025, 2026)):
        earn(trainee, course(f"C{number}"), at_new_year, year=year)
    found = the_one(trainee)
    assert (found.done, found.is_met) == (figures("1", "0", "1"), False)


# Many.


def test_many_trainees_cost_what_one_costs(trainee: people.Trainee, at_new_year: SimulatedClock) -> None:
    named = course("C1")
    above = issued(content=plan(line("50", "1", courses=(named.course,))))
    refined(above, CITY, by=officer(body(CITY)))
    ids = [trainee.pk, *(factories.trainee(unit=UNIT).pk for _ in range(20))]
    costs = []
    for some in (ids[:1], ids):
        with CaptureQueriesContext(connection) as taken:
            assert len(attainments_of(some, 2026)) == len(some)
        costs.append(len(taken))
    assert costs[0] == costs[1] <= 10


def test_one_plan_may_be_asked_alone(trainee: people.Trainee) -> None:
    above = issued(content=plan(line("50")))
    refined(above, CITY, line("60"), by=officer(body(CITY)))
    (alone,) = attainments_of([trainee.pk], 2026, plan=above)[trainee.pk]
    assert alone.requirement.figures == figures("50")
    assert plans.requirement_of(trainee, 2026)[0].figures == figures("60")


def test_hours_put_off_bind_nobody_to_a_plan_that_does_not_touch_them(
    trainee: people.Trainee, at_new_year: SimulatedClock
) -> None:
    deferral = upkeep.Relief("deferral", 2025, Decimal(5), "病假", 2026)
    upkeep.approve(upkeep.ask(trainee, deferral, at_new_year.at), factories.user(), at_new_year.at)
    touching = issued(content=plan(line("50")))
    other = issued(content=plan(line("60", cadre_categories=("另一类",))))
    assert attainments_of([trainee.pk], 2026, plan=other)[trainee.pk] == ()
    (alone,) = attainments_of([trainee.pk], 2026, plan=touching)[trainee.pk]
    assert alone.requirement.figures == figures("55") == the_one(trainee).requirement.figures
