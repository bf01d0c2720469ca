"""Storing a beat: at most one statement to read and one to write (3.9)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from django.db.models import Exists, OuterRef

from cadretrain_reports import conf
from cadretrain_reports.applets.courses.api import placed
from cadretrain_reports.applets.learning.models import CourseStudy, StudyInterval
from cadretrain_reports.applets.people.api import active_accounts
from cadretrain_reports.rules import runs
from cadretrain_reports.rules.durations import Interval
from cadretrain_reports.rules.runs import Signs


@dataclass(frozen=True, slots=True)
class BeatOutcome:
    """What became of a beat received at ``at``. ``reason`` is ``None`` when the span it closed counts."""

    study: CourseStudy
    at: datetime
    reason: str | None


def open_session(study_id: int, session: str, signs: Signs, now: Callable[[], datetime]) -> BeatOutcome:
    """Store the first beat of a page: it opens and counts nothing. Call inside a transaction.

    The study is locked before a row is hung on it: by the reference alone MySQL would lock it shared, and two pages
    that open at once and then ask for the credit would wait for each other.
    """
    study = CourseStudy.objects.select_for_update().get(pk=study_id)
    at = now()
    StudyInterval.objects.create(study=study, session=session, **asdict(runs.opened(at, signs)))
    return BeatOutcome(study, at, "first")


@dataclass(frozen=True, slots=True)
class OpenPage:
    """One rendering of a page: whose study it extends, in which session, and where its block stands."""

    study: int
    session: str
    usage_key: str


def extend_session(page: OpenPage, signs: Signs, now: Callable[[], datetime]) -> BeatOutcome | None:
    """Store a further beat of a page; call inside a transaction.

    Returns ``None`` when there is nothing to extend: an unknown session, an account that may not study now, or a block
    that no longer marks this course.
    A session's oldest row is its current run and is locked, so the beats of one page are stored one after the other;
    ``now`` is asked under the lock, so that their times are in that order too. The study is locked along with it; the
    account is only looked at, since every table that is joined would be locked as well.
    """
    active = active_accounts().filter(trainee=OuterRef("study__trainee"))
    marked = placed(page.usage_key).filter(course=OuterRef("study__course"))
    stored = StudyInterval.objects.select_for_update().select_related("study")
    row = stored.filter(Exists(active), Exists(marked), study=page.study, session=page.session).order_by("pk").first()
    if row is None:
        return None
    at = now()
    if at <= row.end_at:
        return BeatOutcome(row.study, at, "repeat")
    step = runs.extended(_run(row), at, signs, conf.study_policy())
    _write(row, replace(step.run, live_at=at), step.aside)
    return BeatOutcome(row.study, at, step.reason)


def _run(row: StudyInterval) -> runs.Run:
    """Return what a current run says; rows that were stored before presence was asked for know of none."""
    return runs.Run(
        row.start_at, row.end_at, row.last_active_at, row.present_at or row.start_at, row.live_at or row.end_at
    )


def _write(row: StudyInterval, run: runs.Run, aside: Interval | None) -> None:
    """Let the current run be ``run``, and keep what was counted before a break as a further row.

    The current run stays the same row for ever: whoever waits for its lock finds what was stored meanwhile, where
    the newest of several rows would be looked for before the wait.
    """
    if aside is not None:
        StudyInterval.objects.create(study=row.study, session=row.session, start_at=aside[0], end_at=aside[1])
    values = asdict(run)
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
