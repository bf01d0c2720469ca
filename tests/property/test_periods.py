"""Laws of 9.1.2: periods and local days cover time without gap or overlap."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from cadretrain_reports.rules.periods import PeriodRule, day_start, local_day, period_by_label, period_of

ZONES = [
    "Asia/Shanghai",
    "UTC",
    "Europe/Berlin",
    "America/Havana",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Pacific/Apia",
]
days = st.dates(min_value=date(1950, 1, 1), max_value=date(2100, 1, 1))
instants = st.datetimes(
    min_value=datetime(1950, 1, 1),  # noqa: DTZ001 - the zone is the next argument
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
zones = st.sampled_from(ZONES)


@st.composite
def period_rules(draw: st.DrawFn) -> PeriodRule:
    first = date(2001, 1, 1) + timedelta(days=draw(st.integers(0, 364)))
    return PeriodRule(first.month, first.day, draw(zones))


@given(days, period_rules())
def test_a_day_lies_in_its_period(day: date, rule: PeriodRule) -> None:
    period = period_of(day, rule)
    assert period.start <= day < period.end
    assert (period.start.month, period.start.day) == (rule.start_month, rule.start_day)
    assert period.label == period.start.year
    assert period_by_label(period.label, rule) == period


@given(instants, period_rules())
def test_an_instant_lies_between_its_period_s_edges(at: datetime, rule: PeriodRule) -> None:
    period = period_of(at, rule)
    assert period.start_at <= at < period.end_at
    assert period == period_of(local_day(at, ZoneInfo(rule.time_zone)), rule)


@given(st.integers(1950, 2100), period_rules())
def test_one_period_ends_where_the_next_begins(label: int, rule: PeriodRule) -> None:
    one, following = period_by_label(label, rule), period_by_label(label + 1, rule)
    assert (one.end, one.end_at) == (following.start, following.start_at)
    assert 365 <= (one.end - one.start).days <= 366
    assert period_of(one.end_at - timedelta(microseconds=1), rule) == one
    assert period_of(one.end_at, rule) == following


@given(instants, st.integers(-12, 14), period_rules())
def test_the_zone_in_which_an_instant_is_told_does_not_matter(at: datetime, offset: int, rule: PeriodRule) -> None:
    elsewhere = at.astimezone(timezone(timedelta(hours=offset)))
    assert period_of(elsewhere, rule) == period_of(at, rule)


@given(instants, zones)
def test_local_days_are_contiguous(at: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    day = local_day(at, zone)
    assert day_start(day, zone) <= at < day_start(day + timedelta(days=1), zone)


@given(instants)
def test_in_shanghai_the_local_day_is_the_date_on_the_wall(at: datetime) -> None:
    zone = ZoneInfo("Asia/Shanghai")
    assert local_day(at, zone) == at.astimezone(zone).date()
