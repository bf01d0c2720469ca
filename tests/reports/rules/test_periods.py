"""9.1.2: the annual period with any start day, and local days where clocks change."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from cadretrain_reports.rules.periods import (
    CALENDAR_YEAR,
    NaiveTimeError,
    Period,
    PeriodError,
    PeriodRule,
    as_utc,
    day_start,
    local_day,
    period_by_label,
    period_of,
    zone_named,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
SEPTEMBER = PeriodRule(start_month=9)


def test_the_default_is_the_calendar_year_in_china() -> None:
    period = period_of(date(2026, 7, 1))
    assert (period.label, period.start, period.end) == (2026, date(2026, 1, 1), date(2027, 1, 1))
    assert period.start_at == datetime(2025, 12, 31, 16, tzinfo=UTC)
    assert period.end_at == datetime(2026, 12, 31, 16, tzinfo=UTC)
    assert period.start_at.tzinfo is UTC
    assert period_of(date(2026, 7, 1), CALENDAR_YEAR) == period


@pytest.mark.parametrize(
    ("at", "label"),
    [
        (datetime(2025, 12, 31, 15, 59, 59, 999999, tzinfo=UTC), 2025),
        (datetime(2025, 12, 31, 16, 0, 0, tzinfo=UTC), 2026),
        (datetime(2026, 1, 1, 0, 0, tzinfo=SHANGHAI), 2026),
        (datetime(2025, 12, 31, 11, 0, tzinfo=timezone(timedelta(hours=-5))), 2026),
        (datetime(2026, 12, 31, 23, 59, 59, tzinfo=SHANGHAI), 2026),
    ],
)
def test_an_instant_is_placed_by_the_local_day_of_the_rule(at: datetime, label: int) -> None:
    assert period_of(at).label == label


@pytest.mark.parametrize(
    ("day", "label"),
    [
        (date(2026, 8, 31), 2025),
        (date(2026, 9, 1), 2026),
        (date(2026, 12, 31), 2026),
        (date(2027, 1, 1), 2026),
        (date(2027, 8, 31), 2026),
        (date(2027, 9, 1), 2027),
    ],
)
def test_a_period_over_new_year_is_named_by_its_first_day(day: date, label: int) -> None:
    assert period_of(day, SEPTEMBER).label == label


def test_a_period_by_its_label() -> None:
    period = period_by_label(2026, PeriodRule(4, 15, "Europe/Berlin"))
    assert (period.start, period.end) == (date(2026, 4, 15), date(2027, 4, 15))
    assert period.start_at == datetime(2026, 4, 14, 22, tzinfo=UTC)
    assert period_by_label(2026, SEPTEMBER) == period_of(date(2027, 2, 28), SEPTEMBER)
    assert isinstance(period, Period)


@pytest.mark.parametrize(("month", "day"), [(2, 29), (2, 30), (4, 31), (0, 1), (13, 1), (1, 0), ("1", 1)])
def test_a_start_that_not_every_year_has_is_refused(month: object, day: object) -> None:
    with pytest.raises(PeriodError, match="a day that every year has"):
        PeriodRule(month, day)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["Asia/Nowhere", "", "../etc/passwd", "Asia", "a\0b", 8, None])
def test_an_unknown_zone_is_refused(name: object) -> None:
    with pytest.raises(PeriodError, match="there is no time zone"):
        PeriodRule(time_zone=name)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="there is no time zone"):
        zone_named(name)  # type: ignore[arg-type]


@pytest.mark.parametrize("label", [0, -1, 9999, 10**6, 10**30, "2026", None])
def test_a_year_without_a_period_is_refused(label: object) -> None:
    with pytest.raises(PeriodError, match="no period of the year"):
        period_by_label(label)  # type: ignore[arg-type]


def test_times_at_the_end_of_the_calendar_are_refused() -> None:
    with pytest.raises(PeriodError, match="no period of the year 9999"):
        period_of(date.max)
    with pytest.raises(PeriodError, match="no period around 9999-12-31"):
        period_of(datetime.max.replace(tzinfo=UTC))
    with pytest.raises(PeriodError, match="no period of the year 0"):
        period_of(date(1, 1, 1), SEPTEMBER)


def test_a_time_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 1, 1)  # noqa: DTZ001 - the very mistake that is tested
    for call in (as_utc, period_of, lambda at: local_day(at, SHANGHAI)):
        with pytest.raises(NaiveTimeError, match="got 2026-01-01T00:00:00"):
            call(naive)
    assert issubclass(NaiveTimeError, ValueError)


def test_an_hour_that_comes_twice_is_two_instants() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    first = datetime(2026, 10, 25, 2, 30, tzinfo=berlin)
    assert as_utc(first) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert as_utc(first.replace(fold=1)) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "start", "hours"),
    [
        ("Asia/Shanghai", date(2026, 3, 1), datetime(2026, 2, 28, 16, tzinfo=UTC), 24),
        ("Europe/Berlin", date(2026, 3, 29), datetime(2026, 3, 28, 23, tzinfo=UTC), 23),
        ("Europe/Berlin", date(2026, 10, 25), datetime(2026, 10, 24, 22, tzinfo=UTC), 25),
        # Midnight is skipped: the day begins at one o'clock.
        ("America/Sao_Paulo", date(2018, 11, 4), datetime(2018, 11, 4, 3, tzinfo=UTC), 23),
        # Midnight comes twice: the day begins at the first.
        ("America/Havana", date(2025, 11, 2), datetime(2025, 11, 2, 4, tzinfo=UTC), 25),
        # The clocks go back from 00:01 to 23:01 of the day before.
        ("America/St_Johns", date(2010, 11, 7), datetime(2010, 11, 7, 2, 30, tzinfo=UTC), 25),
        # The whole day was left out when the date line moved.
        ("Pacific/Apia", date(2011, 12, 30), datetime(2011, 12, 30, 10, tzinfo=UTC), 0),
    ],
)
def test_where_local_days_begin_and_how_long_they_are(zone: str, day: date, start: datetime, hours: int) -> None:
    begin, end = day_start(day, ZoneInfo(zone)), day_start(day + timedelta(days=1), ZoneInfo(zone))
    assert begin == start
    assert end - begin == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("at", "zone", "day"),
    [
        (datetime(2026, 2, 28, 15, 59, tzinfo=UTC), "Asia/Shanghai", date(2026, 2, 28)),
        (datetime(2026, 2, 28, 16, 0, tzinfo=UTC), "Asia/Shanghai", date(2026, 3, 1)),
        (datetime(2010, 11, 7, 2, 29, tzinfo=UTC), "America/St_Johns", date(2010, 11, 6)),
        (datetime(2010, 11, 7, 2, 30, tzinfo=UTC), "America/St_Johns", date(2010, 11, 7)),
        # 23:30 on the wall for the second time, after the seventh had begun.
        (datetime(2010, 11, 7, 3, 0, tzinfo=UTC), "America/St_Johns", date(2010, 11, 7)),
        (datetime(2010, 11, 8, 3, 29, tzinfo=UTC), "America/St_Johns", date(2010, 11, 7)),
        (datetime(2011, 12, 30, 9, 59, tzinfo=UTC), "Pacific/Apia", date(2011, 12, 29)),
        (datetime(2011, 12, 30, 10, 0, tzinfo=UTC), "Pacific/Apia", date(2011, 12, 31)),
    ],
)
def test_the_local_day_of_an_instant(at: datetime, zone: str, day: date) -> None:
    assert local_day(at, ZoneInfo(zone)) == day


def test_a_day_whose_clocks_skip_over_midnight_starts_where_midnight_would_have_been() -> None:
    # 23:30 became 00:30 in Toronto on 30 March 1919: half an hour stays with the day before.
    toronto = ZoneInfo("America/Toronto")
    assert day_start(date(1919, 3, 31), toronto) == datetime(1919, 3, 31, 5, 0, tzinfo=UTC)
    assert local_day(datetime(1919, 3, 31, 4, 45, tzinfo=UTC), toronto) == date(1919, 3, 30)
    assert local_day(datetime(1919, 3, 31, 5, 0, tzinfo=UTC), toronto) == date(1919, 3, 31)
