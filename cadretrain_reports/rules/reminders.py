"""When somebody is reminded of what is left of a year, and why (8.2.3): pure arithmetic, each cause with a key.

A cause has one key for each person, so that nobody is told the same twice whoever works it out, however often.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from cadretrain_reports.rules.periods import Period
from cadretrain_reports.rules.requirements import NONE, Figures

_WHOLE: Final = 100

Kind = Literal["deadline", "lag"]


@dataclass(frozen=True, slots=True)
class ReminderPolicy:
    """When people are reminded: so many days before the period ends, and when they lag behind the calendar.

    Whoever has done at least ``lag_percent`` points less than the part of the period that is over lags; that is said
    every ``lag_every_days`` days at most. Raises ``ValueError`` for what makes no sense.
    """

    before_days: Sequence[int] = (60, 30, 7)
    lag_percent: int = 20
    lag_every_days: int = 30

    def __post_init__(self) -> None:
        if any(type(days) is not int or not 0 < days < 366 for days in self.before_days):  # noqa: PLR2004 - a year
            raise ValueError("before_days: whole numbers from 1 to 365")
        if type(self.lag_percent) is not int or not 0 < self.lag_percent <= _WHOLE:
            raise ValueError("lag_percent: a whole number from 1 to 100")
        if type(self.lag_every_days) is not int or self.lag_every_days < 1:
            raise ValueError("lag_every_days: a whole number from 1 on")


@dataclass(frozen=True, slots=True)
class Left:
    """What is still to be done of a year or a class: hours of each figure, named courses, assignments of a class."""

    total_hours: Decimal = NONE
    required_course_hours: Decimal = NONE
    elective_course_hours: Decimal = NONE
    courses: int = 0
    assignments: int = 0

    @property
    def is_nothing(self) -> bool:
        """Whether all is done."""
        return self == Left()


@dataclass(frozen=True, slots=True)
class Cause:
    """Why somebody is reminded: ``key`` is one for each person and cause, ``days`` are those until the period ends."""

    kind: Kind
    key: str
    days: int


def left_of(asked: Figures, done: Figures, courses: int) -> Left:
    """Return what is left where ``courses`` named ones are open; nothing is ever less than none."""
    return Left(
        max(NONE, asked.total_hours - done.total_hours),
        max(NONE, asked.required_course_hours - done.required_course_hours),
        max(NONE, asked.elective_course_hours - done.elective_course_hours),
        courses,
    )


def percent_done(asked: Decimal, done: Decimal) -> int:
    """Return how much of the hours asked for is done, rounded down, all of it where none are asked."""
    return min(_WHOLE, int(_WHOLE * done / asked)) if asked else _WHOLE


def percent_over(period: Period, today: date) -> int:
    """Return how much of a period is over at the beginning of a day, rounded down."""
    passed = min(max((today - period.start).days, 0), (period.end - period.start).days)
    return _WHOLE * passed // (period.end - period.start).days


def points_behind(period: Period, today: date, asked: Decimal, done: Decimal) -> int:
    """Return by how many points of a hundred somebody is behind the calendar, none where they are ahead of it."""
    return max(0, percent_over(period, today) - percent_done(asked, done))


def cause_of(policy: ReminderPolicy, period: Period, today: date, left: Left, behind: int) -> Cause | None:
    """Return why somebody is to be reminded today, or ``None``: a deadline comes before a lag.

    Of several days before the end the nearest that has come counts, so that whoever was not reminded in time is told
    once, not three times.
    """
    return cause_between(policy, str(period.label), period.start, period.end, today, left, behind)


def cause_between(
    policy: ReminderPolicy, label: str, start: date, end: date, today: date, left: Left, behind: int
) -> Cause | None:
    """Return the same as ``cause_of`` for any time from ``start`` to before ``end``; ``label`` tells it from others."""
    days = (end - today).days
    if left.is_nothing or not 0 < days <= (end - start).days:
        return None
    come = [before for before in policy.before_days if days <= before]
    if come:
        return Cause("deadline", f"deadline:{label}:{min(come)}", days)
    if behind >= policy.lag_percent:
        return Cause("lag", f"lag:{label}:{(today - start).days // policy.lag_every_days}", days)
    return None
