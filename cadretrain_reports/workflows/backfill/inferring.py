"""Making time of the signs that wait, one trainee after the other: each is one transaction (3.9, R7)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from django.db import transaction

from cadretrain_reports import conf
from cadretrain_reports.applets.backfill import api as backfills
from cadretrain_reports.applets.learning import api as learning
from cadretrain_reports.rules.durations import Interval, allocate, learning_duration
from cadretrain_reports.rules.periods import period_of
from cadretrain_reports.rules.traces import Span, spans


def infer_of(run: backfills.Backfill, trainee_id: int) -> None:
    """Make time of all signs of a trainee that wait, and delete them. Raises ``Superseded``."""
    with transaction.atomic():
        backfills.hold(run)
        counts: Counter[str] = Counter()
        found = _counted(spans(backfills.of_trainee(run, trainee_id), conf.study_policy()), counts)
        new = backfills.infer(run, trainee_id, found)
        if not run.trial:
            for course, intervals in new.items():
                learning.open_study(trainee_id, course, intervals[0][0])
        counts.update(_figures(new))
        backfills.forget(run, trainee_id)
        backfills.count(run, counts)


def _counted(walked: Iterable[Span], counts: Counter[str]) -> dict[int, list[Interval]]:
    """Return what counts by course; what touches the interval before it is joined to it, so that few are held."""
    found: dict[int, list[Interval]] = defaultdict(list)
    for span in walked:
        if span.reason is not None:
            counts[f"span.{span.reason}"] += 1
            continue
        intervals, (start, end) = found[span.course], span.interval
        if intervals and intervals[-1][0] <= start <= intervals[-1][1]:
            intervals[-1] = (intervals[-1][0], max(intervals[-1][1], end))
        else:
            intervals.append(span.interval)
    return found


def _figures(new: Mapping[int, list[Interval]]) -> Counter[str]:
    """Return the figures of a trainee's new time: by year, and what R7 leaves of it."""
    seconds = sum(map(learning_duration, new.values()))
    by_course = {str(course): intervals for course, intervals in new.items()}
    counted = sum(map(learning_duration, allocate(by_course, conf.study_policy()).values()))
    counts: Counter[str] = Counter(
        {
            "trainees": bool(new),
            "studies": len(new),
            "intervals": sum(map(len, new.values())),
            "seconds": seconds,
            "seconds.uncounted": seconds - counted,
        }
    )
    for intervals in new.values():
        for interval in intervals:
            counts[f"year.{period_of(interval[0], conf.period_rule()).label}"] += learning_duration([interval])
    return counts
