"""Until when a question is to be answered, in working days (8.2.3)."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadretrain_reports.rules.working_time import QuestionPolicy

ZONE = ZoneInfo("Asia/Shanghai")
NATIONAL_DAY = QuestionPolicy(days_off=[f"2026-10-0{day}" for day in range(1, 8)], days_on=["2026-10-10"])

# 9 January 2026 is a Friday; 30 September 2026 a Wednesday before a week off, 10 October a Saturday that is worked.
DUE = [
    (QuestionPolicy(), "2026-01-09T16:00", "2026-01-14T16:00"),
    (QuestionPolicy(), "2026-01-10T16:00", "2026-01-15T00:00"),
    (QuestionPolicy(), "2026-01-11T23:59", "2026-01-15T00:00"),
    (QuestionPolicy(), "2026-01-12T00:00", "2026-01-15T00:00"),
    (QuestionPolicy(due_days=1), "2026-01-09T09:30", "2026-01-12T09:30"),
    (NATIONAL_DAY, "2026-09-30T10:00", "2026-10-10T10:00"),
    (NATIONAL_DAY, "2026-10-03T10:00", "2026-10-12T00:00"),
]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(("policy", "since", "due"), DUE)
def test_what_waits_is_due_so_many_working_days_later(policy: QuestionPolicy, since: str, due: str) -> None:
    assert policy.due_at(at(since), ZONE) == at(due)


@pytest.mark.parametrize(("policy", "since", "due"), DUE)
def test_it_is_overdue_at_that_instant_and_not_before(policy: QuestionPolicy, since: str, due: str) -> None:
    assert policy.overdue_since(at(due), ZONE) >= at(since)
    assert policy.overdue_since(at(due) - timedelta(microseconds=1), ZONE) < at(since)


instants = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(ZONE))  # noqa: DTZ001 - given one
policies = st.builds(
    QuestionPolicy,
    due_days=st.integers(1, 10),
    days_off=st.lists(st.dates(datetime(2026, 1, 1).date(), datetime(2026, 6, 1).date()).map(str)),  # noqa: DTZ001
    days_on=st.lists(st.dates(datetime(2026, 6, 2).date(), datetime(2026, 12, 1).date()).map(str)),  # noqa: DTZ001
)


@given(policies, instants, instants)
def test_both_ways_of_asking_agree(policy: QuestionPolicy, since: datetime, now: datetime) -> None:
    assert (since <= policy.overdue_since(now, ZONE)) == (policy.due_at(since, ZONE) <= now)
