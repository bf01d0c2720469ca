"""What the further placements of a course say against its versions (R1), and whether they may be studied (7.1.3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from cadretrain_reports.applets.courses.models import CourseVersion, Placement
from cadretrain_xblock.contract import CreditCourseMarking

_COMPARED: Final = (
    "title",
    "course_duration",
    "requirement",
    "extent",
    "assessment",
    "pass_mark",
    "source",
    "category",
    "lecturers",
    "objectives",
    "knowledge_points",
)
"""What a version says of its course; a further placement that says otherwise contradicts it (R1)."""


def said_by(marking: CreditCourseMarking) -> dict[str, Any]:
    """Return what a marking says of its course, by the names of a version's fields and as a version keeps it."""
    said = {field: getattr(marking, field) for field in (*_COMPARED, "content")}
    return {field: list(value) if isinstance(value, tuple) else value for field, value in said.items()}


def differing(version: CourseVersion, said: Mapping[str, Any]) -> list[str]:
    """Return the names of the fields in which what a marking said differs from a version."""
    found = [field for field in _COMPARED if getattr(version, field) != said[field]]
    # Where the host told nothing of the content, then or now, nothing can be compared.
    other_content = version.content and said["content"] and version.content != said["content"]
    return [*found, "content"] if other_content else found


def compare(course_id: int) -> None:
    """Keep of each further placement what it contradicts and whether it teaches other content.

    Call with the course locked, whenever its versions or its lead have changed: a placement that nobody touched may
    contradict, or teach what was withdrawn, from one day to the next. The leading one says what the newest version is.
    """
    versions = list(CourseVersion.objects.filter(course=course_id).order_by("-number"))
    newest, taught = versions[0], {version.content for version in versions if version.yields_credit}
    taught.add(newest.content)
    for placement in Placement.objects.filter(course=course_id, leading=False).exclude(said={}):
        content, before = placement.said["content"], (placement.conflict, placement.teaches_other)
        placement.conflict = ", ".join(differing(newest, placement.said))
        placement.teaches_other = bool(content) and "" not in taught and content not in taught
        if before != (placement.conflict, placement.teaches_other):
            placement.save(update_fields=["conflict", "teaches_other"])
