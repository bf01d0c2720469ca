"""At which unit trainees were at another time (9.1.2, R9)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from cadretrain_reports import clock
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.clock import SimulatedClock
from tests import factories
from tests.conftest import NEW_YEAR

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def trainee(at_new_year: SimulatedClock) -> people.Trainee:
    """A trainee who changes from one unit to another after ten days, and is promoted there after ten more."""
    found = factories.trainee().trainee
    at_new_year.advance(10 * 86_400)
    people.change_situation(found, clock.now(), unit=factories.organization("OFFICE"))
    at_new_year.advance(10 * 86_400)
    people.change_situation(found, clock.now(), position="主任")
    return found


def test_a_change_ends_one_spell_and_begins_another(trainee: people.Trainee) -> None:
    spells = list(trainee.spells.order_by("since"))
    assert [(spell.unit.code, spell.position) for spell in spells] == [
        ("BUREAU", "处长"),
        ("OFFICE", "处长"),
        ("OFFICE", "主任"),
    ]
    assert [spell.until for spell in spells] == [NEW_YEAR + 10 * DAY, NEW_YEAR + 20 * DAY, None]
    assert [spell.standing for spell in spells] == [None, None, True]
    trainee.refresh_from_db()
    assert (trainee.unit.code, trainee.position) == ("OFFICE", "主任")


def test_the_unit_at_an_instant(trainee: people.Trainee) -> None:
    change = NEW_YEAR + 10 * DAY
    assert people.unit_at(trainee.pk, change - timedelta(microseconds=1)).code == "BUREAU"
    assert people.unit_at(trainee.pk, change).code == "OFFICE"
    assert people.unit_at(trainee.pk, change + 100 * DAY).code == "OFFICE"


def test_before_the_first_unit_was_known_it_was_that_one(trainee: people.Trainee) -> None:
    assert people.unit_at(trainee.pk, NEW_YEAR - DAY).code == "BUREAU"


def test_many_histories_are_one_query(
    trainee: people.Trainee, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    other = factories.trainee(unit="THIRD").trainee
    with django_assert_num_queries(1):
        histories = people.unit_histories([trainee.pk, other.pk])
        assert histories[trainee.pk].at(NEW_YEAR).code == "BUREAU"
        assert histories[other.pk].at(NEW_YEAR).code == "THIRD"
