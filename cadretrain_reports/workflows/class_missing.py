"""What the reasons of a class's results name, in the words of its plan (8.3.6). Reads, changes nothing."""

from __future__ import annotations

from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.theme_classes.api import ThemeClass
from cadretrain_reports.rules.class_hours import Lack


def named(theme_class: ThemeClass) -> dict[tuple[str, str], str]:
    """Return by kind and key the titles of a class's courses, activities and assessments; a fixed number of queries."""
    titles = {
        (Lack.COURSE.value, str(course)): version.title
        for course, version in courses.latest_versions(theme_class.courses.values_list("course", flat=True)).items()
    }
    titles |= {(Lack.ACTIVITY.value, str(pk)): title for pk, title in theme_class.activities.values_list("pk", "title")}
    assessments = theme_class.assessments.values_list("pk", "title")
    return titles | {(Lack.ASSESSMENT.value, str(pk)): title for pk, title in assessments}
