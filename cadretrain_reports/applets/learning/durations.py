"""Learning durations out of the stored intervals (3.9, R7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import F, Min

from cadretrain_reports import conf
from cadretrain_reports.applets.learning.models import StudyInterval
from cadretrain_reports.rules.durations import Interval, allocate, learning_duration


def counted_intervals(trainee_ids: Iterable[int]) -> dict[int, dict[int, list[Interval]]]:
    """Return for each trainee and course id what counts: no instant twice, no day over its cap."""
    stored: dict[int, Stored] = {trainee: defaultdict(list) for trainee in trainee_ids}
    rows = StudyInterval.objects.filter(study__trainee__in=list(stored), start_at__lt=F("end_at"))
    for trainee, course, code, start, end in rows.values_list("study__trainee", *_COLUMNS):
        stored[trainee][course, code].append((start, end))
    return {trainee: _allocated(intervals) for trainee, intervals in stored.items()}


def learned(trainee_id: int, course_id: int) -> int:
    """Return the learning duration of one trainee in one course, in whole seconds."""
    stored = stored_around(trainee_id, course_id)
    return learning_duration(_allocated(stored).get(course_id, []))


def learned_in_each(trainee_id: int) -> dict[int, int]:
    """Return the learning duration of one trainee in every course begun, in whole seconds by course id; one query."""
    return {course: learning_duration(spans) for course, spans in counted_intervals([trainee_id])[trainee_id].items()}


def settled(trainee_id: int, course_id: int, at: datetime) -> int:
    """Return the seconds learned that nothing which may still come in can take away (R7).

    A page of another course whose last beat lies within the grace may yet close a span that began first. Until it
    has, that span is taken as counted there: a second is never credited to two courses.
    """
    stored = stored_around(trainee_id, course_id)
    open_since = at - conf.study_policy().grace - _IN_FLIGHT
    for (course, _code), intervals in stored.items():
        if course != course_id:
            intervals += [(end, at) for _start, end in intervals if open_since <= end < at]
    return learning_duration(_allocated(stored).get(course_id, []))


_IN_FLIGHT: Final = timedelta(seconds=10)
"""How long another process may take to store a beat that it has received."""

Stored = dict[tuple[int, str], list[Interval]]
"""Stored runs by course id and code."""

_COLUMNS: Final = ("study__course", "study__course__code", "start_at", "end_at")


def stored_around(trainee_id: int, course_id: int) -> Stored:
    """Return the trainee's runs in all courses from a day before this course was begun.

    Nothing older can touch it: the cap is a day's, and whatever began first and overlaps did so by then.
    """
    rows = StudyInterval.objects.filter(study__trainee=trainee_id)
    begun = rows.filter(study__course=course_id).aggregate(begun=Min("start_at"))["begun"]
    stored: Stored = defaultdict(list)
    if begun is not None:
        zone = ZoneInfo(conf.time_zone())
        since = begun.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=1)
        for course, code, start, end in rows.filter(end_at__gte=since).values_list(*_COLUMNS):
            stored[course, code].append((start, end))
    return stored


def _allocated(stored: Stored) -> dict[int, list[Interval]]:
    """Apply R7 over all courses of one trainee; ties fall by course code."""
    keys, by_key = with_keys(stored)
    counted = allocate(by_key, conf.study_policy())
    return {course: counted[key] for course, key in keys.items()}


def with_keys(stored: Stored) -> tuple[dict[int, str], dict[str, list[Interval]]]:
    """Return the key of each course, in the order in which ties fall, and the stored runs by these keys."""
    keys = {course: f"{code}\0{course}" for course, code in stored}
    return keys, {keys[course]: intervals for (course, _code), intervals in stored.items()}
