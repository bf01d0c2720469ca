"""Study: beats come in, time counts, and credit falls the moment the last condition is met (8.2.5, R2)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from celery import shared_task
from django.db import transaction

from cadretrain_reports import clock, conf
from cadretrain_reports.applets.archives import api as archives
from cadretrain_reports.applets.backfill import api as backfills
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.credits import api as credits
from cadretrain_reports.applets.learning import api as learning
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.theme_classes import api as theme_classes
from cadretrain_reports.applets.upkeep import api as upkeep
from cadretrain_reports.rules.periods import period_of
from cadretrain_reports.rules.records import ELECTIVE_LEARNING, THEME_CLASS, CreditRecord
from cadretrain_reports.rules.values import hours_text, instant_text
from cadretrain_reports.workflows.fulfilment import Fulfilled, asks_platform, fulfilled
from cadretrain_reports.workflows.results import archive_result, falls_at, take_grade


class StudyRefused(Exception):  # noqa: N818 - an answer to the page, no fault
    """The page may not study.

    ``code`` is ``not_a_trainee``, ``suspended``, ``rules_not_accepted``, ``unknown_course`` or ``not_offered``, or one
    course at a time: ``other_course``, whose ``title`` comes along, is open, or ``taken_over`` by such a one.
    """

    def __init__(self, code: str, title: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.title = title


@dataclass(frozen=True, slots=True)
class StoredBeat:
    """What became of a beat. ``reason`` is ``None`` when the span it closed counts.

    ``asked``: whether the course is fulfilled was asked, so the page may have something new to show. ``ask_presence``:
    the page shall ask whether the trainee is still there.
    """

    study: int
    reason: str | None
    asked: bool
    ask_presence: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """Where one trainee stands in one course. Durations are whole seconds.

    ``offered``: the page may study (7.1.3). ``exempt``: the credit stood before the page was opened, or came from
    another place, so what is studied in it moves no hours (8.2.5). ``position`` is where the last page stood.
    """

    version: courses.CourseVersion
    learning_duration: int = 0
    started: bool = False
    offered: bool = True
    credit: credits.CreditEntry | None = None
    exempt: bool = False
    position: str = ""


def first_beat(
    user_id: int, usage_key: str, session: str, heard: learning.Heard, *, take_over: bool = False
) -> StoredBeat:
    """Store the message with which a page opens the study of the course placed at ``usage_key``.

    Raises ``StudyRefused``; ``take_over`` ends the pages of another course that is open instead (R7). The rules of the
    platform are asked for here and by ``progress`` only, so that no further beat waits for it (6.1.2). A page that
    never got the answer sends it again: its session is open then, and goes on.
    """
    account, course = _who_studies_what(user_id, usage_key)
    if not courses.placed(usage_key).exists():
        raise StudyRefused("not_offered")
    learning.flush_trainee(account.pk)
    with _one_course_at_a_time():
        if not take_over:
            learning.require_no_other(account.pk, course.pk, session, clock.now())
        study = learning.open_study(account.pk, course.pk, clock.now())
        page = learning.OpenPage(study.pk, session, usage_key)
        return _go_on(page, heard, take_over=take_over) or _open(study, page, heard, take_over=take_over)


def next_beat(page: learning.OpenPage, heard: learning.Heard) -> StoredBeat | None:
    """Store a further message of a page; ``None`` if nothing can be extended, and the first beat's way says why.

    Most pages need no database for it (``learning.extend_without_database``). Raises ``StudyRefused`` for a page that
    was taken over.
    """
    beat = learning.extend_without_database(page, heard, clock.now)
    if beat is not None:
        return StoredBeat(page.study, beat.reason, asked=False, ask_presence=beat.ask_presence)
    with _one_course_at_a_time():
        return _extend(page, heard)


def progress(user_id: int, usage_key: str, session: str) -> Progress:
    """Return where the user of a page stands in the course placed at ``usage_key``; raise ``StudyRefused``."""
    account, course = _who_studies_what(user_id, usage_key)
    version = courses.latest_version(course.pk)
    study = learning.find_study(account.pk, course.pk)
    elsewhere = is_credited_elsewhere(account.pk, version)
    offered = courses.placed(usage_key).exists()
    if study is None:
        return Progress(version, offered=offered, exempt=elsewhere)
    credit = credits.standing_credit(study.pk)
    return Progress(
        version,
        learning_duration=learning.learned(account.pk, course.pk),
        started=True,
        offered=offered,
        credit=credit,
        exempt=elsewhere or (credit is not None and not learning.session_open_at(study.pk, session, credit.earned_at)),
        position=learning.last_position(study.pk, usage_key),
    )


@shared_task(name="cadretrain.grant_fulfilled")  # type: ignore[untyped-decorator]
def grant_fulfilled(study_ids: list[int]) -> None:
    """Take what the platform has graded of these studies, and grant what they have fulfilled meanwhile."""
    with learning.recalled_together():
        for study_id in study_ids:
            take_grade(study_id)
            grant_if_fulfilled(study_id, ask_platform=True)


def grant_if_fulfilled(study_id: int, *, ask_platform: bool = False) -> credits.CreditEntry | None:
    """Grant the credit of a study whose conditions are all met, once, however many ask at the same time.

    Only settled time is credited: what another course's open page could still claim is waited for (R7). What the beat
    buffer holds is stored first. The study is locked before anything is read, so the second to ask finds what the first
    has done. What only the platform knows a beat does not wait for: unless the caller wants to ``ask_platform`` here, a
    worker does so once this is committed.
    """
    learning.flush_around(study_id)
    with transaction.atomic():
        study = learning.lock_study(study_id)
        at = clock.now()
        version = courses.latest_version(study.course_id)
        if credits.standing_credit(study.pk) or not version.yields_credit:
            learning.set_check_due(study, None)
            return None
        learning_duration = learning.settled(study.trainee_id, study.course_id, at, study.counts_from)
        missing = version.required_duration - learning_duration
        if missing > 0:
            learning.set_check_due(study, _earliest_fulfilment(at, missing))
            return None
        learning.set_check_due(study, None)
        if is_credited_elsewhere(study.trainee_id, version):
            return None
        if asks_platform(version) and not ask_platform:
            transaction.on_commit(partial(grant_fulfilled.delay, [study.pk]))
            return None
        others = fulfilled(study, version)
        return _grant(study, version, learning_duration, others) if others else None


def grant_due() -> None:
    """Grant what is due though no beat asks any more, because another page could still have claimed the time."""
    with learning.recalled_together():
        for study_id in learning.due_studies(clock.now()):
            grant_if_fulfilled(study_id, ask_platform=True)


def is_credited(trainee_id: int, version: courses.CourseVersion) -> bool:
    """Tell whether a credit of this course stands, earned here or brought along: it is exempt (8.2.5)."""
    study = learning.find_study(trainee_id, version.course_id)
    if study is not None and credits.standing_credit(study.pk):
        return True
    return is_credited_elsewhere(trainee_id, version)


def is_credited_elsewhere(trainee_id: int, version: courses.CourseVersion) -> bool:
    """Tell whether the trainee brought a credit of this course from another place: it is exempt here (8.2.5, R4)."""
    subject = archives.course_subject(version.course.institution.code, version.course.code)
    return (trainee_id, subject) in archives.credited_elsewhere([trainee_id])


def _met_at(study: learning.CourseStudy, version: courses.CourseVersion, others: Fulfilled, at: datetime) -> datetime:
    """Return when the last condition was met (R2): with the last beat, or with what it waited for.

    That is the release of the version, the admission of time that was inferred of the years before beats, or another
    condition.
    """
    admitted_at = backfills.admitted_at(study.trainee_id, study.course_id)
    waited_for = (learning.last_beat_at(study.pk), admitted_at, version.released_at, *others.at)
    return min(at, max(filter(None, waited_for)))


def _who_studies_what(user_id: int, usage_key: str) -> tuple[people.Account, courses.Course]:
    account = people.account_of_user(user_id)
    if account is None:
        raise StudyRefused("not_a_trainee")
    if not account.may_study:
        raise StudyRefused("suspended")
    if not upkeep.has_accepted(account.pk):
        raise StudyRefused("rules_not_accepted")
    course = courses.course_at(usage_key)
    if course is None:
        raise StudyRefused("unknown_course")
    return account, course


@contextmanager
def _one_course_at_a_time() -> Iterator[None]:
    """Say in the page's terms that another course is in the way."""
    try:
        yield
    except learning.TakenOver:
        raise StudyRefused("taken_over") from None
    except learning.OtherCourse as other:
        raise StudyRefused("other_course", courses.latest_version(other.course_id).title) from None


