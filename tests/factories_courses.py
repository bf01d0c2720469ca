"""Courses on their way to a release, and what workers of the tests do with them."""

from __future__ import annotations

from typing import Any

from cadretrain_reports.applets.courses.api import CourseReview, CourseVersion
from cadretrain_reports.applets.organizations.api import Capacity, Organization
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.refusals import Refused
from cadretrain_reports.workflows import courses as workflow
from tests import factories
from tests.factories_classes import duty

ANGLES = CourseReview.Angle.values


def institution_below() -> Organization:
    """Return the training institution of the tests, below a department."""
    return factories.organization("SASW", Capacity.TRAINING_INSTITUTION, parent=factories.department())


def affairs() -> Any:
    """Return an academic-affairs officer of the institution."""
    return duty(Role.ACADEMIC_AFFAIRS_OFFICER, institution_below(), user=factories.user()).user


def officer(code: str = "DEPARTMENT") -> Any:
    """Return an officer of a department."""
    return duty(Role.DEPARTMENT_OFFICER, factories.department(code), user=factories.user()).user


def asked(version: CourseVersion, reviewer: Any, *angles: str) -> list[CourseReview]:
    """Have a version handed in and somebody asked to review it, from all angles unless some are named."""
    clerk = affairs()
    version.refresh_from_db()
    if version.state != "under_review":
        workflow.submit_course(clerk, version)
    return workflow.assign_reviewer(affairs(), version, reviewer.username, "internal", angles or ANGLES)


def decide(user: int, number: int, verdict: str) -> str:
    """Give a verdict; return the state of the version, or the code of the refusal."""
    review = CourseReview.objects.get(pk=number)
    return _answer(lambda: workflow.decide_review(_person(user), review, verdict, "意见").version.state)


def release(user: int, number: int) -> str:
    """Release a version; return its state, or the code of the refusal."""
    version = CourseVersion.objects.get(pk=number)
    return _answer(lambda: workflow.release_course(_person(user), version, "更新").state)


def change(code: str, title: str) -> str:
    """Publish a course with another title; return the state of its newest version."""
    return str(factories.draft(code, title=title).state)


def _person(user: int) -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(pk=user)


def _answer(act: Any) -> str:
    try:
        return str(act())
    except Refused as refused:
        return refused.code
