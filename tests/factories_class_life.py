"""Builders of what goes on in a class day by day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Model

from cadretrain_reports import models
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people.api import Account
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.applets.theme_classes import api as theme_classes
from cadretrain_reports.applets.theme_classes.api import (
    ClassActivity,
    ClassAssessment,
    ClassCourse,
    ClassRegistration,
    ThemeClass,
)
from tests import factories
from tests.conftest import NEW_YEAR
from tests.factories_classes import duty, registered, theme_class
from tests.factories_courses import institution_below

DAY = timedelta(days=1)


def made(model: type[Model], **said: Any) -> Any:
    """Return a new row."""
    return model._default_manager.create(**said)


def of_class(the_class: ThemeClass, by: Any, make: Callable[..., Any] = made) -> dict[str, Any]:
    """Leave what a class has for all of it, and return what a trainee's rows hang on."""
    by_at = {"by": by, "at": NEW_YEAR}
    group = make(models.ClassGroup, theme_class=the_class, number=1)
    activity = make(models.ClassActivity, theme_class=the_class, number=90, kind="live", credit_hours=1)
    assessment = make(models.ClassAssessment, theme_class=the_class, number=90, method="objective_offline")
    set_by = {"set_by": by, "set_at": NEW_YEAR}
    make(models.ExamSitting, assessment=assessment, number=1, held_at=NEW_YEAR, **set_by)
    make(models.ClassEvaluationForm, theme_class=the_class, questions=[{"part": "教学", "text": "内容"}], **by_at)
    return {
        "group": group,
        "activity": activity,
        "assessment": assessment,
        "notice": make(models.ClassNotice, theme_class=the_class, group=None, **by_at),
        "assignment": make(models.Assignment, theme_class=the_class, number=1, due_at=NEW_YEAR, **set_by),
    }


def of_unit(the_class: ThemeClass, unit: Organization, by: Any, make: Callable[..., Any] = made) -> Any:
    """Have a unit told of its trainees in a class."""
    return make(models.UnitNote, theme_class=the_class, unit=unit, trainees=2, lagging=1, by=by, at=NEW_YEAR)


def of_member(
    registration: ClassRegistration, common: dict[str, Any], by: Any, oneself: Any, make: Callable[..., Any] = made
) -> None:
    """Leave a row of every kind for a trainee in a class; what they write is theirs."""
    of, by_at = {"registration": registration}, {"by": by, "at": NEW_YEAR}
    make(models.Attendance, activity=common["activity"], state="present", **of, **by_at)
    make(models.GroupMember, group=common["group"], **of)
    make(models.NoticeReading, notice=common["notice"], read_at=NEW_YEAR, **of)
    span = {"starts_at": NEW_YEAR, "ends_at": NEW_YEAR + DAY, "credit_hours": 1}
    make(models.LeaveRequest, asked_by=oneself, asked_at=NEW_YEAR, **of, **span)
    state = ("draft", "handed_in")[registration.pk % 2]
    make(models.AssignmentWork, assignment=common["assignment"], state=state, by=oneself, stored_as="", **of)
    result = {"attempt": 1, "score": 61, "pass_mark": 60, "passed": True, "assessed_on": NEW_YEAR.date()}
    make(models.ExamResult, assessment=common["assessment"], source="staff", **of, **result, **by_at)
    make(models.ClassEvaluation, by=oneself, scores=[9], given_at=NEW_YEAR, **of)


class Classroom:
    """A running class with its head teacher, of an institution that serves the trainees' unit."""

    def __init__(self) -> None:
        self.institution = institution_below()
        self.theme_class = theme_class(self.institution)
        self.theme_class.starts_on, self.theme_class.ends_on = NEW_YEAR.date() - 5 * DAY, NEW_YEAR.date() + 5 * DAY
        self.theme_class.save()
        self.head = self.staff(Role.HEAD_TEACHER)

    def staff(self, role: Role) -> Any:
        """Return somebody new who serves the class."""
        assignment = duty(role, self.institution)
        theme_classes.assign_duty(self.theme_class, assignment)
        return assignment.user

    def affairs(self) -> Any:
        """Return somebody of academic affairs of the institution."""
        return duty(Role.ACADEMIC_AFFAIRS_OFFICER, self.institution).user

    def join(self, account: Account | None = None, state: str = "confirmed") -> ClassRegistration:
        """Return the registration of a trainee, of a new one unless one is given."""
        return registered(self.theme_class, (account or factories.trainee()).trainee, state=state)

    def activity(self, number: int = 1, **other: Any) -> ClassActivity:
        """Return an activity of two credit-hours that has begun, unless said otherwise."""
        said = {"kind": "live", "title": f"直播{number}", "credit_hours": 2, "starts_at": NEW_YEAR}
        return ClassActivity.objects.create(theme_class=self.theme_class, number=number, **{**said, **other})

    def assessment(self, number: int = 1, **other: Any) -> ClassAssessment:
        """Return an assessment that may be tried twice."""
        said = {"title": "结业考试", "method": "objective_offline", "attempts": 2}
        return ClassAssessment.objects.create(theme_class=self.theme_class, number=number, **{**said, **other})

    def course(self, version: Any, number: int = 1) -> ClassCourse:
        """Have a course in the class, as a required one."""
        return ClassCourse.objects.create(
            theme_class=self.theme_class, course=version.course, requirement="required", number=number
        )


def user_of(registration: ClassRegistration) -> Any:
    """Return the platform user of a trainee in a class."""
    return registration.trainee.account.user


def at(day: int, hour: int = 9) -> datetime:
    """Return an instant in January 2026."""
    return datetime(2026, 1, day, hour, tzinfo=UTC)
