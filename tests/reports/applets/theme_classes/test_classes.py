"""Classes and who serves them (8.3.1, 6.3.2)."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.applets.theme_classes import api as theme_classes
from cadretrain_reports.applets.theme_classes.api import ThemeClass
from cadretrain_reports.refusals import Refused
from tests import factories
from tests.factories_classes import duty

pytestmark = pytest.mark.django_db

ASSIGNED, OPEN = ThemeClass.ClassType.ASSIGNED, ThemeClass.ClassType.OPEN


@pytest.fixture
def academy() -> Organization:
    return factories.institution("ACADEMY")


@pytest.fixture
def training(academy: Organization) -> ThemeClass:
    return theme_classes.add_class(academy, "K1", "科级干部班", ASSIGNED)


def test_a_class_begins_as_a_plan(training: ThemeClass, academy: Organization) -> None:
    training.refresh_from_db()
    assert (training.institution, training.code, training.class_type) == (academy, "K1", "assigned")
    assert (training.state, str(training)) == ("planned", "科级干部班")


def test_only_a_training_institution_has_classes() -> None:
    with pytest.raises(Refused, match="BUREAU") as refused:
        theme_classes.add_class(factories.organization("BUREAU"), "K1", "班", OPEN)
    assert (refused.value.code, refused.value.field) == ("no_institution", "institution")
    assert not ThemeClass.objects.exists()


def test_a_code_is_given_once_by_an_institution(training: ThemeClass, academy: Organization) -> None:
    theme_classes.add_class(factories.institution("OTHER"), "K1", "另一班", OPEN)
    with pytest.raises(IntegrityError), transaction.atomic():
        theme_classes.add_class(academy, "K1", "又一班", OPEN)


def test_a_class_begins_and_ends(training: ThemeClass) -> None:
    for state in (ThemeClass.State.RUNNING, ThemeClass.State.CLOSED):
        theme_classes.set_state(training, state)
        training.refresh_from_db()
        assert training.state == state


@pytest.mark.parametrize("role", [Role.HEAD_TEACHER, Role.TEACHER, Role.LEARNING_SUPPORT_STAFF])
def test_staff_of_the_institution_serves_a_class(training: ThemeClass, academy: Organization, role: Role) -> None:
    assignment = duty(role, academy)
    served = theme_classes.assign_duty(training, assignment)
    assert (served.theme_class, served.assignment, str(served)) == (
        training,
        assignment,
        f"{training.pk}: {assignment.pk}",
    )


def test_assigning_a_duty_twice_is_assigning_it_once(training: ThemeClass, academy: Organization) -> None:
    assignment = duty(Role.TEACHER, academy)
    assert theme_classes.assign_duty(training, assignment) == theme_classes.assign_duty(training, assignment)
    assert training.duties.count() == 1


@pytest.mark.parametrize("role", [role for role in Role if role not in theme_classes.CLASS_STAFF])
def test_other_duties_do_not_serve_classes(training: ThemeClass, academy: Organization, role: Role) -> None:
    with pytest.raises(Refused) as refused:
        theme_classes.assign_duty(training, duty(role, academy))
    assert (refused.value.code, refused.value.field) == ("no_class_staff", "assignment")
    assert not training.duties.exists()


def test_staff_of_another_institution_does_not_serve_the_class(training: ThemeClass) -> None:
    with pytest.raises(Refused) as refused:
        theme_classes.assign_duty(training, duty(Role.TEACHER, factories.institution("OTHER")))
    assert (refused.value.code, refused.value.field) == ("other_institution", "assignment")
    assert not training.duties.exists()
