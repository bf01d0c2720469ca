"""The door to courses (clause 7)."""

from cadretrain_reports.applets.courses.catalogue import found, public_versions, study_place, study_places, taught_by
from cadretrain_reports.applets.courses.checks import RegistrationError
from cadretrain_reports.applets.courses.desk import (
    AWAITED,
    current_versions,
    is_asked,
    placements_of,
    refused_beside,
    with_desk,
)
from cadretrain_reports.applets.courses.life import (
    complete_by,
    produce,
    put_online,
    release,
    revoke,
    submit,
    take_offline,
)
from cadretrain_reports.applets.courses.models import Course, CourseVersion, Placement
from cadretrain_reports.applets.courses.records import CourseReport, CourseReview, CourseStep
from cadretrain_reports.applets.courses.registration import forget, lead, refuse, register
from cadretrain_reports.applets.courses.reporting import about_report, acknowledge
from cadretrain_reports.applets.courses.reviewing import (
    about_review,
    about_version,
    assign_reviewer,
    decide,
    missing_angles,
    missing_by_version,
)
from cadretrain_reports.applets.courses.selectors import (
    catalogue,
    codes_of,
    conflicts,
    course_at,
    latest_version,
    latest_versions,
    marked_runs,
    placed,
    placed_at,
    released_version,
)
from cadretrain_reports.applets.courses.texts import CourseRefused

__all__ = [
    "AWAITED",
    "Course",
    "CourseRefused",
    "CourseReport",
    "CourseReview",
    "CourseStep",
    "CourseVersion",
    "Placement",
    "RegistrationError",
    "about_report",
    "about_review",
    "about_version",
    "acknowledge",
    "assign_reviewer",
    "catalogue",
    "codes_of",
    "complete_by",
    "conflicts",
    "course_at",
    "current_versions",
    "decide",
    "forget",
    "found",
    "is_asked",
    "latest_version",
    "latest_versions",
    "lead",
    "marked_runs",
    "missing_angles",
    "missing_by_version",
    "placed",
    "placed_at",
    "placements_of",
    "produce",
    "public_versions",
    "put_online",
    "refuse",
    "refused_beside",
    "register",
    "release",
    "released_version",
    "revoke",
    "study_place",
    "study_places",
    "submit",
    "take_offline",
    "taught_by",
    "with_desk",
]
