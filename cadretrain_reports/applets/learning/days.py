"""One trainee's time in one course, day by day: what counts, and what does not and why (3.9, R7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from cadretrain_reports import conf
from cadretrain_reports.applets.learning.durations import stored_around, with_keys
from cadretrain_reports.applets.learning.models import UncountedTime
from cadretrain_reports.rules.durations import Interval, allocate, by_local_day
from cadretrain_reports.rules.withheld import withheld

_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class StudyDay:
    """One local day. ``counted`` and each of ``uncounted``, by reason, are whole seconds, rounded down.

    The reasons are those of ``UncountedTime.Reason``; one that took nothing is not named.
    """

    day: date
    counted: int
    uncounted: dict[str, int]


@dataclass(slots=True)
class _Sums:
    counted: timedelta = timedelta()
    uncounted: defaultdict[str, timedelta] = field(default_factory=lambda: defaultdict(timedelta))


def study_days(trainee_id: int, course_id: int) -> list[StudyDay]:
    """Return the local days on which a trainee had a course open, the first one first; three queries.

    Counted time is united over all pages; what does not count is the sum over the pages, each for itself.
    """
    sums: defaultdict[date, _Sums] = defaultdict(_Sums)
    policy = conf.study_policy()
    keys, stored = with_keys(stored_around(trainee_id, course_id))
    if course_id in keys:
        own = keys[course_id]
        for day, (start, end) in _by_day(allocate(stored, policy)[own]):
            sums[day].counted += end - start
        for interval, why in withheld(stored, policy)[own]:
            for day, (start, end) in _by_day([interval]):
                sums[day].uncounted[why] += end - start
    rows = UncountedTime.objects.filter(study__trainee=trainee_id, study__course=course_id)
    for day, reason, microseconds in rows.values_list("day", "reason", "microseconds"):
        sums[day].uncounted[reason] += microseconds * _MICROSECOND
    return [_rounded(day, sums[day]) for day in sorted(sums)]


def _by_day(intervals: Iterable[Interval]) -> Iterable[tuple[date, Interval]]:
    zone = conf.study_policy().zone
    return (part for interval in intervals for part in by_local_day(interval, zone))


def _rounded(day: date, sums: _Sums) -> StudyDay:
    second = timedelta(seconds=1)
    uncounted = {reason: length // second for reason, length in sorted(sums.uncounted.items()) if length >= second}
    return StudyDay(day, sums.counted // second, uncounted)
