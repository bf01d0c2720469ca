"""Builders of duties, theme classes and what else decides who sees whom."""

from __future__ import annotations

from datetime import date
from typing import Any

from cadretrain_reports.applets.courses.api import Course, CourseVersion
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.applets.roles.api import Role, RoleAssignment, State
from cadretrain_reports.applets.theme_classes import api as theme_classes
from cadretrain_reports.applets.theme_classes.api import (
    ClassActivity,
    ClassAssessment,
    ClassBody,
    ClassCourse,
    ClassEnrolment,
    ClassPlaces,
    ClassRegistration,
    ClassStep,
    RegistrationStep,
    ThemeClass,
    TrainingPlan,
)
from tests import factories
from tests.conftest import NEW_YEAR

LONG_AGO = date(2020, 1, 1)


def duty(role: Role, body: Organization, user: Any = None, state: State = State.ACTIVE, **dates: Any) -> RoleAssignment:
    """Return a duty, in force unless said otherwise, of a new platform user unless one is given."""
    who = user or factories.user()
    return RoleAssignment.objects.create(
        user=who, role=role, organization=body, state=state, **{"starts_on": LONG_AGO, **dates}
    )


def officer(role: Role, body: Organization, **other: Any) -> Any:
    """Return a platform user with a duty."""
    return duty(role, body, **other).user


def theme_class(institution: Organization, code: str = "K1") -> ThemeClass:
    """Return a running open class."""
    made = theme_classes.add_class(institution, code, f"专题班{code}", ThemeClass.ClassType.OPEN)
    theme_classes.set_state(made, ThemeClass.State.RUNNING)
    return made


def planned(theme_class: ThemeClass, course: Course, host: Organization, by: Any) -> None:
    """Leave a row of everything that is planned for a class, and a step of its life."""
    of: dict[str, Any] = {"theme_class": theme_class}
    TrainingPlan.objects.create(host=host, text="按年度计划举办。", drawn_up_by=by, drawn_up_at=NEW_YEAR, **of)
    ClassBody.objects.create(part=ClassBody.Part.HOST, organization=host, number=1, **of)
    ClassCourse.objects.create(course=course, requirement="required", number=1, **of)
    ClassActivity.objects.create(kind=ClassActivity.Kind.SEMINAR, title="分组研讨", number=1, credit_hours=2, **of)
    ClassAssessment.objects.create(title="结业考试", method="objective_online", number=1, **of)
    ClassStep.objects.create(state=theme_class.state, by=by, at=NEW_YEAR, **of)


def taught(theme_class: ThemeClass, *courses: CourseVersion, requirement: str = "required") -> ThemeClass:
    """Return a class with further courses."""
    first = theme_class.courses.count() + 1
    for number, version in enumerate(courses, first):
        ClassCourse.objects.create(
            theme_class=theme_class, course=version.course, requirement=requirement, number=number
        )
    return theme_class


def member(theme_class: ThemeClass, account: Any, **other: Any) -> ClassRegistration:
    """Return the confirmed registration of somebody's account in a class."""
    said: dict[str, Any] = {"state": ClassRegistration.State.CONFIRMED, **other}
    return registered(theme_class, account.trainee, **said)


def allotted(theme_class: ThemeClass, unit: Organization, by: Any, places: int = 2) -> ClassPlaces:
    """Return the places of a unit in a class."""
    said: dict[str, Any] = {"places": places, "allotted_by": by, "allotted_at": NEW_YEAR}
    return ClassPlaces.objects.create(theme_class=theme_class, unit=unit, **said)


def registered(theme_class: ThemeClass, trainee: Trainee, **other: Any) -> ClassRegistration:
    """Return a registration as it stands, with whatever is said of it besides."""
    whose = {"unit": trainee.unit, "managing_department": trainee.managing_department}
    said = {"registered_at": NEW_YEAR, **whose, **other}
    made = ClassRegistration.objects.create(theme_class=theme_class, trainee=trainee, **said)
    ClassEnrolment.objects.create(registration=made, course_run="course-v1:SASW+K1+2026")
    RegistrationStep.objects.create(registration=made, state=made.state, at=NEW_YEAR)
    return made
