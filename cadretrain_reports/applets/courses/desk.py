"""What those who run and review courses have on their desks: where each course stands, and what is to be mended."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from cadretrain_reports.applets.courses.models import CourseVersion, Placement
from cadretrain_reports.applets.courses.records import CourseReview, CourseStep

AWAITED: Final = {"standing": True, "decided_at": None}
"""Which reviews are still to be given."""


def current_versions() -> QuerySet[CourseVersion]:
    """Return of each course the version released last and the one that is on its way; none that was replaced."""
    newer = CourseVersion.objects.filter(course=OuterRef("course"), number__gt=OuterRef("number"))
    versions = CourseVersion.objects.select_related("course__institution")
    return versions.filter(~Exists(newer.filter(released_at__isnull=False)))


def with_desk(versions: QuerySet[CourseVersion]) -> QuerySet[CourseVersion]:
    """Return versions with ``since``, when the last step was taken, and ``to_mend``, whether a block contradicts."""
    steps = CourseStep.objects.filter(version=OuterRef("pk")).order_by("-pk")
    contradicting = Placement.objects.filter(course=OuterRef("course")).exclude(conflict="")
    return versions.annotate(since=Subquery(steps.values("at")[:1]), to_mend=Exists(contradicting))


def placements_of(course_id: int) -> list[Placement]:
    """Return the blocks that mark a course (R1), the leading one first."""
    return list(Placement.objects.filter(course=course_id).order_by("-leading", "course_run", "usage_key"))


def refused_beside(placements: Iterable[Placement]) -> list[Placement]:
    """Return the blocks in the same course runs of which no course can be made until they are mended (R1)."""
    runs = {placement.course_run for placement in placements}
    return list(Placement.objects.filter(course=None, course_run__in=runs).order_by("course_run", "usage_key"))


def is_asked(user_id: int) -> bool:
    """Tell whether a platform user was ever asked to review a course (7.1.3)."""
    return CourseReview.objects.filter(reviewer=user_id).exists()
