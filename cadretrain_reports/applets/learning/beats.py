"""Storing what a page says: one statement to read and one to write while its time counts (3.9)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Exists, OuterRef, QuerySet

from cadretrain_reports import conf
from cadretrain_reports.applets.courses.api import placed
from cadretrain_reports.applets.learning.buffer.beats import HeldBeat, extend_held, hold, take_in
from cadretrain_reports.applets.learning.buffer.merge import run_of
from cadretrain_reports.applets.learning.models import CourseStudy, StudyInterval
from cadretrain_reports.applets.learning.uncounted import keep_uncounted
from cadretrain_reports.applets.people.api import active_accounts
from cadretrain_reports.prepared import PreparedQuery
from cadretrain_reports.rules import runs
from cadretrain_reports.rules.runs import Heard
from cadretrain_reports.rules.shallow import named_values


class TakenOver(Exception):  # noqa: N818 - an answer to the page, no fault
    """The page was ended when another course was opened instead."""


@dataclass(frozen=True, slots=True)
class OpenPage:
    """One rendering of a page: whose study it extends, in which session, and where its block stands."""

    study: int
    session: str
    usage_key: str


@dataclass(frozen=True, slots=True)
class BeatOutcome:
    """What became of a message received at ``at``. ``reason`` is ``None`` when the span up to then counts.

    ``ask_presence``: the page shall ask whether the trainee is still there.
    """

    study: CourseStudy
    at: datetime
    reason: str | None
    ask_presence: bool = False


def open_session(page: OpenPage, heard: Heard, now: Callable[[], datetime]) -> BeatOutcome:
    """Store the first message of a page: it opens and counts nothing. Call inside a transaction.

    The study is locked before a row is hung on it: by the reference alone MySQL would lock it shared, and two pages
    that open at once and then ask for the credit would wait for each other.
    """
    study = CourseStudy.objects.select_for_update().get(pk=page.study)
    at = now()
    StudyInterval.objects.create(
        study=study,
        session=page.session,
        usage_key=page.usage_key,
        position=heard.position,
        **named_values(runs.opened(at, heard)),
    )
    return BeatOutcome(study, at, "first")


def extend_without_database(page: OpenPage, heard: Heard, now: Callable[[], datetime]) -> HeldBeat | None:
    """Extend a page whose run is in the beat buffer; ``None`` for a message that ``extend_session`` has to store."""
    return extend_held(page.study, page.session, page.usage_key, heard, now)


def is_known(page: OpenPage) -> bool:
    """Tell whether a page has been opened before."""
    return StudyInterval.objects.filter(study=page.study, session=page.session).exists()


def extend_session(page: OpenPage, heard: Heard, now: Callable[[], datetime]) -> BeatOutcome | None:
    """Store a further message of a page; call inside a transaction.

    Returns ``None`` when there is nothing to extend: an unknown session, an account that may not study now, or a block
    that no longer marks this course. Raises ``TakenOver``.
    A session's oldest row is its current run and is locked, so the beats of one page are stored one after the other;
    ``now`` is asked under the lock, so that their times are in that order too. The study is locked along with it; the
    account is only looked at, since every table that is joined would be locked as well.
    """
    row = _current_run(page)
    if row is None:
        return None
    if row.study.taken_over_at is not None and conf.one_course_at_a_time():
        raise TakenOver
    seen = take_in(row)
    at, policy, before = now(), conf.study_policy(), run_of(row)
    taken = runs.taken(before, heard, at, policy)
    if taken.run != before:
        _write(row, taken, heard.position)
    hold(seen, row, page.usage_key, at)
    return BeatOutcome(row.study, at, taken.reason, runs.asks_presence(taken.run, policy))


def _current_run(page: OpenPage) -> StudyInterval | None:
    """Return the current run of a page that may be extended, with its study, both locked."""
    values = _EXTENDED.first(study=page.study, session=page.session, usage_key=page.usage_key)
    if values is None:
        return None
    database, own = DEFAULT_DB_ALIAS, len(_OWN)
    row = StudyInterval.from_db(database, _OWN, values[:own])
    row.study = CourseStudy.from_db(database, _OF_STUDY, values[own:])
    return row


def _extended(study: int, session: str, usage_key: str) -> QuerySet[StudyInterval, tuple[Any, ...]]:
    active = active_accounts().filter(trainee=OuterRef("study__trainee"))
    marked = placed(usage_key).filter(course=OuterRef("study__course"))
    rows = StudyInterval.objects.select_for_update().filter(
        Exists(active), Exists(marked), study=study, session=session
    )
    return rows.order_by("pk").values_list(*_OWN, *(f"study__{name}" for name in _OF_STUDY))


_OWN: Final = [field.attname for field in StudyInterval._meta.concrete_fields]
_OF_STUDY: Final = [field.attname for field in CourseStudy._meta.concrete_fields]
_EXTENDED: Final = PreparedQuery(_extended)


def _write(row: StudyInterval, taken: runs.Taken, position: str) -> None:
    """Let the current run be what it is now, and keep what was counted before each break as a further row.

    The current run stays the same row for ever: whoever waits for its lock finds what was stored meanwhile, where
    the newest of several rows would be looked for before the wait.
    """
    for aside in taken.asides:
        StudyInterval.objects.create(study=row.study, session=row.session, **named_values(aside))
    keep_uncounted(row.study_id, taken.lost)
    values = {**named_values(taken.run), **({"position": position} if position else {})}
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
