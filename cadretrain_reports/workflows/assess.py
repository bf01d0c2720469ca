"""Assessment (8.2.5): results that staff record and correct, and what the platform says of grades and completion.

Whatever comes last of time, content and assessment, the credit falls with it, once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from celery import shared_task
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import clock, conf
from cadretrain_reports.applets.archives import api as archives
from cadretrain_reports.applets.assessments import api as assessments
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.credits import api as credits
from cadretrain_reports.applets.learning import api as learning
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.refusals import Refused
from cadretrain_reports.rules.periods import day_start, local_day, period_of, zone_named
from cadretrain_reports.rules.records import CorrectionRecord, ReversalRecord
from cadretrain_reports.rules.values import hours_text, instant_text
from cadretrain_reports.scopes.api import require
from cadretrain_reports.workflows.results import archive_counted, keep_result
from cadretrain_reports.workflows.study import grant_fulfilled, grant_if_fulfilled

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of an assessment of a day: a ``score`` in percent, or only whether it was ``passed``."""

    assessed_on: date
    score: Decimal | None = None
    passed: bool | None = None
    note: str = ""


def record_result(
    actor: Any, trainee: people.Trainee, course: courses.Course, said: Said
) -> assessments.AssessmentResult:
    """Record the result of a trainee's assessment in a course (8.2.5), for staff of its institution.

    The same again changes nothing. Raises ``Denied`` or ``Refused``.
    """
    about = audit.Target("course", str(course.uuid), course.institution.code)
    require(actor, "record_assessment", course.institution, about)
    return enter_result(actor, trainee, course, said, assessments.Source.STAFF)[0]


def enter_result(
    actor: Any, trainee: people.Trainee, course: courses.Course, said: Said, source: assessments.Source
) -> tuple[assessments.AssessmentResult, bool]:
    """Keep a result for whoever may record it; return it and whether it is new. Raises ``Refused``."""
    refuse_oneself(actor, trainee)
    version = _assessed_version(course)
    outcome = _outcome(trainee, said)
    assessments.check(version, outcome, clock.now())
    # Before the transaction: two who open the same study at once would wait for each other on MySQL.
    study = learning.open_study(trainee.pk, course.pk, clock.now())
    with transaction.atomic():
        locked = learning.lock_study(study.pk)
        result, is_new = keep_result(locked, version, outcome, source, actor)
        if is_new:
            about = assessments.about_result(result)
            audit.record("assessment.record", actor.pk, about, attempt=result.attempt, source=source)
            grant_if_fulfilled(locked.pk)
    return result, is_new


def correct_result(
    actor: Any, result: assessments.AssessmentResult, said: Said, reason: str
) -> assessments.AssessmentResult:
    """Put a further result in the place of a wrong one, for a reason; both stay on record. Raises as above.

    A credit that stands by the wrong one is not touched: to take it back is an act of its own (R4).
    """
    require(actor, "correct_assessment", result.study.course.institution, assessments.about_result(result))
    return replace_result(actor, result, said, reason)


def replace_result(
    actor: Any, result: assessments.AssessmentResult, said: Said, reason: str
) -> assessments.AssessmentResult:
    """Correct a result for whoever may do so. Raises ``Refused``."""
    trainee = result.study.trainee
    refuse_oneself(actor, trainee)
    told = _outcome(trainee, said)
    outcome = assessments.Outcome(told.assessed_at, told.score, told.passed, reason)
    with transaction.atomic():
        study = learning.lock_study(result.study_id)
        correction = assessments.correct(result, outcome, actor, clock.now())
        archive_counted(study, result.method, also=correction)
        about = assessments.about_result(correction)
        audit.record("assessment.correct", actor.pk, about, reason=reason.strip(), replaces=str(result.uuid))
        grant_if_fulfilled(study.pk)
    return correction


def reverse_credit(actor: Any, credit: credits.CreditEntry, reason: str, *, anew: bool) -> credits.CreditEntry:
    """Take a credit back by authority, for fraud or error (R4); the entry stays, one new grant is possible.

    ``anew``: what was learned and assessed so far earns nothing, as after fraud. Otherwise it is asked at once whether
    the course is fulfilled as it is now. Raises ``Denied`` or ``Refused``.
    """
    about, trainee = credits.about_credit(credit), credit.study.trainee
    require(actor, "reverse_credit", trainee, about)
    refuse_oneself(actor, trainee)
    with transaction.atomic():
        study = learning.lock_study(credit.study_id)
        people.lock_trainees([trainee.pk])
        archive = people.trainee(trainee.pk).archive
        archives.lock_archives([archive])
        at = clock.now()
        reversed_entry = credits.reverse(credit, actor, at, reason)
        archives.append(archive, _reversal(reversed_entry), at)
        audit.record("credit.reverse", actor.pk, about, reason=reason.strip(), anew=anew)
        if anew:
            learning.count_from(study, at)
        else:
            grant_if_fulfilled(study.pk)
    return reversed_entry


