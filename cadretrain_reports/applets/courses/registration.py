"""From what an author published to a course and its placements (R1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from cadretrain_reports.applets.courses.checks import LONGEST, RegistrationError, check
from cadretrain_reports.applets.courses.models import Course, Placement
from cadretrain_reports.applets.courses.overlaps import refuse_overlap
from cadretrain_reports.applets.courses.placing import compare, said_by
from cadretrain_reports.applets.courses.publication import add_authors, publish
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_xblock.contract import CreditCourseMarking


def register(marking: CreditCourseMarking, at: datetime, authors: Iterable[int] = ()) -> Placement:
    """Record that the block at ``marking.usage_key`` marks a course; call inside a transaction.

    The first block to name (institution, code) leads the course: what it publishes makes the course's versions, and
    ``authors``, platform user ids, are who wrote it. A further block adds a placement and, where it contradicts, a
    listed conflict, never a second course; its authors are authors of the course as well, so that nobody reviews in one
    place what they wrote in another. Registering the same marking again changes nothing. Raises
    ``RegistrationError``.
    """
    check(marking)
    refuse_overlap(marking)
    course = _course(marking)
    placement = _place(course, marking)
    placement.leading = not course.placements.filter(leading=True).exclude(pk=placement.pk).exists()
    if placement.leading:
        publish(course, marking, at, authors)
        placement.conflict, placement.teaches_other = "", False
    else:
        add_authors(course, authors)
    placement.save(update_fields=["conflict", "leading", "teaches_other"])
    compare(course.pk)
    placement.refresh_from_db(fields=["conflict", "teaches_other"])
    return placement


def refuse(marking: CreditCourseMarking, field: str, other: str = "") -> None:
    """Keep that the block at ``marking.usage_key`` says what no course can be made of; call inside a transaction.

    From now on nobody studies there, whatever the block said before, until it is mended and published again. ``other``
    is the usage key of the block that stands in its way, if one does.
    """
    if len(marking.usage_key) <= LONGEST["usage_key"]:
        refused = {"course": None, "course_run": marking.course_run[: LONGEST["course_run"]], "leading": False}
        conflict = f"{field}: {other}" if other else field
        Placement.objects.update_or_create(usage_key=marking.usage_key, defaults={**refused, "conflict": conflict})


def forget(usage_key: str) -> None:
    """Drop the placement of a block that was deleted; the course stays, and another placement can lead it."""
    Placement.objects.filter(usage_key=usage_key).delete()


def lead(placement: Placement) -> None:
    """Let another placement lead its course (R1): what its block publishes from now on makes the versions.

    Call inside a transaction. A refused placement leads nothing.
    """
    if placement.course_id is None:
        return
    # As whoever publishes does: so the two come one after the other.
    Course.objects.select_for_update().get(pk=placement.course_id)
    others = Placement.objects.filter(course=placement.course_id, leading=True)
    others.exclude(pk=placement.pk).update(leading=False)
    Placement.objects.filter(pk=placement.pk).update(leading=True)
    compare(placement.course_id)


def _course(marking: CreditCourseMarking) -> Course:
    """Return the course of this identity, locked, so that versions are numbered without a race."""
    institution = organizations.find_institution(marking.provider)
    if institution is None:
        raise RegistrationError("provider", f"{marking.usage_key}: {marking.provider!r} is no training institution")
    course, _created = Course.objects.get_or_create(institution=institution, code=marking.code)
    return Course.objects.select_for_update().get(pk=course.pk)


def _place(course: Course, marking: CreditCourseMarking) -> Placement:
    place = {"course_run": marking.course_run, "covers": marking.covers, "within": list(marking.within)}
    kept = {"course": course, "said": said_by(marking), **place}
    return Placement.objects.update_or_create(usage_key=marking.usage_key, defaults=kept)[0]
