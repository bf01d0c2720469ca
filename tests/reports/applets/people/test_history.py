"""What each trainee was at an instant that has passed (9.1.2, R9)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from cadretrain_reports.applets.people import api as people
from cadretrain_reports.clock import SimulatedClock
from tests import factories
from tests.conftest import NEW_YEAR
from tests.factories_people import recorded

pytestmark = pytest.mark.django_db

MOVED = NEW_YEAR + timedelta(days=200)
LAST_DAY = datetime(2026, 12, 31, 15, 59, tzinfo=UTC)


def test_a_report_of_last_year_shows_last_years_unit(
    at_new_year: SimulatedClock, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    moved, stayed = recorded("T1", rank="二级调研员"), recorded("T2")
    at_new_year.at = LAST_DAY + timedelta(days=1)
    new_unit, new_department = factories.organization("OTHER-BUREAU"), factories.department("OTHER")
    people.change_situation(moved, at_new_year.at, unit=new_unit, managing_department=new_department, rank="一级调研员")
    recorded("T3")
    with django_assert_num_queries(1):
        then = [
            (spell.trainee_id, spell.unit.code, spell.managing_department.code, spell.rank)
            for spell in people.situation_at(people.Trainee.objects.all(), LAST_DAY)
        ]
    assert then == [(moved.pk, "BUREAU", "DEPARTMENT", "二级调研员"), (stayed.pk, "BUREAU", "DEPARTMENT", "")]
    now = people.situation_at([moved.pk], at_new_year.at).get()
    assert (now.unit, now.managing_department, now.rank) == (new_unit, new_department, "一级调研员")


def test_a_spell_holds_from_its_beginning_until_just_before_its_end(at_new_year: SimulatedClock) -> None:
    trainee = recorded()
    people.change(trainee, {"position": "局长"}, MOVED)

    def position(at: datetime) -> list[str]:
        return [spell.position for spell in people.situation_at([trainee.pk], at)]

    moment = timedelta(microseconds=1)
    assert position(NEW_YEAR - moment) == []
    assert position(NEW_YEAR) == ["处长"]
    assert position(MOVED - moment) == ["处长"]
    assert position(MOVED) == ["局长"]
    assert position(MOVED + timedelta(days=4000)) == ["局长"]


def test_two_changes_at_one_instant_leave_one_situation(at_new_year: SimulatedClock) -> None:
    trainee = recorded()
    for position in ("局长", "厅长"):
        people.change(trainee, {"position": position}, MOVED)
    assert people.situation_at([trainee.pk], MOVED).get().position == "厅长"


def test_who_was_within_a_body_and_which_spells_had_begun(at_new_year: SimulatedClock) -> None:
    moved, stayed = recorded("T1"), recorded("T2")
    department = factories.department()
    at_new_year.at = MOVED
    people.change_situation(moved, MOVED, unit=factories.organization("APART", parent=factories.department("OTHER")))
    before = MOVED - timedelta(microseconds=1)
    within = [list(people.trainees_within(department, at)) for at in (NEW_YEAR - timedelta(days=1), before, MOVED)]
    assert within == [[], [moved.pk, stayed.pk], [stayed.pk]]
    for at, units in ((MOVED, ["BUREAU"]), (MOVED + timedelta(days=1), ["BUREAU", "APART"])):
        assert [spell.unit.code for spell in people.spells_begun_before([moved.pk], at)] == units
