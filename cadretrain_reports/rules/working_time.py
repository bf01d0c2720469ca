"""How long a question may wait (8.2.3): counted in working days, which the site names where they are no weekdays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from cadretrain_reports.rules.periods import day_start, local_day

_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5
_MOST_DAYS: Final = 60


@dataclass(frozen=True, slots=True)
class QuestionPolicy:
    """Within how many working days a question is answered, and how much one person may write in an hour.

    Working days are Monday to Friday, without ``days_off`` (public holidays) and with ``days_on`` (调休: days that are
    worked instead), each as ``2026-10-01``. Raises ``ValueError`` for what makes no sense.
    """

    due_days: int = 3
    most_per_hour: int = 10
    days_off: Sequence[str] = ()
    days_on: Sequence[str] = ()
    _off: frozenset[date] = field(init=False, repr=False)
    _on: frozenset[date] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if type(self.due_days) is not int or not 1 <= self.due_days <= _MOST_DAYS:
            raise ValueError(f"due_days: a whole number from 1 to {_MOST_DAYS}")
        if type(self.most_per_hour) is not int or self.most_per_hour < 1:
            raise ValueError("most_per_hour: a whole number from 1 on")
        if isinstance(self.days_off, str) or isinstance(self.days_on, str):
            raise TypeError("days_off, days_on: lists of days such as 2026-10-01")
        object.__setattr__(self, "_off", frozenset(map(date.fromisoformat, self.days_off)))
        object.__setattr__(self, "_on", frozenset(map(date.fromisoformat, self.days_on)))
        if self._off & self._on:
            raise ValueError("days_off, days_on: no day is in both")

    def is_worked(self, day: date) -> bool:
        """Tell whether people work on a day."""
        return day in self._on or (day.weekday() < _SATURDAY and day not in self._off)

    def due_at(self, since: datetime, zone: ZoneInfo) -> datetime:
        """Return until when what waits ``since`` then is to be answered; what comes on a day off begins with the next.

        So of a question on a Friday at 16:00 that has three days it is the Wednesday at 16:00, of one on the Saturday
        the Thursday at 0:00.
        """
        day = local_day(since, zone)
        begun = since - day_start(day, zone)
        if not self.is_worked(day):
            day, begun = self._worked(day, _DAY), timedelta()
        for _step in range(self.due_days):
            day = self._worked(day, _DAY)
        return day_start(day, zone) + begun

    def overdue_since(self, now: datetime, zone: ZoneInfo) -> datetime:
        """Return the instant so that all that waits since then or earlier has its time over ``now``, and no other.

        It is the inverse of ``due_at``, for a database to compare with.
        """
        today = local_day(now, zone)
        is_worked = self.is_worked(today)
        day = today if is_worked else self._worked(today, -_DAY)
        for _step in range(self.due_days):
            day = self._worked(day, -_DAY)
        if is_worked:
            return day_start(day, zone) + (now - day_start(today, zone))
        return day_start(day + _DAY, zone) - timedelta(microseconds=1)

    def _worked(self, day: date, step: timedelta) -> date:
        """Return the next working day in a direction, not ``day`` itself."""
        day += step
        while not self.is_worked(day):
            day += step
        return day
