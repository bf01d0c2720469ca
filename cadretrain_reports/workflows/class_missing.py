"""What the reasons of a class's results name, in the words of its plan (8.3.6). Reads, changes nothing."""

from __future__ import annotations

from collections.abc import Collection

from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.theme_classes.api import ClassActivity, ClassAssessment, ClassCourse
from cadretrain_reports.rules.class_hours import Lack


def named(classes: Collection[int]) -> dict[tuple[str, str], str]:
    """Return by kind and key the titles of the courses, activities and assessments of classes; four queries."""
    of = {"theme_class__in": classes}
    lines = ClassCourse.objects.filter(**of)
    titles = {
        (Lack.COURSE.value, str(course)): version.title
        for course, version in courses.latest_versions(lines.values_list("course", flat=True)).items()
    }
    activities = ClassActivity.objects.filter(**of).values_list("pk", "title")
    titles |= {(Lack.ACTIVITY.value, str(pk)): title for pk, title in activities}
    assessments = ClassAssessment.objects.filter(**of).values_list("pk", "title")
    return titles | {(Lack.ASSESSMENT.value, str(pk)): title for pk, title in assessments}
