"""How a duty comes about and ends (6.2-6.4)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.roles import api as roles
from cadretrain_reports.applets.roles.api import Role, RoleAssignment, RoleStep, State, Terms
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.refusals import Refused
from tests import factories
from tests.factories_duties import TODAY, appointed, declared, liaison_officer, terms

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def unit(at_new_year: SimulatedClock) -> Organization:
    return factories.organization("BUREAU")


@pytest.fixture
def by() -> Any:
    return factories.user("decider")


def steps(duty: RoleAssignment) -> list[tuple[str, str, str]]:
    return [(step.step, step.state, step.reason) for step in roles.history(duty)]


def in_force(duty: RoleAssignment) -> bool:
    return roles.in_force(roles.today()).filter(pk=duty.pk).exists()


def wait(at: SimulatedClock, days: int) -> None:
    at.advance(days * 86400)


def test_a_declaration_keeps_what_was_said_and_by_whom(unit: Organization, by: Any) -> None:
    person = factories.user()
    duty = roles.declare(person, Role.LIAISON_OFFICER, unit, terms(ends_on=TODAY + 365 * DAY), by, "单位推荐")
    duty.refresh_from_db()
    assert (duty.user, duty.role, duty.organization, duty.state) == (person, "liaison_officer", unit, "declared")
    assert (duty.starts_on, duty.ends_on, duty.standing) == (TODAY, TODAY + 365 * DAY, True)
    (step,) = roles.history(duty)
    assert (step.step, step.by, step.reason) == ("declare", by, "单位推荐")
    assert str(step) == f"{duty.pk}: declare"
    assert not in_force(duty)


def test_what_starts_today_or_before_is_active_once_approved(unit: Organization, by: Any) -> None:
    for starts_on in (TODAY, TODAY - 400 * DAY):
        duty = roles.approve(declared(unit, terms(starts_on)), by)
        assert (duty.state, in_force(duty)) == (State.ACTIVE, True)


def test_what_starts_later_is_in_force_on_its_day(unit: Organization, by: Any, at_new_year: SimulatedClock) -> None:
    duty = roles.approve(declared(unit, terms(TODAY + 2 * DAY)), by)
    assert (duty.state, in_force(duty)) == (State.APPROVED, False)
    wait(at_new_year, 1)
    assert not in_force(duty)
    wait(at_new_year, 1)
    assert in_force(duty)


def test_the_day_is_the_local_one(unit: Organization, by: Any, at_new_year: SimulatedClock) -> None:
    """NEW_YEAR is nine in the morning in Shanghai: fifteen hours later the next day begins there, not in Greenwich."""
    duty = roles.approve(declared(unit, terms(TODAY + DAY)), by)
    at_new_year.advance(15 * 3600 - 1)
    assert not in_force(duty)
    at_new_year.advance(1)
    assert in_force(duty)


def test_a_return_has_a_reason_and_leaves_room_for_a_new_declaration(unit: Organization, by: Any) -> None:
    duty = declared(unit)
    with pytest.raises(Refused) as refused:
        roles.return_(duty, by, " ")
    assert (refused.value.code, refused.value.field) == ("missing", "reason")
    returned = roles.return_(duty, by, "尚未培训")
    assert (returned.state, returned.standing) == (State.RETURNED, None)
    assert declared(unit, user=duty.user).pk != duty.pk


def test_what_was_returned_can_be_declared_again_with_other_terms(unit: Organization, by: Any) -> None:
    returned = roles.return_(declared(unit), by, "起始日期有误")
    again = roles.declare_again(returned, Terms(TODAY + DAY), by, "已更正")
    assert (again.pk, again.state, again.standing) == (returned.pk, State.DECLARED, True)
    assert (again.starts_on, again.criteria) == (TODAY + DAY, "")
    assert steps(again) == [
        ("declare", "declared", ""),
        ("return", "returned", "起始日期有误"),
        ("declare", "declared", "已更正"),
    ]


def test_what_was_returned_is_not_declared_again_beside_a_new_declaration(unit: Organization, by: Any) -> None:
    returned = roles.return_(declared(unit), by, "材料不全")
    declared(unit, user=returned.user)
    with pytest.raises(Refused) as refused:
        roles.declare_again(returned, terms(), by)
    assert refused.value.code == "standing"
    returned.refresh_from_db()
    assert (returned.state, returned.standing) == (State.RETURNED, None)


@pytest.mark.parametrize("step", ["declared", "approved", "suspended"])
def test_a_person_holds_or_awaits_a_duty_at_a_body_once(unit: Organization, by: Any, step: str) -> None:
    duty = declared(unit)
    if step != "declared":
        roles.approve(duty, by)
    if step == "suspended":
        roles.suspend(duty, by, "借调")
    with pytest.raises(Refused) as refused:
        declared(unit, user=duty.user)
    assert (refused.value.code, refused.value.field) == ("standing", "user")
    assert RoleAssignment.objects.count() == 1


def test_another_failure_is_not_taken_for_a_standing_duty(unit: Organization) -> None:
    # Every duty has a first day.
    with pytest.raises(IntegrityError), transaction.atomic():
        declared(unit, Terms(None))


def test_other_duties_and_other_bodies_are_free(unit: Organization) -> None:
    duty = declared(unit)
    assert declared(factories.organization("OFFICE"), user=duty.user)
    assert declared(unit)
    assert appointed(Role.TEACHER, factories.institution(), user=duty.user)


def test_nobody_whose_account_is_deactivated_gets_a_duty(unit: Organization) -> None:
    person = factories.user()
    person.is_active = False
    with pytest.raises(Refused) as refused:
        declared(unit, user=person)
    assert (refused.value.code, refused.value.field) == ("inactive", "user")


def test_a_body_without_the_capacity_has_no_such_duty(unit: Organization) -> None:
    with pytest.raises(Refused) as refused:
        declared(factories.department())
    assert refused.value.code == "wrong_capacity"
    with pytest.raises(Refused, match="BUREAU"):
        appointed(Role.DEPARTMENT_OFFICER, unit)


def test_the_capacity_that_counts_is_the_one_of_now(unit: Organization) -> None:
    in_hand = factories.department()
    Organization.objects.filter(pk=in_hand.pk).update(is_employing_unit=True)
    assert declared(in_hand).state == State.DECLARED


def test_an_appointment_is_one_act(unit: Organization, by: Any) -> None:
    person, institution = factories.user(), factories.institution()
    duty = roles.appoint(person, Role.TEACHER, institution, terms(), by, "院务会决定")
    assert (duty.state, in_force(duty)) == (State.ACTIVE, True)
    assert (duty.criteria, duty.procedure) == (terms().criteria, terms().procedure)
    assert steps(duty) == [("appoint", "active", "院务会决定")]
    later = roles.appoint(person, Role.HEAD_TEACHER, institution, terms(TODAY + DAY), by)
    assert (later.state, in_force(later)) == (State.APPROVED, False)


def test_nobody_appoints_themselves(unit: Organization, by: Any) -> None:
    with pytest.raises(Refused) as refused:
        roles.appoint(by, Role.TEACHER, factories.institution(), terms(), by)
    assert refused.value.code == "own_duty"
    assert not RoleAssignment.objects.exists()


def test_nobody_is_appointed_without_criteria_and_procedure(unit: Organization) -> None:
    with pytest.raises(Refused) as refused:
        appointed(Role.TEACHER, factories.institution(), Terms(TODAY))
    assert (refused.value.code, refused.value.field) == ("missing", "criteria")


def test_a_liaison_officer_is_not_appointed(unit: Organization) -> None:
    with pytest.raises(Refused) as refused:
        appointed(Role.LIAISON_OFFICER, unit)
    assert refused.value.code == "declared_only"


def test_a_suspended_duty_empowers_again_once_resumed(unit: Organization, by: Any, at_new_year: SimulatedClock) -> None:
    duty = liaison_officer(unit)
    suspended = roles.suspend(duty, by, "离岗学习")
    assert (suspended.state, suspended.standing, in_force(duty)) == (State.SUSPENDED, True, False)
    assert roles.resume(duty, by).state == State.ACTIVE
    assert in_force(duty)
    assert steps(duty)[2:] == [("suspend", "suspended", "离岗学习"), ("resume", "active", "")]


def test_what_was_suspended_before_it_began_waits_for_its_day(unit: Organization, by: Any) -> None:
    duty = liaison_officer(unit, terms(TODAY + DAY))
    roles.suspend(duty, by, "借调")
    assert roles.resume(duty, by).state == State.APPROVED


@pytest.mark.parametrize("act", [roles.suspend, roles.end])
def test_what_takes_something_away_has_a_reason(unit: Organization, by: Any, act: Any) -> None:
    duty = liaison_officer(unit)
    with pytest.raises(Refused) as refused:
        act(duty, by, "")
    assert (refused.value.code, refused.value.field) == ("missing", "reason")
    assert in_force(duty)


def test_an_ended_duty_no_longer_stands(unit: Organization, by: Any) -> None:
    duty = liaison_officer(unit, terms(TODAY - 30 * DAY))
    ended = roles.end(duty, by, "退休")
    assert (ended.state, ended.ends_on, ended.standing, in_force(duty)) == (State.ENDED, TODAY, None, False)
    assert steps(ended)[-1] == ("end", "ended", "退休")
    assert declared(unit, user=duty.user).state == State.DECLARED
    assert RoleAssignment.objects.filter(user=duty.user).count() == 2


def test_a_duty_may_end_on_a_later_day(unit: Organization, by: Any, at_new_year: SimulatedClock) -> None:
    duty = liaison_officer(unit)
    ending = roles.end(duty, by, "换届", TODAY + 2 * DAY)
    assert (ending.state, ending.ends_on, ending.standing) == (State.ACTIVE, TODAY + 2 * DAY, True)
    wait(at_new_year, 1)
    assert in_force(duty)
    wait(at_new_year, 1)
    assert not in_force(duty)


def test_no_duty_ends_in_the_past(unit: Organization, by: Any) -> None:
    duty = liaison_officer(unit, terms(TODAY - 30 * DAY))
    with pytest.raises(Refused) as refused:
        roles.end(duty, by, "调离", TODAY - DAY)
    assert (refused.value.code, refused.value.field) == ("past", "ends_on")
    with pytest.raises(Refused):
        roles.declare_ending(duty, TODAY - DAY, by, "调离")


def test_after_its_term_a_duty_is_closed_by_the_next_declaration(
    unit: Organization, by: Any, at_new_year: SimulatedClock
) -> None:
    duty = liaison_officer(unit, terms(ends_on=TODAY + DAY))
    roles.declare_ending(duty, TODAY + DAY, by, "到期")
    with pytest.raises(Refused):
        declared(unit, user=duty.user)
    wait(at_new_year, 1)
    again = declared(unit, user=duty.user)
    duty.refresh_from_db()
    assert (duty.state, duty.ends_on, duty.ending_on, duty.standing) == (State.ENDED, TODAY + DAY, None, None)
    assert list(roles.history(duty).values_list("step", "by"))[-1] == ("end", None)
    assert again.pk != duty.pk


def test_a_declared_ending_waits_while_the_duty_goes_on(unit: Organization, by: Any) -> None:
    duty = roles.declare_ending(liaison_officer(unit), TODAY + 5 * DAY, by, "调离")
    assert (duty.state, duty.ending_on, duty.ends_on, in_force(duty)) == (State.ACTIVE, TODAY + 5 * DAY, None, True)
    assert steps(duty)[-1] == ("declare_ending", "active", "调离")


def test_a_later_declaration_of_the_ending_takes_the_place_of_an_earlier_one(unit: Organization, by: Any) -> None:
    duty = roles.declare_ending(liaison_officer(unit), TODAY + 5 * DAY, by, "调离")
    assert roles.declare_ending(duty, TODAY + 9 * DAY, by, "推迟").ending_on == TODAY + 9 * DAY


def test_an_approved_ending_falls_on_its_day(unit: Organization, by: Any, at_new_year: SimulatedClock) -> None:
    duty = roles.declare_ending(liaison_officer(unit), TODAY + 2 * DAY, factories.user(), "调离")
    approved = roles.approve_ending(duty, by)
    assert (approved.state, approved.ends_on, approved.ending_on) == (State.ACTIVE, TODAY + 2 * DAY, None)
    wait(at_new_year, 1)
    assert in_force(duty)
    wait(at_new_year, 1)
    assert not in_force(duty)


def test_an_ending_approved_late_falls_on_the_day_of_approval(
    unit: Organization, by: Any, at_new_year: SimulatedClock
) -> None:
    """What was done in between was done by right; that is not undone."""
    duty = roles.declare_ending(liaison_officer(unit), TODAY + DAY, factories.user(), "调离")
    wait(at_new_year, 3)
    assert in_force(duty)
    approved = roles.approve_ending(duty, by)
    assert (approved.state, approved.ends_on, approved.standing) == (State.ENDED, TODAY + 3 * DAY, None)


def test_after_a_returned_ending_the_duty_goes_on(unit: Organization, by: Any) -> None:
    duty = roles.declare_ending(liaison_officer(unit), TODAY, factories.user(), "调离")
    returned = roles.return_ending(duty, by, "接任者未到位")
    assert (returned.state, returned.ending_on, in_force(duty)) == (State.ACTIVE, None, True)
    assert steps(returned)[-1] == ("return_ending", "active", "接任者未到位")


def test_a_suspended_duty_stays_suspended_while_its_ending_waits(unit: Organization, by: Any) -> None:
    duty = roles.suspend(liaison_officer(unit), by, "借调")
    roles.declare_ending(duty, TODAY + 5 * DAY, factories.user(), "调离")
    assert roles.approve_ending(duty, by).state == State.SUSPENDED
    assert not in_force(duty)


def test_a_stale_instance_changes_nothing_of_what_others_did(unit: Organization, by: Any) -> None:
    duty = liaison_officer(unit)
    stale = RoleAssignment.objects.get(pk=duty.pk)
    roles.suspend(duty, by, "借调")
    with pytest.raises(Refused) as refused:
        roles.suspend(stale, by, "借调")
    assert refused.value.code == "not_possible"


def test_the_history_cannot_be_rewritten(unit: Organization) -> None:
    declared(unit)
    with pytest.raises(Exception, match="never changed"), transaction.atomic():
        RoleStep.objects.update(reason="另一个理由")
    with pytest.raises(Exception, match="never changed"), transaction.atomic():
        RoleStep.objects.all().delete()
