"""Results of assessments (8.2.5): kept, archived where they count, and taken from what the platform has graded."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from cadretrain_reports import clock, compat, conf
from cadretrain_reports.applets.archives import api as archives
from cadretrain_reports.applets.assessments import api as assessments
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.learning import api as learning
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.rules.canonical import canonical
from cadretrain_reports.rules.periods import is_closed, period_of
from cadretrain_reports.rules.records import AssessmentRecord, to_payload
from cadretrain_reports.rules.scores import score_text
from cadretrain_reports.rules.values import instant_text

_BY_PLATFORM = courses.CourseVersion.Assessment.OBJECTIVE_ONLINE


def falls_at(trainee_id: int, met_at: datetime, at: datetime) -> datetime:
    """Return when that falls of which the last condition was met at ``met_at`` and which is entered at ``at`` (R2).

    It is when the condition was met; where that period is closed already, or was assessed for this trainee, at entry.
    """
    period = period_of(met_at, conf.period_rule())
    if is_closed(period, at, conf.period_open_for()) or assessments.is_confirmed(trainee_id, period.label):
        return at
    return met_at


def keep_result(
    study: learning.CourseStudy,
    version: courses.CourseVersion,
    outcome: assessments.Outcome,
    source: assessments.Source,
    by: Any = None,
) -> tuple[assessments.AssessmentResult, bool]:
    """Keep a result and archive what counts; return it and whether it is new. Call with the study locked.

    Raises ``Refused``.
    """
    result, is_new = assessments.keep(study, version, outcome, source, by, clock.now())
    if is_new:
        archive_counted(study, version.assessment)
    return result, is_new


def archive_counted(study: learning.CourseStudy, method: str, also: assessments.AssessmentResult | None = None) -> None:
    """Append what counts of a study's attempts, and ``also`` what was corrected; call with the study locked."""
    for result in (also, assessments.counted_of(study.pk, method)):
        if result is not None:
            at = clock.now()
            year = period_of(falls_at(study.trainee_id, result.assessed_at, at), conf.period_rule()).label
            archive_result(result, study.trainee_id, year)


def archive_result(result: assessments.AssessmentResult, trainee_id: int, year: int) -> None:
    """Append a result that counts in an annual period, unless it is what the archive says last of it.

    Call inside a transaction; the trainee and the archive are locked until its end.
    """
    people.lock_trainees([trainee_id])
    trainee = people.trainee(trainee_id)
    archives.lock_archives([trainee.archive])
    record = _record(result, trainee, year)
    subject = archives.course_subject(record.institution, record.course)
    newest = archives.latest_payloads([trainee.archive], "assessment", year).get((trainee.pk, subject))
    if newest != canonical(to_payload(record)).decode():
        archives.append(trainee.archive, record, clock.now())


def parts_of(course_id: int, extent: str, user_id: int) -> list[compat.Part]:
    """Return where somebody does the work of a course: in the runs that they are in, or else in all of them (R1)."""
    whole_run = extent == courses.CourseVersion.Extent.COURSE_RUN
    parts = [
        compat.Part(place.course_run, place.usage_key, place.covers, whole_run)
        for place in courses.placements_of(course_id)
        if not place.teaches_other
    ]
    runs = compat.enrolled_runs(user_id) if len({part.course_run for part in parts}) > 1 else set()
    return [part for part in parts if part.course_run in runs] or parts


def take_grade(study_id: int, at: datetime | None = None) -> None:
    """Keep what the platform has graded of a study, once it passes or every problem was answered (8.2.5).

    The platform grades anew whenever anything happens: the same grade again changes nothing. Where the course lies in
    several runs the best grade is taken. ``at`` is when it was graded, now unless it is said.
    """
    study = learning.study(study_id)
    version = courses.released_version(study.course)
    account = people.account_of(study.trainee)
    if version is None or version.assessment != _BY_PLATFORM or account is None:
        return
    parts = parts_of(study.course_id, version.extent, account.user_id)
    grades = [grade for part in parts if (grade := compat.grade(account.user, part))]
    best = max(grades, key=lambda grade: grade.percent, default=None)
    if best is None or not (best.is_final or best.percent >= version.pass_mark):
        return
    with transaction.atomic():
        locked = learning.lock_study(study_id)
        now = clock.now()
        outcome = assessments.Outcome(min(at or now, now), score=best.percent)
        keep_result(locked, version, outcome, assessments.Source.PLATFORM)


def _record(result: assessments.AssessmentResult, trainee: people.Trainee, year: int) -> AssessmentRecord:
    version = result.version
    return AssessmentRecord(
        trainee=str(trainee.uuid),
        institution=version.course.institution.code,
        course=version.course.code,
        course_version=version.number,
        course_title=version.title,
        course_duration=version.course_duration,
        assessment=result.method,
        attempt=result.attempt,
        replaces=result.replaces.attempt if result.replaces else 0,
        score=score_text(result.score),
        pass_mark=result.pass_mark,
        passed=result.passed,
        assessed_at=instant_text(result.assessed_at),
        year=year,
        unit=people.unit_at(trainee.pk, result.assessed_at).code,
    )
