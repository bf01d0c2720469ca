"""Builders of classes that are assessed, with many trainees where that is the point."""

from __future__ import annotations

from typing import Any

from cadretrain_reports.applets.archives.models import LearnerArchive
from cadretrain_reports.applets.courses.api import CourseVersion
from cadretrain_reports.applets.credits.api import CreditEntry
from cadretrain_reports.applets.learning.models import CourseStudy
from cadretrain_reports.applets.people.models import Trainee, TraineeSpell
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.applets.theme_classes import api as theme_classes
from cadretrain_reports.applets.theme_classes.api import ClassRegistration, ThemeClass
from tests import factories
from tests.conftest import NEW_YEAR
from tests.factories_classes import duty, officer, taught, theme_class


def head_teacher(training: ThemeClass) -> Any:
    """Return the platform user who is head teacher of a class."""
    assignment = duty(Role.HEAD_TEACHER, training.institution)
    theme_classes.assign_duty(training, assignment)
    return assignment.user


def affairs(training: ThemeClass) -> Any:
    """Return an academic-affairs officer of a class's institution."""
    return officer(Role.ACADEMIC_AFFAIRS_OFFICER, training.institution)


def assessing(training: ThemeClass) -> ThemeClass:
    """Return a class whose teaching has ended."""
    theme_classes.set_state(training, ThemeClass.State.ASSESSING)
    return training


def crowded_class(size: int, failing: int = 0) -> ThemeClass:
    """Return a class that is assessed, with ``size`` trainees of whom ``failing`` lack its only course."""
    version = factories.released(duration=901)
    training = assessing(taught(theme_class(factories.institution()), version))
    unit, department = factories.organization("BUREAU"), factories.department()
    whose: dict[str, Any] = {"unit": unit, "managing_department": department}
    Trainee.objects.bulk_create(Trainee(code=f"N{number:06}", name="张三丰", **whose) for number in range(size))
    trainees = list(Trainee.objects.filter(code__startswith="N").order_by("pk"))
    TraineeSpell.objects.bulk_create(TraineeSpell(trainee=one, since=NEW_YEAR, **whose) for one in trainees)
    LearnerArchive.objects.bulk_create(
        LearnerArchive(trainee=one, number=one.code, opened_at=NEW_YEAR) for one in trainees
    )
    ClassRegistration.objects.bulk_create(
        ClassRegistration(theme_class=training, trainee=one, state="confirmed", registered_at=NEW_YEAR, **whose)
        for one in trainees
    )
    _credit(training, version, whose, failing)
    return training


def _credit(training: ThemeClass, version: CourseVersion, whose: dict[str, Any], failing: int) -> None:
    members = list(training.registrations.order_by("pk"))[failing:]
    CourseStudy.objects.bulk_create(
        CourseStudy(trainee_id=one.trainee_id, course=version.course, started_at=NEW_YEAR) for one in members
    )
    studies = dict(CourseStudy.objects.values_list("trainee", "pk"))
    CreditEntry.objects.bulk_create(
        CreditEntry(
            study_id=studies[one.trainee_id],
            version=version,
            registration=one,
            credit_hours=version.credit_hours,
            learning_duration=901,
            earned_at=NEW_YEAR,
            year=2026,
            **whose,
        )
        for one in members
    )