def _go_on(page: learning.OpenPage, heard: learning.Heard, *, take_over: bool) -> StoredBeat | None:
    """Extend a page that is open already; ``None`` for one that is not, or was ended and shall be opened again."""
    try:
        return _extend(page, heard)
    except learning.TakenOver:
        if not take_over:
            raise
        return None


def _open(
    study: learning.CourseStudy, page: learning.OpenPage, heard: learning.Heard, *, take_over: bool
) -> StoredBeat:
    """Open a page, or open it again, in the place of the trainee's other courses (R7).

    A page that was ended goes on in a transaction of its own: a beat locks its run before the studies, which are locked
    first here.
    """
    with transaction.atomic():
        learning.take_place(study, page.session, clock.now(), take_over=take_over)
        opened = None if learning.is_known(page) else learning.open_session(page, heard, clock.now)
    stored = _extend(page, heard) if opened is None else _ask_when_due(opened)
    if stored is None:
        raise StudyRefused("suspended")
    return stored


def _extend(page: learning.OpenPage, heard: learning.Heard) -> StoredBeat | None:
    with transaction.atomic():
        outcome = learning.extend_session(page, heard, clock.now)
    return None if outcome is None else _ask_when_due(outcome)


def _ask_when_due(outcome: learning.BeatOutcome) -> StoredBeat:
    """Ask once the beat is stored for good: its locks are gone, and a process that dies now leaves the study due."""
    due_at = outcome.study.check_due_at
    asked = due_at is not None and outcome.at >= due_at
    if asked:
        grant_if_fulfilled(outcome.study.pk)
    return StoredBeat(outcome.study.pk, outcome.reason, asked, outcome.ask_presence)


