"""Keeping why time did not count, in sums by local day and reason (3.9)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db.models import F

from cadretrain_reports import conf
from cadretrain_reports.applets.learning.models import UncountedTime
from cadretrain_reports.rules.durations import Interval, by_local_day
from cadretrain_reports.rules.runs import LostReason

_MICROSECOND = timedelta(microseconds=1)


def keep_uncounted(study_id: int, lost: Iterable[tuple[Interval, LostReason]]) -> None:
    """Add spans that a page of a study has lost, each to the local days in which it lies.

    Call inside a transaction that holds the study's lock: two that add to the same day would make its row twice.
    """
    zone = ZoneInfo(conf.time_zone())
    sums: Counter[tuple[date, LostReason]] = Counter()
    for interval, reason in lost:
        for day, (start, end) in by_local_day(interval, zone):
            sums[day, reason] += (end - start) // _MICROSECOND
    for (day, reason), microseconds in sorted(sums.items()):
        rows = UncountedTime.objects.filter(study=study_id, day=day, reason=reason)
        if not rows.update(microseconds=F("microseconds") + microseconds):
            UncountedTime.objects.create(study_id=study_id, day=day, reason=reason, microseconds=microseconds)
