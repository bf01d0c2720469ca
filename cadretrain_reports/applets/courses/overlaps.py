"""Extents that overlap inside a course run are refused (R1): the same minutes would be credited twice."""

from __future__ import annotations

from cadretrain_reports.applets.courses.checks import RegistrationError
from cadretrain_reports.applets.courses.models import CourseRunLock, Placement
from cadretrain_xblock.contract import CreditCourseMarking


def refuse_overlap(marking: CreditCourseMarking) -> None:
    """Raise ``RegistrationError`` if the block covers what another block of its run covers; call inside a transaction.

    The run is locked until the transaction ends. Where the host knows no tree nothing is known to overlap.
    """
    if not marking.covers:
        return
    run, _created = CourseRunLock.objects.get_or_create(course_run=marking.course_run)
    CourseRunLock.objects.select_for_update().get(pk=run.pk)
    others = Placement.objects.filter(course_run=marking.course_run, course__isnull=False)
    for other in others.exclude(usage_key=marking.usage_key).exclude(covers="").order_by("pk"):
        if _overlap(marking, other):
            said = f"{marking.usage_key}: its extent overlaps that of {other.usage_key}"
            raise RegistrationError("extent", said, other.usage_key)


def _overlap(marking: CreditCourseMarking, other: Placement) -> bool:
    """Tell whether one of two parts of a tree is the other, or lies in it."""
    return marking.covers == other.covers or marking.covers in other.within or other.covers in marking.within
