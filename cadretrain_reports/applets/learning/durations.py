"""Learning durations out of the stored intervals (3.9, R7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import F, Min

from cadretrain_reports import conf
from cadretrain_reports.applets.backfill.api import inferred
from cadretrain_reports.applets.courses.api import codes_of
from cadretrain_reports.applets.learning.buffer.reading import held_runs
from cadretrain_reports.applets.learning.models import StudyInterval
from cadretrain_reports.rules.durations import Interval, allocate, clip, learning_duration
from cadretrain_reports.rules.traces import overlap


def counted_intervals(trainee_ids: Iterable[int]) -> dict[int, dict[int, list[Interval]]]:
    """Return for each trainee and course id what counts: no instant twice, no day over its cap.

    What was inferred of the time before beats is part of it.
    """
    stored: dict[int, Stored] = {trainee: defaultdict(list) for trainee in trainee_ids}
    rows = StudyInterval.objects.filter(study__trainee__in=list(stored), start_at__lt=F("end_at"))
    for trainee, course, code, start, end in rows.values_list("study__trainee", *_COLUMNS):
        stored[trainee][course, code].append((start, end))
    for trainee, course, code, start, end in held_runs(list(stored)):
        stored[trainee][course, code].append((start, end))
    _add_inferred(stored)
    return {trainee: _allocated(intervals) for trainee, intervals in stored.items()}


def learned(trainee_id: int, course_id: int) -> int:
    """Return the learning duration of one trainee in one course, in whole seconds."""
    stored = stored_around(trainee_id, course_id)
    for _trainee, course, code, start, end in held_runs([trainee_id]):
        stored[course, code].append((start, end))
    return learning_duration(_allocated(stored).get(course_id, []))


def learned_in_each(trainee_id: int) -> dict[int, int]:
    """Return the learning duration of one trainee in every course begun, in whole seconds by course id."""
    return {course: learning_duration(spans) for course, spans in counted_intervals([trainee_id])[trainee_id].items()}


def backfilled(trainee_id: int, course_id: int) -> int:
    """Return how many of the seconds that may yield credit were inferred of the time before beats."""
    known = inferred([trainee_id], admitted=True)[trainee_id].get(course_id)
    if not known:  # as at most sites, and this is asked with every credit
        return 0
    counted = _allocated(stored_around(trainee_id, course_id, admitted=True)).get(course_id, [])
    return learning_duration(overlap(counted, known))


def settled(trainee_id: int, course_id: int, at: datetime, since: datetime | None = None) -> int:
    """Return the seconds learned, ``since`` an instant if it is given, that nothing still to come can take away (R7).

    A page of another course whose last beat lies within the grace may yet close a span that began first. Until it
    has, that span is taken as counted there: a second is never credited to two courses. Whoever asks has had stored
    before what the beat buffer holds of the trainee.
    """
    stored = stored_around(trainee_id, course_id, admitted=True)
    open_since = at - conf.study_policy().grace - _IN_FLIGHT
    for (course, _code), intervals in stored.items():
        if course != course_id:
            intervals += [(end, at) for _start, end in intervals if open_since <= end < at]
    counted = _allocated(stored).get(course_id, [])
    return learning_duration(counted if since is None else clip(counted, min(since, at), at))


_IN_FLIGHT: Final = timedelta(seconds=10)
"""How long another process may take to store a beat that it has received."""

Stored = dict[tuple[int, str], list[Interval]]
"""Stored runs by course id and code."""

_COLUMNS: Final = ("study__course", "study__course__code", "start_at", "end_at")


def stored_around(trainee_id: int, course_id: int, *, admitted: bool = False) -> Stored:
    """Return the trainee's runs in all courses from a day before this course was begun.

    Nothing older can touch it: the cap is a day's, and whatever began first and overlaps did so by then. What was
    inferred of the time before beats is there as a whole, or as far as it is ``admitted``.
    """
    rows = StudyInterval.objects.filter(study__trainee=trainee_id)
    begun = rows.filter(study__course=course_id).aggregate(begun=Min("start_at"))["begun"]
    stored: Stored = defaultdict(list)
    if begun is not None:
        zone = ZoneInfo(conf.time_zone())
        since = begun.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=1)
        for course, code, start, end in rows.filter(end_at__gte=since).values_list(*_COLUMNS):
            stored[course, code].append((start, end))
    _add_inferred({trainee_id: stored}, admitted=admitted)
    return stored


def _add_inferred(stored: Mapping[int, Stored], *, admitted: bool = False) -> None:
    """Add what was inferred to what is stored of some trainees; one query more where there is none, two else."""
    found = inferred(stored, admitted=admitted)
    courses = {course for by_course in found.values() for course in by_course}
    codes = codes_of(courses) if courses else {}
    for trainee, by_course in found.items():
        for course, intervals in by_course.items():
            stored[trainee][course, codes[course]].extend(intervals)


def _allocated(stored: Stored) -> dict[int, list[Interval]]:
    """Apply R7 over all courses of one trainee; ties fall by course code."""
    keys, by_key = with_keys(stored)
    counted = allocate(by_key, conf.study_policy())
    return {course: counted[key] for course, key in keys.items()}


def with_keys(stored: Stored) -> tuple[dict[int, str], dict[str, list[Interval]]]:
    """Return the key of each course, in the order in which ties fall, and the stored runs by these keys."""
    keys = {course: f"{code}\0{course}" for course, code in stored}
    return keys, {keys[course]: intervals for (course, _code), intervals in stored.items()}
