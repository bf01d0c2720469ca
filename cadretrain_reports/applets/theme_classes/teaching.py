"""The organizers' teaching plan of a class: objectives, hours, courses, activities, assessments (8.3.2).

All functions are called inside a transaction and return the class as it is then. They raise ``Refused``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.courses.api import Course, CourseVersion
from cadretrain_reports.applets.theme_classes.models import (
    ClassActivity,
    ClassAssessment,
    ClassCourse,
    ThemeClass,
    TrainingPlan,
)
from cadretrain_reports.applets.theme_classes.plans import LONGEST_TEXT
from cadretrain_reports.refusals import Refused, checked_line, checked_text
from cadretrain_reports.rules.credit_hours import is_quarters
from cadretrain_reports.steps import held

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

MOST_ROWS: Final = 200
"""Courses, activities or assessments of one class."""

MOST_ATTEMPTS: Final = 10
"""How often one may try an assessment."""

_TEXTS: Final[Mapping[str, StrPromise]] = {
    "not_named": _("The hosts' training plan is not approved yet: until then nobody is named as organizer."),
    "bad_hours": _("Credit-hours are a positive multiple of 0.25."),
    "bad_mark": _("A pass mark is a whole number of percent, from 0 to 100."),
    "bad_weight": _("A weight is a whole number from 1 to 100."),
    "bad_attempts": _("Between 1 and 10 attempts are possible."),
    "bad_until": _("Registration ends before the class does."),
    "bad_requirement": _("In a class a course is required or elective."),
    "bad_kind": _("There is no such kind of activity."),
    "bad_method": _("An assessment is objective or subjective, online or offline."),
    "bad_time": _("An activity ends after it has begun."),
    "too_many_rows": _("A class has at most 200 courses, 200 activities and 200 assessments."),
    "same_course": _("A course stands in a class once."),
}


class TeachingRefused(Refused):
    """A teaching plan that cannot be written so; ``code`` is a key of the texts above."""

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(code, _TEXTS[code], field)


@dataclass(frozen=True, slots=True)
class CourseLine:
    """A course of the class; ``course_run`` is the one to enrol trainees in, empty where they need none."""

    course: Course
    requirement: str = CourseVersion.Requirement.REQUIRED
    course_run: str = ""


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """An activity of the class, with the credit-hours of taking part."""

    kind: str
    title: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: str = ""
    credit_hours: Decimal = Decimal(0)
    is_required: bool = True


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    """One thing by which trainees are assessed; pass mark in percent."""

    title: str
    method: str
    pass_mark: int = 60
    weight: int = 1
    attempts: int = 1


@dataclass(frozen=True, slots=True)
class Teaching:
    """The teaching plan: what 8.3.2 asks for beside what the hosts have said. Rows are in their order."""

    objectives: str = ""
    hour_requirement: Decimal | None = None
    pass_mark: int = 60
    registration_until: date | None = None
    courses: Sequence[CourseLine] = ()
    activities: Sequence[ActivityLine] = ()
    assessments: Sequence[AssessmentLine] = ()


def write(theme_class: ThemeClass, teaching: Teaching, by: Any, at: datetime) -> ThemeClass:
    """Put a teaching plan in the place of what was written, as long as the class is not approved.

    Only once the hosts have approved their training plan: until then nobody is named to write one.
    """
    current = held(theme_class, ThemeClass.State.PLANNED)
    plan = TrainingPlan.objects.filter(theme_class=current).first()
    if plan is not None and plan.state != TrainingPlan.State.APPROVED:
        raise TeachingRefused("not_named")
    _check(current, teaching)
    current.objectives = checked_text("objectives", teaching.objectives, LONGEST_TEXT, optional=True)
    current.hour_requirement, current.pass_mark = teaching.hour_requirement, teaching.pass_mark
    current.registration_until = teaching.registration_until
    current.written_by, current.written_at = by, at
    current.save()
    _replace_rows(current, teaching)
    return current


def copy_teaching(former: ThemeClass, into: ThemeClass) -> ThemeClass:
    """Give a class that begins the teaching plan of a former one, without its days: they are for the new one to say."""
    plan = taught(former)
    for name in ("objectives", "hour_requirement", "pass_mark"):
        setattr(into, name, getattr(plan, name))
    into.copied_from = former
    into.save()
    activities = [replace(line, starts_at=None, ends_at=None) for line in plan.activities]
    _replace_rows(into, replace(plan, activities=activities))
    return into


def _replace_rows(theme_class: ThemeClass, teaching: Teaching) -> None:
    """Give a class that is planned these courses, activities and assessments instead of those it has."""
    given = (
        (ClassCourse, teaching.courses),
        (ClassActivity, teaching.activities),
        (ClassAssessment, teaching.assessments),
    )
    for model, lines in given:
        model._default_manager.filter(theme_class=theme_class).delete()  # noqa: SLF001 - so Django names it
        for number, line in enumerate(lines, start=1):
            model._default_manager.create(theme_class=theme_class, number=number, **_columns(line))  # noqa: SLF001


def taught(theme_class: ThemeClass) -> Teaching:
    """Return the teaching plan as it is written."""
    rows: dict[str, Any] = {
        "courses": [_line(CourseLine, row) for row in theme_class.courses.select_related("course")],
        "activities": [_line(ActivityLine, row) for row in theme_class.activities.all()],
        "assessments": [_line(AssessmentLine, row) for row in theme_class.assessments.all()],
    }
    said = {field.name: getattr(theme_class, field.name) for field in fields(Teaching) if field.name not in rows}
    return Teaching(**said, **rows)


def _line(kind: type[Any], row: Any) -> Any:
    return kind(**{field.name: getattr(row, field.name) for field in fields(kind)})


def _columns(line: Any) -> dict[str, Any]:
    said = {field.name: getattr(line, field.name) for field in fields(line)}
    if "title" in said:
        said["title"] = checked_line("title", said["title"], 255)
    for name in ("place", "course_run"):
        if name in said:
            said[name] = checked_line(name, said[name], 500 if name == "place" else 255, optional=True)
    return said


def _check(theme_class: ThemeClass, teaching: Teaching) -> None:
    if teaching.hour_requirement is not None and not is_quarters(teaching.hour_requirement):
        raise TeachingRefused("bad_hours", "hour_requirement")
    if not 0 <= teaching.pass_mark <= 100:  # noqa: PLR2004 - percent
        raise TeachingRefused("bad_mark", "pass_mark")
    until, ends_on = teaching.registration_until, theme_class.ends_on
    if until and ends_on and until > ends_on:
        raise TeachingRefused("bad_until", "registration_until")
    for name in ("courses", "activities", "assessments"):
        if len(getattr(teaching, name)) > MOST_ROWS:
            raise TeachingRefused("too_many_rows", name)
    _check_courses(teaching.courses)
    for activity in teaching.activities:
        _check_activity(activity)
    for assessment in teaching.assessments:
        _check_assessment(assessment)


def _check_courses(courses: Sequence[CourseLine]) -> None:
    if len({line.course.pk for line in courses}) < len(courses):
        raise TeachingRefused("same_course", "courses")
    if any(line.requirement not in CourseVersion.Requirement for line in courses):
        raise TeachingRefused("bad_requirement", "courses")


def _check_activity(line: ActivityLine) -> None:
    if line.kind not in ClassActivity.Kind:
        raise TeachingRefused("bad_kind", "activities")
    if line.credit_hours and not is_quarters(line.credit_hours):
        raise TeachingRefused("bad_hours", "activities")
    if line.starts_at and line.ends_at and line.ends_at <= line.starts_at:
        raise TeachingRefused("bad_time", "activities")


def _check_assessment(line: AssessmentLine) -> None:
    if line.method not in ClassAssessment.Method:
        raise TeachingRefused("bad_method", "assessments")
    if not 0 <= line.pass_mark <= 100:  # noqa: PLR2004 - percent
        raise TeachingRefused("bad_mark", "assessments")
    if not 1 <= line.weight <= 100:  # noqa: PLR2004 - shares of a hundred
        raise TeachingRefused("bad_weight", "assessments")
    if not 1 <= line.attempts <= MOST_ATTEMPTS:
        raise TeachingRefused("bad_attempts", "assessments")
