"""What the teaching plan of a class asks of its trainees, as the rule takes it (8.3.2, 8.3.6)."""

from __future__ import annotations

from typing import Final

from cadretrain_reports.applets.courses.api import CourseVersion
from cadretrain_reports.applets.theme_classes.models import ClassActivity, ThemeClass
from cadretrain_reports.rules.class_hours import NONE, Activity, Asked, Assessment

FACE_TO_FACE: Final = frozenset({ClassActivity.Kind.VISIT})
"""The kinds of activities that take place on the spot: their hours are kept apart (R6)."""


def asked_by(theme_class: ThemeClass) -> Asked:
    """Return what a class asks for; courses, activities and assessments are named by their ids; three queries."""
    return Asked(
        courses={
            str(line.course_id): line.requirement == CourseVersion.Requirement.REQUIRED
            for line in theme_class.courses.all()
        },
        activities=tuple(
            Activity(str(one.pk), one.credit_hours, one.is_required, one.kind in FACE_TO_FACE)
            for one in theme_class.activities.all()
        ),
        assessments=tuple(Assessment(str(one.pk), one.pass_mark, one.weight) for one in theme_class.assessments.all()),
        hour_requirement=theme_class.hour_requirement or NONE,
        pass_mark=theme_class.pass_mark,
    )
