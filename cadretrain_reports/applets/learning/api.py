"""The door to learning time (3.9, R7)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Max, Q, QuerySet

from cadretrain_reports.applets.learning.beats import BeatOutcome, OpenPage, extend_session, open_session
from cadretrain_reports.applets.learning.corrections import CorrectionRefused, Span, about_study, add_time
from cadretrain_reports.applets.learning.durations import counted_intervals, learned, learned_in_each, settled
from cadretrain_reports.applets.learning.models import CourseStudy, StudyInterval, TimeCorrection
from cadretrain_reports.rules.runs import Signs

__all__ = [
    "BeatOutcome",
    "CorrectionRefused",
    "CourseStudy",
    "OpenPage",
    "Signs",
    "Span",
    "StudyInterval",
    "TimeCorrection",
    "about_study",
    "add_time",
    "begun",
    "count_from",
    "counted_intervals",
    "due_studies",
    "extend_session",
    "find_study",
    "last_beat_at",
    "learned",
    "learned_in_each",
    "lock_study",
    "open_session",
    "open_study",
    "recheck_studies",
    "session_open_at",
    "set_check_due",
    "settled",
    "studies_beside",
    "studies_in",
    "study",
]


def open_study(trainee_id: int, course_id: int, at: datetime) -> CourseStudy:
    """Return the study of one trainee in one course, begun at ``at`` if it is new."""
    study, _created = CourseStudy.objects.get_or_create(
        trainee_id=trainee_id, course_id=course_id, defaults={"started_at": at, "check_due_at": at}
    )
    return study


def find_study(trainee_id: int, course_id: int) -> CourseStudy | None:
    """Return the study of one trainee in one course, or ``None`` if it was never begun."""
    return CourseStudy.objects.filter(trainee_id=trainee_id, course_id=course_id).first()


def study(study_id: int) -> CourseStudy:
    """Return a study with trainee, course and institution."""
    return CourseStudy.objects.select_related("trainee", "course__institution").get(pk=study_id)


def studies_in(trainee_id: int, course_run: str) -> list[int]:
    """Return the studies of a trainee of which the course is placed in a course run."""
    studies = CourseStudy.objects.filter(trainee_id=trainee_id, course__placements__course_run=course_run)
    return list(studies.order_by("pk").distinct().values_list("pk", flat=True))


def begun(trainee_id: int, course_ids: Collection[int] | None = None) -> QuerySet[CourseStudy, int]:
    """Return the ids of the courses that a trainee has begun, or of those among some."""
    studies = CourseStudy.objects.filter(trainee_id=trainee_id)
    studies = studies if course_ids is None else studies.filter(course_id__in=course_ids)
    return studies.values_list("course_id", flat=True)


def studies_beside(trainee_id: int, course_id: int, course_run: str) -> bool:
    """Tell whether a trainee has begun another course that is placed in a course run."""
    others = CourseStudy.objects.filter(trainee_id=trainee_id).exclude(course_id=course_id)
    return others.filter(course__placements__course_run=course_run).exists()


def due_studies(at: datetime) -> list[int]:
    """Return the studies of which it ought to have been asked by then whether the course is fulfilled."""
    return list(CourseStudy.objects.filter(check_due_at__lte=at).order_by("pk").values_list("pk", flat=True))


def last_beat_at(study_id: int) -> datetime | None:
    """Return when the last beat of a study came in."""
    last: datetime | None = StudyInterval.objects.filter(study_id=study_id).aggregate(last=Max("end_at"))["last"]
    return last


def session_open_at(study_id: int, session: str, instant: datetime) -> bool:
    """Return whether this page had begun to study by then."""
    return StudyInterval.objects.filter(study_id=study_id, session=session, start_at__lte=instant).exists()


def lock_study(study_id: int) -> CourseStudy:
    """Return a study, locked until the transaction ends: whoever grants its credit holds this lock."""
    return CourseStudy.objects.select_for_update().get(pk=study_id)


def set_check_due(study: CourseStudy, due_at: datetime | None) -> None:
    """Keep when the next beat has to ask whether the course is fulfilled; ``None`` for never."""
    if study.check_due_at != due_at:
        study.check_due_at = due_at
        study.save(update_fields=["check_due_at"])


def count_from(study: CourseStudy, at: datetime) -> None:
    """Let only what is learned and assessed from an instant on earn a credit, as after fraud (R4)."""
    study.counts_from, study.check_due_at = at, at
    study.save(update_fields=["counts_from", "check_due_at"])


def recheck_studies(course_id: int, at: datetime) -> list[int]:
    """Have every study of a course asked again from ``at`` on, and return their ids."""
    studies = CourseStudy.objects.filter(course_id=course_id)
    studies.filter(Q(check_due_at=None) | Q(check_due_at__gt=at)).update(check_due_at=at)
    return list(studies.order_by("pk").values_list("pk", flat=True))
