"""The door to learning time (3.9, R7)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Max, Min, Q, QuerySet

from cadretrain_reports.applets.learning.beats import (
    BeatOutcome,
    OpenPage,
    TakenOver,
    extend_session,
    extend_without_database,
    is_known,
    open_session,
)
from cadretrain_reports.applets.learning.buffer.connection import buffer_failure
from cadretrain_reports.applets.learning.buffer.flush import flush_all
from cadretrain_reports.applets.learning.buffer.store import recall, recalled_together
from cadretrain_reports.applets.learning.buffer.trainees import flush_around, flush_trainee, recall_trainee
from cadretrain_reports.applets.learning.corrections import CorrectionRefused, Span, about_study, add_time
from cadretrain_reports.applets.learning.days import StudyDay, study_days
from cadretrain_reports.applets.learning.durations import (
    backfilled,
    counted_intervals,
    learned,
    learned_in_each,
    settled,
)
from cadretrain_reports.applets.learning.models import CourseStudy, StudyInterval, TimeCorrection, UncountedTime
from cadretrain_reports.applets.learning.sessions import OtherCourse, require_no_other, take_place
from cadretrain_reports.rules.runs import Heard, Signs

__all__ = [
    "BeatOutcome",
    "CorrectionRefused",
    "CourseStudy",
    "Heard",
    "OpenPage",
    "OtherCourse",
    "Signs",
    "Span",
    "StudyDay",
    "StudyInterval",
    "TakenOver",
    "TimeCorrection",
    "UncountedTime",
    "about_study",
    "add_time",
    "backfilled",
    "begun",
    "buffer_failure",
    "count_from",
    "counted_intervals",
    "due_studies",
    "extend_session",
    "extend_without_database",
    "find_study",
    "first_beat_at",
    "flush_all",
    "flush_around",
    "flush_trainee",
    "is_known",
    "last_beat_at",
    "last_position",
    "learned",
    "learned_in_each",
    "lock_study",
    "open_session",
    "open_study",
    "recall_trainee",
    "recalled_together",
    "recheck_studies",
    "require_no_other",
    "session_open_at",
    "set_check_due",
    "settled",
    "studies_beside",
    "studies_in",
    "studies_of_subject",
    "study",
    "study_days",
    "take_place",
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


def studies_of_subject(trainee_id: int, subject: str) -> list[int]:
    """Return the study, if there is one, of a course that records name by ``subject``: "INSTITUTION/CODE"."""
    institution, _slash, code = subject.partition("/")
    studies = CourseStudy.objects.filter(trainee_id=trainee_id, course__code=code)
    return list(studies.filter(course__institution__code=institution).values_list("pk", flat=True))


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


def first_beat_at() -> datetime | None:
    """Return when the site counted its first beat; ``None`` before that."""
    first: datetime | None = StudyInterval.objects.aggregate(first=Min("start_at"))["first"]
    return first


def last_beat_at(study_id: int) -> datetime | None:
    """Return when the last beat of a study came in."""
    last: datetime | None = StudyInterval.objects.filter(study_id=study_id).aggregate(last=Max("end_at"))["last"]
    return last


def last_position(study_id: int, usage_key: str) -> str:
    """Return where the last page of a study stood in one placement, in the page's words; empty if none ever said."""
    said = StudyInterval.objects.filter(study_id=study_id, usage_key=usage_key).exclude(position="")
    return said.order_by("-live_at").values_list("position", flat=True).first() or ""


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
        transaction.on_commit(partial(recall, [study.pk]))


def count_from(study: CourseStudy, at: datetime) -> None:
    """Let only what is learned and assessed from an instant on earn a credit, as after fraud (R4)."""
    study.counts_from, study.check_due_at = at, at
    study.save(update_fields=["counts_from", "check_due_at"])


def recheck_studies(course_id: int, at: datetime) -> list[int]:
    """Have every study of a course asked again from ``at`` on, and return their ids."""
    studies = CourseStudy.objects.filter(course_id=course_id)
    studies.filter(Q(check_due_at=None) | Q(check_due_at__gt=at)).update(check_due_at=at)
    found = list(studies.order_by("pk").values_list("pk", flat=True))
    transaction.on_commit(partial(recall, found))
    return found
