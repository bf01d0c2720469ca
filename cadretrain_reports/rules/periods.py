"""The annual period (9.1.2) and the local days it is made of.

A local day runs from its first midnight to the first midnight of the next day, so that days are contiguous
and disjoint even where clocks change at midnight. Instants come back in UTC: two aware times of one changing
zone would be compared by their wall clocks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

_DAY: Final = timedelta(days=1)
_COMMON_YEAR: Final = 2001
"""A year without 29 February: a period begins on a day that every year has."""


class NaiveTimeError(ValueError):
    """A time without a zone names no instant."""


class PeriodError(ValueError):
    """A period rule or a period does not exist; the message says why (9.1.2)."""


def as_utc(at: datetime) -> datetime:
    """Return the instant in UTC; raise ``NaiveTimeError`` if the time has no zone."""
    if at.utcoffset() is None:
        raise NaiveTimeError(f"a time needs its zone to name an instant; got {at.isoformat()}")
    return at.astimezone(UTC)


def zone_named(name: str) -> ZoneInfo:
    """Return the zone of an IANA name such as ``Asia/Shanghai``; raise ``ValueError`` if there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, TypeError, AttributeError, OSError):
        raise ValueError(f"there is no time zone {name!r}") from None


def day_start(day: date, zone: ZoneInfo) -> datetime:
    """Return the first instant of a local day, in UTC.

    Where clocks skip midnight that is the instant of the change.
    """
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)


def local_day(at: datetime, zone: ZoneInfo) -> date:
    """Return the local day in which an instant lies; raise ``NaiveTimeError`` if the time has no zone.

    It is the date on the wall, except in the rare minutes in which clocks go back, or skip, over midnight:
    then it is the day whose first midnight was the last to pass.
    """
    instant = as_utc(at)
    day = instant.astimezone(zone).date()
    if instant < day_start(day, zone):
        return day - _DAY
    if instant >= day_start(day + _DAY, zone):
        return day + _DAY
    return day


@dataclass(frozen=True, slots=True)
class PeriodRule:
    """On which local day a year of training begins, and by which zone (9.1.2).

    The default is the calendar year in China. Raises ``PeriodError`` for a day that not every year has,
    29 February included, and for an unknown zone.
    """

    start_month: int = 1
    start_day: int = 1
    time_zone: str = "Asia/Shanghai"

    def __post_init__(self) -> None:
        try:
            date(_COMMON_YEAR, self.start_month, self.start_day)
        except (TypeError, ValueError):
            raise PeriodError(
                f"a period begins on a day that every year has; got month {self.start_month!r}, day {self.start_day!r}"
            ) from None
        try:
            zone_named(self.time_zone)
        except ValueError as error:
            raise PeriodError(str(error)) from None


CALENDAR_YEAR: Final = PeriodRule()
"""The period where no department sets another (9.1.2)."""


@dataclass(frozen=True, slots=True)
class Period:
    """One annual period (9.1.2): local days from ``start`` to before ``end``.

    ``label`` is the year of its first day; ``start_at`` and ``end_at`` are the same edges as instants in UTC,
    the end exclusive.
    """

    label: int
    start: date
    end: date
    start_at: datetime = field(compare=False)
    end_at: datetime = field(compare=False)


def period_of(at: date | datetime, rule: PeriodRule = CALENDAR_YEAR) -> Period:
    """Return the period in which a local day or an instant falls (9.1.2).

    Raises ``NaiveTimeError`` for a time without a zone, ``PeriodError`` beyond the calendar's years.
    """
    try:
        day = local_day(at, zone_named(rule.time_zone)) if isinstance(at, datetime) else at
    except OverflowError:
        raise PeriodError(f"there is no period around {at.isoformat()}") from None
    begun = (day.month, day.day) >= (rule.start_month, rule.start_day)
    return period_by_label(day.year if begun else day.year - 1, rule)


def is_closed(period: Period, at: datetime, open_for: timedelta = timedelta()) -> bool:
    """Tell whether nothing falls into a period any more that is entered at an instant (R2).

    It stays open for a while after its end, so that results of its last days find their way into it.
    """
    return as_utc(at) >= period.end_at + open_for


def period_by_label(label: int, rule: PeriodRule = CALENDAR_YEAR) -> Period:
    """Return the period whose first day lies in the year ``label`` (9.1.2).

    Raises ``PeriodError`` if the calendar has no such year.
    """
    zone = zone_named(rule.time_zone)
    try:
        start = date(label, rule.start_month, rule.start_day)
        end = date(label + 1, rule.start_month, rule.start_day)
        return Period(label, start, end, day_start(start, zone), day_start(end, zone))
    except (TypeError, ValueError, OverflowError):
        raise PeriodError(f"there is no period of the year {label!r}") from None
