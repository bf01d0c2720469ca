"""How far a trainee is in a class, against its plan and the calendar (8.3.4, 8.3.5): pure arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from cadretrain_reports.rules.reminders import Left, percent_done

_WHOLE: Final = 100


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a class: how much of it is ``asked``, and how much ``done``."""

    asked: int = 0
    done: int = 0

    @property
    def left(self) -> int:
        """How much is left."""
        return max(0, self.asked - self.done)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a trainee is: credit-hours, required courses, activities and assignments, and exams to be passed."""

    hours_asked: Decimal
    hours_done: Decimal
    courses: Part
    activities: Part
    assignments: Part
    exams: Part

    @property
    def percent(self) -> int:
        """How much is done: of the hours and of all parts, whichever is less."""
        parts = (self.courses, self.activities, self.assignments)
        asked = Decimal(sum(part.asked for part in parts))
        done = Decimal(sum(min(part.asked, part.done) for part in parts))
        return min(percent_done(self.hours_asked, self.hours_done), percent_done(asked, done))

    @property
    def left(self) -> Left:
        """What a trainee can still do of their own accord."""
        hours = max(Decimal(0), self.hours_asked - self.hours_done)
        return Left(total_hours=hours, courses=self.courses.left, assignments=self.assignments.left)


def points_behind(starts_on: date | None, ends_on: date | None, today: date, percent: int) -> int:
    """Return by how many points of a hundred somebody is behind the days of a class; none where it has no days."""
    if starts_on is None or ends_on is None or ends_on < starts_on:
        return 0
    end = ends_on + timedelta(days=1)
    passed = min(max((today - starts_on).days, 0), (end - starts_on).days)
    return max(0, _WHOLE * passed // (end - starts_on).days - percent)
