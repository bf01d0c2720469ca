"""Hours by unit: where they were earned, and where they count (R9)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from cadretrain_reports import clock
from cadretrain_reports.applets.credits import api as credits
from cadretrain_reports.applets.credits.api import CreditEntry, UnitHours
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.clock import SimulatedClock
from tests import factories, factories_transfers
from tests.conftest import NEW_YEAR

pytestmark = pytest.mark.django_db

ENTRIES, SPELLS = CreditEntry.objects.all(), people.TraineeSpell.objects.all()
SPRING, SUMMER, WINTER = (NEW_YEAR + timedelta(days=days) for days in (60, 150, 330))


@pytest.fixture
def mover(at_new_year: SimulatedClock) -> people.Account:
    """Two earn 0.25 each in January; one of them moves in June and earns 0.5 at the new unit, where a third is idle."""
    factories.released("C1", 60)
    factories.released("C2", 901)
    mover, stayer, _idle = factories.trainee(), factories.trainee(), factories.trainee(unit="OFFICE")
    for account in (mover, stayer):
        factories.learn(account, at_new_year, 60, "C1")
    at_new_year.at = SUMMER
    factories_transfers.moved(mover)
    factories.learn(mover, at_new_year, 901, "C2")
    return mover


def by_code(figures: list[UnitHours]) -> dict[str, tuple[float, int]]:
    codes = dict(Organization.objects.values_list("pk", "code"))
    return {codes[one.unit]: (float(one.credit_hours), one.trainees) for one in figures}


def test_what_was_earned_stays_with_the_unit_of_that_time(mover: people.Account) -> None:
    assert by_code(credits.earned_by_unit(ENTRIES, 2026)) == {"BUREAU": (0.5, 2), "OFFICE": (0.5, 1)}


def test_the_whole_year_counts_where_the_trainee_is_on_the_reporting_date(mover: people.Account) -> None:
    assert by_code(credits.attained_by_unit(SPELLS, 2026, WINTER)) == {"BUREAU": (0.25, 1), "OFFICE": (0.75, 2)}
    assert by_code(credits.attained_by_unit(SPELLS, 2026, SPRING)) == {"BUREAU": (1.0, 2), "OFFICE": (0.0, 1)}


def test_at_the_instant_of_the_transfer_the_trainee_is_at_the_new_unit(mover: people.Account) -> None:
    before = SUMMER - timedelta(microseconds=1)
    counted = [by_code(credits.attained_by_unit(SPELLS, 2026, at)) for at in (before, SUMMER)]
    assert [found["OFFICE"][1] for found in counted] == [1, 2]


def test_over_all_units_nothing_is_counted_twice_in_either_view(mover: people.Account) -> None:
    due = (Decimal(1), 3)
    earned = credits.earned_by_unit(ENTRIES, 2026)
    assert sum(one.credit_hours for one in earned) == due[0]
    for at in (SPRING, SUMMER, WINTER):
        attained = credits.attained_by_unit(SPELLS, 2026, at)
        assert (sum(one.credit_hours for one in attained), sum(one.trainees for one in attained)) == due


def test_a_change_of_position_does_not_count_hours_again(mover: people.Account, at_new_year: SimulatedClock) -> None:
    at_new_year.advance(86_400)
    people.change_situation(people.trainee(mover.pk), clock.now(), position="主任")
    assert by_code(credits.attained_by_unit(SPELLS, 2026, WINTER)) == {"BUREAU": (0.25, 1), "OFFICE": (0.75, 2)}


def test_only_the_rows_asked_for_and_only_that_year(mover: people.Account) -> None:
    entries, spells = (rows.filter(unit__code="OFFICE") for rows in (ENTRIES, SPELLS))
    assert by_code(credits.earned_by_unit(entries, 2026)) == {"OFFICE": (0.5, 1)}
    assert by_code(credits.attained_by_unit(spells, 2026, WINTER)) == {"OFFICE": (0.75, 2)}
    assert credits.earned_by_unit(entries, 2027) == []
    assert by_code(credits.attained_by_unit(spells, 2027, WINTER)) == {"OFFICE": (0.0, 2)}


def test_reversed_credits_are_not_earned(mover: people.Account) -> None:
    CreditEntry.objects.filter(unit__code="OFFICE").update(standing=None)
    assert by_code(credits.earned_by_unit(ENTRIES, 2026)) == {"BUREAU": (0.5, 2)}


def test_each_view_is_one_query(mover: people.Account, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        credits.earned_by_unit(ENTRIES, 2026)
    with django_assert_num_queries(1):
        credits.attained_by_unit(SPELLS, 2026, WINTER)


def test_credits_of_some_years_earned_before_an_instant(mover: people.Account) -> None:
    years = range(2026, 2027)
    (first, second) = credits.credited_in([mover.pk], years, WINTER)
    assert (first.trainee, first.year, first.credit_hours, first.requirement) == (
        mover.pk,
        2026,
        Decimal("0.25"),
        "elective",
    )
    assert credits.credited_in([mover.pk], years, SUMMER) == [first]
    assert credits.credited_in([mover.pk], range(2025, 2026), WINTER) == []
    before = credits.credited_hours_before([mover.pk], [first.course], 2027)
    assert before == {mover.pk: {first.course: Decimal("0.25")}}
    assert credits.credited_hours_before([mover.pk], [second.course], 2026) == {}
