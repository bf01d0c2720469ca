"""One course at a time: which of a trainee's courses the pages may study (3.9, R7)."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction

from cadretrain_reports import conf
from cadretrain_reports.applets.learning.buffer.trainees import recall_trainee
from cadretrain_reports.applets.learning.models import CourseStudy, StudyInterval


class OtherCourse(Exception):  # noqa: N818 - an answer to the page, no fault
    """A page of another course is open: that of ``course_id``."""

    def __init__(self, course_id: int) -> None:
        super().__init__(course_id)
        self.course_id = course_id


def require_no_other(trainee_id: int, course_id: int, session: str, at: datetime) -> None:
    """Raise ``OtherCourse`` if the trainee has a page of another course open, where that is not wanted.

    The page itself, of ``session``, is in nobody's way: its block may have come to mark another course.
    """
    if not conf.one_course_at_a_time():
        return
    current = StudyInterval.objects.filter(study__trainee=trainee_id, left=False, study__taken_over_at=None)
    current = current.exclude(study__course=course_id).exclude(session=session)
    live = current.filter(live_at__gte=at - conf.study_policy().grace)
    other = live.order_by("-live_at").values_list("study__course", flat=True).first()
    if other is not None:
        raise OtherCourse(other)


def take_place(study: CourseStudy, session: str, at: datetime, *, take_over: bool) -> None:
    """Let a page of this study open, and end those of the trainee's other courses. Call inside a transaction.

    Pages that were not heard of for a while are ended without a question; with ``take_over`` those that are open too,
    else ``OtherCourse`` is raised. All studies of the trainee are locked, always in the same order: of two pages that
    open at once the second finds what the first has done. Beats hold a lock on their own study only.
    """
    if not conf.one_course_at_a_time():
        return
    own = CourseStudy.objects.filter(trainee=study.trainee_id)
    list(own.select_for_update().order_by("pk").values_list("pk"))
    if not take_over:
        require_no_other(study.trainee_id, study.course_id, session, at)
    own.exclude(pk=study.pk).filter(taken_over_at=None).update(taken_over_at=at)
    own.filter(pk=study.pk).exclude(taken_over_at=None).update(taken_over_at=None)
    transaction.on_commit(partial(recall_trainee, study.trainee_id))