def _earliest_fulfilment(at: datetime, missing: int) -> datetime:
    """Counted time never runs faster than the clock, but spans still open now may close within the grace."""
    return at + timedelta(seconds=max(0, missing - conf.study_policy().grace_s))


def _grant(
    study: learning.CourseStudy, version: courses.CourseVersion, learning_duration: int, others: Fulfilled
) -> credits.CreditEntry | None:
    """Make the credit and its archive entry one fact; the archive is locked, since its year's total is shared.

    The hours belong to the unit at the time of earning (R9), which is read under the locks that a transfer takes. They
    are attributed to the class in which the trainee learns the course now, if to any (R5).
    """
    people.lock_trainees([study.trainee_id])
    trainee = people.trainee(study.trainee_id)
    archives.lock_archives([trainee.archive])
    now = clock.now()
    at = falls_at(trainee.pk, _met_at(study, version, others, now), now)
    year = period_of(at, conf.period_rule()).label
    unit = people.unit_at(trainee.pk, at)
    registration = theme_classes.attributed_to(trainee, version.course_id)
    earned = credits.Earned(at, year, unit.pk, learning_duration, registration)
    entry = credits.grant(study, version, earned)
    if entry is not None:
        if others.result is not None:
            archive_result(others.result, trainee.pk, year)
        backfilled = learning.backfilled(trainee.pk, version.course_id)
        archives.append(trainee.archive, _credit_record(trainee, entry, unit.code, backfilled), now)
    return entry


def _credit_record(trainee: people.Trainee, entry: credits.CreditEntry, unit: str, backfilled: int) -> CreditRecord:
    version = entry.version
    return CreditRecord(
        trainee=str(trainee.uuid),
        institution=version.course.institution.code,
        course=version.course.code,
        course_version=version.number,
        course_title=version.title,
        course_duration=version.course_duration,
        credit_hours=hours_text(entry.credit_hours),
        bands=version.bands,
        learning_duration=entry.learning_duration,
        learning_form=ELECTIVE_LEARNING if entry.registration_id is None else THEME_CLASS,
        requirement=version.requirement,
        assessment=version.assessment,
        earned_at=instant_text(entry.earned_at),
        year=entry.year,
        unit=unit,
        backfilled_duration=backfilled,
    )