def correct_time(actor: Any, study: learning.CourseStudy, span: learning.Span, reason: str) -> learning.TimeCorrection:
    """Add learning time by hand, for a reason (3.9, 9.1.1). Raises ``Denied`` or ``Refused``."""
    require(actor, "correct_time", study.course.institution, learning.about_study(study))
    return add_time(actor, study, span, reason)


def add_time(actor: Any, study: learning.CourseStudy, span: learning.Span, reason: str) -> learning.TimeCorrection:
    """Add learning time for whoever may do so: an interval and an archive entry of its own. Raises ``Refused``."""
    refuse_oneself(actor, study.trainee)
    account = people.account_of(study.trainee)
    if account is not None and span.started_at < account.opened_at:
        raise learning.CorrectionRefused("before_account", "started_at")
    with transaction.atomic():
        locked = learning.lock_study(study.pk)
        at = clock.now()
        correction = learning.add_time(locked, span, reason, actor, at)
        people.lock_trainees([study.trainee_id])
        archive = people.trainee(study.trainee_id).archive
        archives.lock_archives([archive])
        archives.append(archive, _correction(study, correction), at)
        seconds = int((span.ended_at - span.started_at).total_seconds())
        audit.record("time.correct", actor.pk, learning.about_study(study), reason=correction.reason, seconds=seconds)
        grant_if_fulfilled(locked.pk)
    return correction


@shared_task(name="cadretrain.run_changed")  # type: ignore[untyped-decorator]
def run_changed(user_id: int, course_run: str) -> None:
    """Ask what somebody has fulfilled in a course run after the platform graded it, or found something completed.

    The platform says so on every recalculation: what it says again changes nothing.
    """
    account = people.account_of_user(user_id)
    if account is not None:
        grant_fulfilled(learning.studies_in(account.pk, course_run))


def refuse_oneself(actor: Any, trainee: people.Trainee) -> None:
    """Raise ``Refused`` where somebody would decide on what is their own."""
    if people.is_oneself(actor, trainee):
        raise Refused("own_matter", _("Nobody records or decides on what is their own. Leave it to a colleague."))


def _assessed_version(course: courses.Course) -> courses.CourseVersion:
    version = courses.released_version(course)
    if version is None:
        raise Refused("not_on_offer", _("This course is not on offer: nobody is assessed in it."), "course")
    if not version.is_assessed:
        raise Refused("not_assessed", _("This course has no assessment: its credit follows completion."), "course")
    if version.assessment == version.Assessment.OBJECTIVE_ONLINE:
        raise Refused("graded_by_platform", _("The platform itself grades the assessment of this course."), "course")
    return version


def _outcome(trainee: people.Trainee, said: Said) -> assessments.Outcome:
    """Return the outcome at the end of its day, or now on the day itself (R2)."""
    zone = zone_named(conf.time_zone())
    account = people.account_of(trainee)
    if account is None:
        raise Refused("no_account", _("This trainee has no account yet, and no archive to record it in."), "trainee")
    if said.assessed_on < local_day(account.opened_at, zone):
        raise Refused("before_account", _("This lies before the account was opened."), "assessed_on")
    now = clock.now()
    if said.assessed_on > local_day(now, zone):
        raise Refused("in_future", _("This day has not come yet."), "assessed_on")
    at = min(now, day_start(said.assessed_on + timedelta(days=1), zone) - _SECOND)
    return assessments.Outcome(at, said.score, said.passed, said.note)


def _reversal(entry: credits.CreditEntry) -> ReversalRecord:
    course = entry.study.course
    return ReversalRecord(
        trainee=str(entry.study.trainee.uuid),
        institution=course.institution.code,
        course=course.code,
        credit_hours=hours_text(entry.credit_hours),
        earned_at=instant_text(entry.earned_at),
        reason=entry.reversal_reason,
        reversed_at=instant_text(_known(entry.reversed_at)),
        year=entry.year,
        unit=entry.unit.code,
    )


def _correction(study: learning.CourseStudy, correction: learning.TimeCorrection) -> CorrectionRecord:
    return CorrectionRecord(
        trainee=str(study.trainee.uuid),
        institution=study.course.institution.code,
        course=study.course.code,
        started_at=instant_text(correction.start_at),
        ended_at=instant_text(correction.end_at),
        reason=correction.reason,
        corrected_at=instant_text(correction.recorded_at),
        year=period_of(correction.start_at, conf.period_rule()).label,
    )


def _known(at: datetime | None) -> datetime:
    assert at is not None  # noqa: S101 - it was just reversed
    return at
