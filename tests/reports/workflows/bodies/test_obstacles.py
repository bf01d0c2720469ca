"""What has to be settled before a body ends or loses a capacity (5.1, 6.1.3, 6.3)."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Capacity, Organization
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.roles.api import Role, State
from cadretrain_reports.applets.theme_classes.api import ThemeClass
from cadretrain_reports.applets.transfers.api import Transfer
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.workflows.bodies.obstacles import require_empty, require_settled, require_unused
from tests import factories
from tests.factories_bodies import ALL, DEPARTMENT, INSTITUTION, UNIT, duty, refusal, trainee, unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]

IN_USE = ("capacity_in_use", "capacities")
FREE = ("", "")


@pytest.fixture
def body() -> Organization:
    return organizations.add("B", "校", ALL)


def theme_class(body: Organization, state: str = "running") -> ThemeClass:
    return ThemeClass.objects.create(institution=body, code="K1", title="专题班", class_type="open", state=state)


def transfer(at: SimulatedClock, **named: Organization) -> Transfer:
    """Return an undecided transfer of a new trainee between two other units, but for what is named."""
    home = unit("HOME", organizations.add("TOP", "上级", {DEPARTMENT}))
    away = {"to_unit": unit("AWAY"), "managing_department": organizations.get("TOP")}
    return Transfer.objects.create(
        **{"from_unit": home, "asked_for": home, **away, **named},
        trainee=trainee("T1", home),
        asked_by=factories.user(),
        asked_at=at.at,
    )


def test_a_body_that_nobody_belongs_to_is_free(body: Organization) -> None:
    assert refusal(require_unused, body, ALL) == FREE
    assert refusal(require_empty, body) == FREE


def test_trainees_hold_a_unit(body: Organization) -> None:
    other = organizations.add("D", "部", {DEPARTMENT})
    trainee("T1", body, other)
    assert refusal(require_unused, body, {UNIT}) == IN_USE
    assert refusal(require_unused, body, {DEPARTMENT, INSTITUTION}) == FREE
    assert refusal(require_empty, body) == ("has_trainees", "organization")


def test_those_whom_it_manages_hold_a_department(body: Organization) -> None:
    trainee("T1", unit("U"), body)
    assert refusal(require_unused, body, {DEPARTMENT}) == IN_USE
    assert refusal(require_unused, body, {UNIT, INSTITUTION}) == FREE
    assert refusal(require_empty, body) == ("has_managed", "organization")


def test_whoever_is_suspended_holds_the_capacity_but_not_the_body_open(body: Organization) -> None:
    people.bind_account(trainee("T1", body), factories.user(), factories.clock.now())
    account = people.Account.objects.get()
    assert refusal(require_empty, body) == ("has_trainees", "organization")
    people.set_status(account, people.Account.Status.SUSPENDED)
    assert refusal(require_empty, body) == FREE
    assert refusal(require_unused, body, {UNIT}) == IN_USE
    assert refusal(require_unused, body, {DEPARTMENT}) == IN_USE


def test_courses_hold_an_institution() -> None:
    factories.draft("C1")
    academy = organizations.get("SASW")
    assert refusal(require_unused, academy, {INSTITUTION}) == IN_USE
    assert refusal(require_unused, academy, {UNIT, DEPARTMENT}) == FREE
    assert refusal(require_empty, academy) == FREE


@pytest.mark.parametrize(
    ("state", "held"), [("planned", True), ("running", True), ("closed", False), ("cancelled", False)]
)
def test_classes_hold_an_institution_until_they_have_ended(body: Organization, state: str, held: bool) -> None:
    theme_class(body, state)
    assert refusal(require_unused, body, {INSTITUTION}) == IN_USE
    assert refusal(require_settled, body) == (("has_classes", "organization") if held else FREE)


@pytest.mark.parametrize(
    ("role", "capacity"),
    [
        (Role.DEPARTMENT_OFFICER, DEPARTMENT),
        (Role.ARCHIVE_INSPECTOR, DEPARTMENT),
        (Role.ACADEMIC_AFFAIRS_OFFICER, INSTITUTION),
        (Role.HEAD_TEACHER, INSTITUTION),
        (Role.TEACHER, INSTITUTION),
        (Role.LEARNING_SUPPORT_STAFF, INSTITUTION),
        (Role.LIAISON_OFFICER, UNIT),
    ],
)
def test_duties_hold_the_capacity_that_they_belong_to(body: Organization, role: Role, capacity: Capacity) -> None:
    duty(body, role, state=State.DECLARED)
    assert refusal(require_unused, body, {capacity}) == IN_USE
    assert refusal(require_unused, body, ALL - {capacity}) == FREE
    assert refusal(require_empty, body) == ("has_duties", "organization")
    assert refusal(require_settled, body) == FREE


@pytest.mark.parametrize("part", ["from_unit", "to_unit", "managing_department"])
def test_undecided_transfers_are_settled_first(body: Organization, part: str, at_new_year: SimulatedClock) -> None:
    asked = transfer(at_new_year, **{part: body})
    assert refusal(require_settled, body) == ("has_transfers", "organization")
    asked.state, asked.standing = Transfer.State.WITHDRAWN, None
    asked.save()
    assert refusal(require_settled, body) == FREE


def test_what_others_have_holds_nobody(body: Organization, at_new_year: SimulatedClock) -> None:
    other: Any = organizations.add("O", "另", ALL)
    transfer(at_new_year)
    theme_class(other)
    duty(other, Role.TEACHER)
    trainee("T2", other)
    assert refusal(require_empty, body) == FREE
    assert refusal(require_unused, body, ALL) == FREE
