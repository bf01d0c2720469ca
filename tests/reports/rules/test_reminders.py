"""When somebody is reminded, and by which key (8.2.3)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadretrain_reports.rules.periods import period_by_label
from cadretrain_reports.rules.reminders import (
    Left,
    ReminderPolicy,
    cause_of,
    left_of,
    percent_done,
    percent_over,
    points_behind,
)
from cadretrain_reports.rules.requirements import Figures

PERIOD = period_by_label(2026)
SOME = Left(Decimal(10))
POLICY = ReminderPolicy()


def hours(total: int, required: int = 0) -> Figures:
    return Figures(Decimal(total), Decimal(required), Decimal(0))


def test_what_is_left_is_never_less_than_nothing() -> None:
    assert left_of(hours(40, 20), hours(50, 5), 2) == Left(Decimal(0), Decimal(15), Decimal(0), 2)
    assert left_of(hours(40), hours(40), 0).is_nothing
    assert not left_of(hours(40), hours(40), 1).is_nothing


@pytest.mark.parametrize(
    ("day", "key"),
    [
        (date(2026, 11, 1), None),
        (date(2026, 11, 2), "deadline:2026:60"),
        (date(2026, 12, 1), "deadline:2026:60"),
        (date(2026, 12, 2), "deadline:2026:30"),
        (date(2026, 12, 31), "deadline:2026:7"),
        (date(2027, 1, 1), None),
        (date(2025, 12, 31), None),
    ],
)
def test_deadlines(day: date, key: str | None) -> None:
    found = cause_of(POLICY, PERIOD, day, SOME, 0)
    assert (found.key if found else None) == key


def test_whoever_has_done_all_is_left_alone() -> None:
    assert cause_of(POLICY, PERIOD, date(2026, 12, 30), Left(), 0) is None


def test_a_lag_is_said_once_in_a_while() -> None:
    behind = points_behind(PERIOD, date(2026, 7, 1), Decimal(40), Decimal(8))
    assert (percent_over(PERIOD, date(2026, 7, 1)), percent_done(Decimal(40), Decimal(8)), behind) == (49, 20, 29)
    keys = {cause_of(POLICY, PERIOD, date(2026, 7, 1) + timedelta(days), SOME, 29) for days in range(60)}
    assert len({cause.key for cause in keys if cause}) == 3
    assert cause_of(POLICY, PERIOD, date(2026, 7, 1), SOME, 19) is None
    assert points_behind(PERIOD, date(2026, 7, 1), Decimal(40), Decimal(40)) == 0
    assert percent_done(Decimal(0), Decimal(0)) == 100


@given(st.dates(date(2025, 6, 1), date(2027, 6, 1)), st.integers(0, 100))
def test_of_one_period_no_more_than_its_deadlines_and_lags(day: date, behind: int) -> None:
    found = cause_of(POLICY, PERIOD, day, SOME, behind)
    if found:
        assert PERIOD.start <= day < PERIOD.end
        assert found.days == (PERIOD.end - day).days


@pytest.mark.parametrize(
    "said",
    [{"before_days": [0]}, {"before_days": ["7"]}, {"lag_percent": 0}, {"lag_every_days": 0}, {"lag_percent": True}],
)
def test_a_policy_that_makes_no_sense(said: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(said))):
        ReminderPolicy(**said)
