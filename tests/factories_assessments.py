"""Builders of what is assessed, and what further processes do of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from cadretrain_reports.applets.assessments.api import AssessmentResult
from cadretrain_reports.applets.courses.api import Course, CourseVersion
from cadretrain_reports.applets.people.api import Account
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.compat import Completion, Grade
from cadretrain_reports.workflows import assess, study
from cadretrain_reports.workflows.assess import Said
from tests import factories
from tests.factories_classes import duty
from tests.factories_courses import institution_below

TODAY = date(2026, 1, 5)
"""The local day of ``NEW_YEAR``."""


def assessed(method: str = "subjective_offline", duration: int = 60, code: str = "C1", **other: Any) -> CourseVersion:
    """Return a released version with an assessment."""
    institution_below()
    return factories.released(code, duration, assessment=method, **other)


def assessor(role: Role = Role.ACADEMIC_AFFAIRS_OFFICER) -> Any:
    """Return somebody of the institution who may record results."""
    return duty(role, institution_below(), user=factories.user()).user


def score(points: str | None, on: date = TODAY, **other: Any) -> Said:
    """Return what is said of an assessment."""
    return Said(on, Decimal(points) if points is not None else None, **other)


def record(account: Account, version: CourseVersion, said: Said, by: Any = None) -> AssessmentResult:
    """Record a result as staff does."""
    return assess.record_result(by or assessor(), account.trainee, version.course, said)


def do_record(user: int, trainee: int, course: int, points: str) -> int:
    """In a further process: record a result; return its number."""
    account = Account.objects.select_related("trainee").get(pk=trainee)
    actor = factories.get_user_model().objects.get(pk=user)
    course_there = Course.objects.select_related("institution").get(pk=course)
    return assess.record_result(actor, account.trainee, course_there, score(points)).attempt


def do_condition(what: str, study_id: int, user: int, run: str, page: dict[str, Any], order: int) -> str:
    """In a further process: let one of three last conditions arrive, with the host's answers of the test."""
    from django.test import override_settings

    from cadretrain_reports.applets.learning.api import OpenPage
    from tests.factories import SEEN
    from tests.reports import stand_in

    with override_settings(CADRETRAIN_HOST="tests.reports.stand_in", CELERY_TASK_ALWAYS_EAGER=True):
        stand_in.COMPLETED[user, "block-C1"] = Completion(True)
        stand_in.GRADES[user, "block-C1"] = Grade(Decimal(80), True)
        if what == "time":
            stored = study.next_beat(OpenPage(study_id, page["session"], "block-C1"), SEEN)
            return str(stored and stored.reason)
        assess.run_changed(user, run)
        return what
