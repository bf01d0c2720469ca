"""Look-ups of courses."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from cadretrain_reports.applets.courses.models import Course, CourseVersion, Placement


def course_at(usage_key: str) -> Course | None:
    """Return the course that the block at ``usage_key`` marks, or ``None``."""
    return Course.objects.filter(placements__usage_key=usage_key).first()


def codes_of(course_ids: Iterable[int]) -> dict[int, str]:
    """Return the code of each course by its id."""
    return dict(Course.objects.filter(pk__in=list(course_ids)).values_list("pk", "code"))


def placed_at(keys: Iterable[str]) -> dict[str, int]:
    """Return by usage key the id of the course whose block stands there, or that covers what stands there (R1).

    A course of which content was put there that nobody has reviewed is passed over (7.1.3); one that was withdrawn
    since then is not.
    """
    wanted = set(keys)
    rows = Placement.objects.filter(course__isnull=False, teaches_other=False)
    rows = rows.filter(Q(usage_key__in=wanted) | Q(covers__in=wanted)).order_by("pk")
    found: dict[str, int] = {}
    for usage_key, covers, course in rows.values_list("usage_key", "covers", "course"):
        for key in {usage_key, covers} & wanted:
            found.setdefault(key, course)
    return found


def marked_runs() -> set[str]:
    """Return the course runs in which courses are placed."""
    return set(Placement.objects.filter(course__isnull=False).values_list("course_run", flat=True))


def placed(*usage_keys: str) -> QuerySet[Placement]:
    """Return the placements of blocks, as far as the courses that they mark may be studied there (7.1.3)."""
    studied = Placement.objects.filter(usage_key__in=usage_keys, course__isnull=False, teaches_other=False)
    return studied.exclude(course__availability=Course.Availability.WITHDRAWN)


def latest_version(course_id: int) -> CourseVersion:
    """Return the version published last, with its course and institution."""
    versions = CourseVersion.objects.select_related("course__institution").filter(course_id=course_id)
    return versions.order_by("-number")[0]


def latest_versions(course_ids: Iterable[int]) -> dict[int, CourseVersion]:
    """Return the version published last of each course, by course id, with course and institution."""
    versions = CourseVersion.objects.select_related("course__institution").filter(course_id__in=set(course_ids))
    return {version.course_id: version for version in versions.order_by("number")}


def released_version(course: Course) -> CourseVersion | None:
    """Return the version under which a course is on offer, with course and institution; ``None`` if it is not.

    It is the one released last, unless that was taken offline or revoked; one published since does not matter here
    (R3).
    """
    versions = CourseVersion.objects.select_related("course__institution").filter(course=course)
    newest = versions.filter(released_at__isnull=False).order_by("-number").first()
    return newest if newest is not None and newest.yields_credit else None


def catalogue() -> QuerySet[CourseVersion]:
    """Return every course on offer as its ``released_version``, with course and institution, in one query.

    ``credit_waits`` of a row says that a newer version is still to be released: study goes on, credit waits (R3).
    """
    newer = CourseVersion.objects.filter(course=OuterRef("course"), number__gt=OuterRef("number"))
    released = CourseVersion.objects.select_related("course__institution").filter(
        ~Exists(newer.filter(released_at__isnull=False)), state=CourseVersion.State.RELEASED
    )
    return released.annotate(credit_waits=Exists(newer))


def conflicts() -> QuerySet[Placement]:
    """Return the placements whose blocks contradict their course, or say what no course can be made of (R1)."""
    return Placement.objects.select_related("course").exclude(conflict="").order_by("course__code", "usage_key")
