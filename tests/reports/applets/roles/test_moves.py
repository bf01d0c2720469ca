"""Which step leads from which state to which, and who may take it (6.3.3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.roles import api as roles
from cadretrain_reports.applets.roles.api import RoleAssignment, RoleStep, State
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.refusals import Refused
from tests import factories
from tests.factories_duties import TODAY, declared, liaison_officer, terms

pytestmark = pytest.mark.django_db

LATER = TODAY + timedelta(days=10)

REACHED: dict[State, Callable[[Organization], RoleAssignment]] = {
    State.DECLARED: declared,
    State.RETURNED: lambda unit: roles.return_(declared(unit), factories.user(), "材料不全"),
    State.APPROVED: lambda unit: liaison_officer(unit, terms(LATER)),
    State.ACTIVE: liaison_officer,
    State.SUSPENDED: lambda unit: roles.suspend(liaison_officer(unit), factories.user(), "借调"),
    State.ENDED: lambda unit: roles.end(liaison_officer(unit), factories.user(), "调离"),
}

STEPS: dict[str, Callable[[RoleAssignment, Any], RoleAssignment]] = {
    "declare_again": lambda duty, by: roles.declare_again(duty, terms(), by),
    "approve": roles.approve,
    "return": lambda duty, by: roles.return_(duty, by, "材料不全"),
    "suspend": lambda duty, by: roles.suspend(duty, by, "借调"),
    "resume": roles.resume,
    "declare_ending": lambda duty, by: roles.declare_ending(duty, LATER, by, "调离"),
    "approve_ending": roles.approve_ending,
    "return_ending": lambda duty, by: roles.return_ending(duty, by, "暂缓"),
    "end": lambda duty, by: roles.end(duty, by, "调离"),
}

LEADS = {
    (State.DECLARED, "approve"): State.ACTIVE,
    (State.DECLARED, "return"): State.RETURNED,
    (State.RETURNED, "declare_again"): State.DECLARED,
    (State.APPROVED, "suspend"): State.SUSPENDED,
    (State.APPROVED, "declare_ending"): State.APPROVED,
    (State.APPROVED, "end"): State.ENDED,
    (State.ACTIVE, "suspend"): State.SUSPENDED,
    (State.ACTIVE, "declare_ending"): State.ACTIVE,
    (State.ACTIVE, "end"): State.ENDED,
    (State.SUSPENDED, "resume"): State.ACTIVE,
    (State.SUSPENDED, "declare_ending"): State.SUSPENDED,
    (State.SUSPENDED, "end"): State.ENDED,
}
IN_OFFICE = {State.APPROVED, State.ACTIVE, State.SUSPENDED}


@pytest.fixture
def unit(at_new_year: SimulatedClock) -> Organization:
    return factories.organization("BUREAU")


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", REACHED)
def test_every_step_from_every_state(unit: Organization, state: State, step: str) -> None:
    duty = REACHED[state](unit)
    assert duty.state == state
    steps = RoleStep.objects.count()
    if (state, step) in LEADS:
        assert STEPS[step](duty, factories.user()).state == LEADS[state, step]
        assert RoleStep.objects.count() == steps + 1
        return
    with pytest.raises(Refused) as refused:
        STEPS[step](duty, factories.user())
    assert refused.value.code == ("no_ending" if state in IN_OFFICE and "_ending" in step else "not_possible")
    duty.refresh_from_db()
    assert (duty.state, RoleStep.objects.count()) == (state, steps)


@pytest.mark.parametrize(
    ("state", "step"),
    [(state, step) for state, step in LEADS if step not in ("declare_again", "declare_ending")],
)
def test_nobody_decides_on_a_duty_of_their_own(unit: Organization, state: State, step: str) -> None:
    duty = REACHED[state](unit)
    with pytest.raises(Refused) as refused:
        STEPS[step](duty, duty.user)
    assert refused.value.code == "own_duty"


@pytest.mark.parametrize("step", ["approve_ending", "return_ending"])
def test_nobody_decides_on_an_ending_of_their_own(unit: Organization, step: str) -> None:
    duty = roles.declare_ending(liaison_officer(unit), LATER, factories.user(), "调离")
    with pytest.raises(Refused) as refused:
        STEPS[step](duty, duty.user)
    assert refused.value.code == "own_duty"


def test_one_may_ask_to_leave_and_to_be_declared(unit: Organization) -> None:
    duty = liaison_officer(unit)
    assert roles.declare_ending(duty, LATER, duty.user, "本人申请").ending_on == LATER
    person = factories.user()
    assert declared(unit, user=person, by=person).state == State.DECLARED


def test_whoever_declared_a_duty_does_not_approve_it(unit: Organization) -> None:
    clerk = factories.user()
    duty = declared(unit, by=clerk)
    with pytest.raises(Refused) as refused:
        roles.approve(duty, clerk)
    assert refused.value.code == "four_eyes"
    assert roles.return_(duty, clerk, "填错").state == State.RETURNED


def test_the_newest_declaration_is_the_one_to_approve(unit: Organization) -> None:
    first, second = factories.user(), factories.user()
    returned = roles.return_(declared(unit, by=first), factories.user(), "材料不全")
    again = roles.declare_again(returned, terms(), second)
    with pytest.raises(Refused) as refused:
        roles.approve(again, second)
    assert refused.value.code == "four_eyes"
    assert roles.approve(again, first).state == State.ACTIVE


def test_whoever_declared_an_ending_does_not_approve_it(unit: Organization) -> None:
    clerk = factories.user()
    duty = roles.declare_ending(liaison_officer(unit), TODAY, clerk, "调离")
    with pytest.raises(Refused) as refused:
        roles.approve_ending(duty, clerk)
    assert refused.value.code == "four_eyes"
    assert roles.approve_ending(duty, factories.user()).state == State.ENDED


def test_an_ending_declared_is_decided_on_first(unit: Organization) -> None:
    duty = roles.declare_ending(liaison_officer(unit), LATER, factories.user(), "调离")
    with pytest.raises(Refused) as refused:
        roles.end(duty, factories.user(), "调离")
    assert refused.value.code == "ending_declared"


@pytest.mark.parametrize("step", ["suspend", "end"])
def test_nothing_is_done_to_a_duty_whose_term_is_over(
    unit: Organization, at_new_year: SimulatedClock, step: str
) -> None:
    duty = liaison_officer(unit, terms(ends_on=LATER))
    at_new_year.advance(10 * 86400)
    with pytest.raises(Refused) as refused:
        STEPS[step](duty, factories.user())
    assert refused.value.code == "over"


def test_a_declaration_whose_term_is_over_can_only_be_returned(unit: Organization, at_new_year: SimulatedClock) -> None:
    duty = declared(unit, terms(ends_on=LATER))
    at_new_year.advance(10 * 86400)
    with pytest.raises(Refused) as refused:
        roles.approve(duty, factories.user())
    assert refused.value.code == "over"
    assert roles.return_(duty, factories.user(), "任期已过").state == State.RETURNED
