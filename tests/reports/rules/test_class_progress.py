"""How far a trainee is in a class, against its plan and the calendar."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from cadretrain_reports.rules.class_progress import Part, Standing, points_behind
from cadretrain_reports.rules.reminders import Left


def standing(hours: str, *parts: Part) -> Standing:
    return Standing(Decimal(10), Decimal(hours), *parts, exams=Part(1, 0))


def test_what_is_less_done_counts() -> None:
    parts = (Part(2, 1), Part(1, 1), Part(1, 0))
    assert standing("10", *parts).percent == 50
    assert standing("1", *parts).percent == 10
    assert standing("1", *parts).left == Left(total_hours=Decimal(9), courses=1, assignments=1)


def test_more_than_asked_is_not_more_than_all() -> None:
    found = standing("99", Part(1, 3), Part(), Part())
    assert (found.percent, found.left) == (100, Left())


@pytest.mark.parametrize(
    ("day", "percent", "behind"),
    [(1, 0, 0), (6, 0, 50), (6, 50, 0), (10, 0, 90), (11, 20, 80), (31, 0, 100)],
)
def test_points_behind_the_days_of_a_class(day: int, percent: int, behind: int) -> None:
    assert points_behind(date(2026, 1, 1), date(2026, 1, 10), date(2026, 1, day), percent) == behind


def test_a_class_without_days_has_no_laggards() -> None:
    assert points_behind(None, date(2026, 1, 1), date(2026, 1, 1), 0) == 0
    assert points_behind(date(2026, 1, 2), date(2026, 1, 1), date(2026, 1, 1), 0) == 0
