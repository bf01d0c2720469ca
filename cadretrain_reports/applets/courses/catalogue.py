"""How courses on offer are found (3.12), where they are studied, and what of their history is everybody's."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from cadretrain_reports.applets.courses.models import CourseVersion, Placement, found_as, lecturer_found_as


def public_versions(course_id: int) -> QuerySet[CourseVersion]:
    """Return the versions of a course that were ever released, the newest first: its history for everybody."""
    versions = CourseVersion.objects.select_related("course__institution").filter(course=course_id)
    return versions.filter(released_at__isnull=False).order_by("-number")


def found(versions: QuerySet[CourseVersion], words: str) -> QuerySet[CourseVersion]:
    """Return the versions in which each of ``words`` occurs: in code, title, category, lecturers or what is taught."""
    for word in found_as(words).split():
        versions = versions.filter(words__contains=word)
    return versions


def taught_by(versions: QuerySet[CourseVersion], lecturer: str) -> QuerySet[CourseVersion]:
    """Return the versions with a lecturer whose name begins so."""
    return versions.filter(words__contains=f"\n{lecturer_found_as(lecturer)}")


def study_place(course_id: int) -> Placement | None:
    """Return where a course is studied: the placement that leads it (R1), or else one that may take its place.

    The leading block may be gone with an old run, or teach what was not reviewed; then the newest of the others where
    the course may be studied serves. ``None`` where there is none.
    """
    return study_places([course_id]).get(course_id)


def study_places(course_ids: Collection[int]) -> dict[int, Placement]:
    """Return where each of some courses is studied, by course id; one query."""
    open_ones = Placement.objects.filter(course__in=course_ids, teaches_other=False)
    return {place.course_id: place for place in open_ones.order_by("leading", "pk") if place.course_id is not None}
