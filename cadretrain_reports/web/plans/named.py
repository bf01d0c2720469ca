"""What named courses are called: what a course said when it was last released; before that only its code is told."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from cadretrain_reports.applets.courses.api import Course, CourseVersion


@dataclass(frozen=True, slots=True)
class Named:
    """A course as a plan names it; ``is_public`` says whether it has a page."""

    course: Course
    title: str
    is_public: bool

    @property
    def code(self) -> str:
        """Institution and code, by which a course is named in writing."""
        return f"{self.course.institution.code}/{self.course.code}"


def named_courses(rows: Collection[Course]) -> dict[int, Named]:
    """Return courses, with their institutions, as everybody may know them, by key; one query."""
    versions = CourseVersion.objects.filter(course__in=rows, released_at__isnull=False).order_by("number")
    titles = dict(versions.values_list("course", "title"))
    return {row.pk: Named(row, titles.get(row.pk, ""), row.pk in titles) for row in rows}
