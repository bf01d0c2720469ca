"""Storing a beat: at most one statement to read and one to write (3.9)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from cadretrain_reports import conf
from cadretrain_reports.applets.courses.api import placed
from cadretrain_reports.applets.learning.models import CourseStudy, StudyInterval
from cadretrain_reports.applets.people.api import active_accounts
from cadretrain_reports.rules.durations import span_reason


@dataclass(frozen=True, slots=True)
class Signs:
    """What a beat says of the page: in the foreground, and input since the last beat."""

    visible: bool
    active: bool


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
    StudyInterval.objects.create(
        study=study, session=session, start_at=at, end_at=at, last_active_at=at if signs.active else None
    )
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
    runs = StudyInterval.objects.select_for_update().select_related("study")
    run = runs.filter(Exists(active), Exists(marked), study=page.study, session=page.session).order_by("pk").first()
    if run is None:
        return None
    at = now()
    if at <= run.end_at:
        return BeatOutcome(run.study, at, "repeat")
    if signs.active:
        run.last_active_at = at
    reason = span_reason(run.end_at, at, signs.visible, run.last_active_at, conf.study_policy())
    _write(run, at, counts=reason is None)
    return BeatOutcome(run.study, at, reason)


def _write(run: StudyInterval, at: datetime, *, counts: bool) -> None:
    """Move the current run's end, or put what it has counted aside and let it begin anew at ``at``.

    The current run stays the same row for ever: whoever waits for its lock finds what was stored meanwhile, where
    the newest of several rows would be looked for before the wait.
    """
    if not counts:
        if run.start_at != run.end_at:
            StudyInterval.objects.create(
                study=run.study, session=run.session, start_at=run.start_at, end_at=run.end_at, last_active_at=None
            )
        run.start_at = at
    run.end_at = at
    run.save(update_fields=["start_at", "end_at", "last_active_at"])
