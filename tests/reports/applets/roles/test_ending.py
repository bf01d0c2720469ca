"""Ending all duties at a body that ends (5.1, 6.3.3)."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from cadretrain_reports.applets.roles import api as roles
from cadretrain_reports.applets.roles.api import Role, RoleStep, State
from cadretrain_reports.clock import SimulatedClock
from tests import factories
from tests.factories_bodies import department, duty, unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]


@pytest.mark.parametrize("state", [State.DECLARED, State.APPROVED, State.ACTIVE, State.SUSPENDED])
def test_whatever_stands_ends_with_its_step(state: State, at_new_year: SimulatedClock) -> None:
    body, by = unit("U"), factories.user()
    assignment = duty(body, Role.LIAISON_OFFICER, state=state)
    assert roles.end_all(body, by, at_new_year.at, "机构合并") == 1
    assignment.refresh_from_db()
    assert (assignment.state, assignment.standing, assignment.ends_on) == ("ended", None, date(2026, 1, 5))
    step = RoleStep.objects.get(assignment=assignment)
    assert (step.step, step.state, step.by, step.at, step.reason) == ("end", "ended", by, at_new_year.at, "机构合并")
    assert not roles.in_force(date(2026, 1, 5)).exists()


def test_a_day_on_which_it_was_over_already_stays(at_new_year: SimulatedClock) -> None:
    body = unit("U")
    over, coming = (
        duty(body, Role.LIAISON_OFFICER, ends_on=date(2026, 1, 3)),
        duty(body, Role.LIAISON_OFFICER, ends_on=date(2026, 12, 31)),
    )
    assert roles.end_all(body, factories.user(), at_new_year.at, "撤销") == 2
    for assignment, ends_on in ((over, date(2026, 1, 3)), (coming, date(2026, 1, 5))):
        assignment.refresh_from_db()
        assert assignment.ends_on == ends_on


def test_duties_elsewhere_and_those_that_are_over_are_left_alone(at_new_year: SimulatedClock) -> None:
    body, other = department("P"), department("Q")
    stays = duty(other, Role.DEPARTMENT_OFFICER)
    over = duty(body, Role.DEPARTMENT_OFFICER)
    assert roles.end_all(body, factories.user(), at_new_year.at, "撤销") == 1
    assert roles.end_all(body, factories.user(), at_new_year.at, "撤销") == 0
    stays.refresh_from_db()
    assert stays.state == "active"
    assert RoleStep.objects.filter(assignment=over).count() == 1


def test_the_person_can_hold_the_duty_anew(at_new_year: SimulatedClock) -> None:
    body, person = unit("U"), factories.user()
    duty(body, Role.LIAISON_OFFICER, person)
    roles.end_all(body, None, at_new_year.at, "撤销")
    assert duty(body, Role.LIAISON_OFFICER, person).standing


def test_many_take_as_many_statements_as_few(
    at_new_year: SimulatedClock, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    body = unit("U")
    for _number in range(40):
        duty(body, Role.TEACHER)
    with django_assert_max_num_queries(6):
        assert roles.end_all(body, None, at_new_year.at, "撤销") == 40


def test_whether_any_stands(at_new_year: SimulatedClock) -> None:
    body = unit("U")
    assert not roles.any_standing(body)
    duty(body, Role.LIAISON_OFFICER, state=State.DECLARED)
    assert roles.any_standing(body)
    assert roles.any_standing(body, [Role.LIAISON_OFFICER, Role.TEACHER])
    assert not roles.any_standing(body, [Role.TEACHER])
    assert not roles.any_standing(unit("V"))
    roles.end_all(body, None, at_new_year.at, "撤销")
    assert not roles.any_standing(body)
