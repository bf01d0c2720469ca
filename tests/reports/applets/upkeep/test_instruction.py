"""Instruction in secrecy and operation is recorded once it was held (6.3.3)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.upkeep import api as upkeep
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.refusals import Refused
from tests import factories
from tests.conftest import NEW_YEAR
from tests.factories_people import recorded

pytestmark = pytest.mark.django_db

SECRECY, OPERATION = upkeep.Instruction.Kind.SECRECY, upkeep.Instruction.Kind.OPERATION
TODAY = date(2026, 1, 5)


@pytest.fixture
def trainee(at_new_year: SimulatedClock) -> people.Trainee:
    return recorded()


def test_what_is_recorded(trainee: people.Trainee) -> None:
    by = factories.user()
    upkeep.record_instruction(trainee, SECRECY, TODAY, by, NEW_YEAR, " 集中讲解 ")
    stored = upkeep.Instruction.objects.get()
    assert (stored.trainee, stored.kind, stored.held_on, stored.by, stored.recorded_at, stored.note) == (
        trainee,
        "secrecy",
        TODAY,
        by,
        NEW_YEAR,
        "集中讲解",
    )


def test_the_same_instruction_entered_twice_is_one(trainee: people.Trainee) -> None:
    by = factories.user()
    first = upkeep.record_instruction(trainee, SECRECY, TODAY, by, NEW_YEAR)
    assert upkeep.record_instruction(trainee, SECRECY, TODAY, factories.user(), NEW_YEAR, "再次") == first
    for kind, day in ((OPERATION, TODAY), (SECRECY, TODAY - timedelta(days=1))):
        assert upkeep.record_instruction(trainee, kind, day, by, NEW_YEAR) != first
    assert upkeep.Instruction.objects.count() == 3


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), date(2126, 1, 5), date(1948, 12, 31), date.min])
def test_a_day_on_which_none_was_held(trainee: people.Trainee, day: date) -> None:
    with pytest.raises(Refused) as refused:
        upkeep.record_instruction(trainee, SECRECY, day, factories.user(), NEW_YEAR)
    assert (refused.value.code, refused.value.field) == ("bad_date", "held_on")


def test_today_is_the_local_day(trainee: people.Trainee) -> None:
    after_midnight_in_shanghai = NEW_YEAR + timedelta(hours=15)
    assert after_midnight_in_shanghai.date() == TODAY
    tomorrow = TODAY + timedelta(days=1)
    assert upkeep.record_instruction(trainee, SECRECY, tomorrow, factories.user(), after_midnight_in_shanghai)


def test_a_note_that_is_too_long(trainee: people.Trainee) -> None:
    with pytest.raises(Refused) as refused:
        upkeep.record_instruction(trainee, SECRECY, TODAY, factories.user(), NEW_YEAR, 501 * "长")
    assert (refused.value.code, refused.value.field) == ("too_long", "note")
