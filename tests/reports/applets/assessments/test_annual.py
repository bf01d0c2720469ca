"""The year of a trainee on its own: one finding stands, a second person confirms it, what is settled stays (8.2.1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from cadretrain_reports.applets.assessments import api as assessments
from cadretrain_reports.applets.assessments.api import SETTLED, AnnualAssessment, State
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.rules.annual import Finding, Proposal
from tests import factories
from tests.conftest import NEW_YEAR
from tests.factories_plans import refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]

FOUND = Proposal(Finding.NOT_MET, {"asked": {"total_hours": "2"}, "done": {"total_hours": "1"}})
OTHER = replace(FOUND, finding=Finding.MET)


@pytest.fixture
def trainee() -> Trainee:
    return factories.trainee().trainee


@pytest.fixture
def first() -> Any:
    return factories.user()


@pytest.fixture
def second() -> Any:
    return factories.user()


def propose(trainee: Trainee, by: Any, proposal: Proposal = FOUND) -> AnnualAssessment | None:
    return assessments.propose(factories.institution(), 2025, trainee, proposal, by, NEW_YEAR)


def proposed(trainee: Trainee, by: Any, proposal: Proposal = FOUND) -> AnnualAssessment:
    found = propose(trainee, by, proposal)
    assert found is not None
    return found


def settled(trainee: Trainee, first: Any, second: Any) -> AnnualAssessment:
    return assessments.confirm(proposed(trainee, first), second, NEW_YEAR)


def test_a_proposal_keeps_unit_department_and_arithmetic(trainee: Trainee, first: Any) -> None:
    found = proposed(trainee, first)
    assert (found.state, found.result, found.standing) == ("proposed", "not_met", True)
    assert (found.unit, found.department) == (trainee.unit, trainee.managing_department)
    assert found.arithmetic == FOUND.arithmetic


def test_other_figures_take_the_place_of_a_proposal_and_the_same_do_not(trainee: Trainee, first: Any) -> None:
    found = proposed(trainee, first)
    assert propose(trainee, first) is None
    newer = proposed(trainee, first, OTHER)
    found.refresh_from_db()
    assert (found.standing, newer.standing) == (None, True)


def test_a_returned_one_gives_way_to_the_same_figures(trainee: Trainee, first: Any, second: Any) -> None:
    found = proposed(trainee, first)
    assert refusal(assessments.turn_down, found, second, NEW_YEAR, state=State.PROPOSED, reason=" ")[0] == "missing"
    returned = assessments.turn_down(found, second, NEW_YEAR, state=State.PROPOSED, reason="再核")
    assert (returned.state, returned.answered_by, returned.reason) == ("returned", second, "再核")
    assert proposed(trainee, first).pk != found.pk


def test_a_second_person_confirms(trainee: Trainee, first: Any, second: Any) -> None:
    found = proposed(trainee, first)
    assert refusal(assessments.confirm, found, first, NEW_YEAR) == ("four_eyes", "")
    assert not assessments.is_confirmed(trainee.pk, 2025)
    confirmed = assessments.confirm(found, second, NEW_YEAR)
    assert (confirmed.state, confirmed.confirmed_by) == ("confirmed", second)
    assert assessments.is_confirmed(trainee.pk, 2025)
    assert not assessments.is_confirmed(trainee.pk, 2026)
    assert propose(trainee, first, OTHER) is None


STEPS: dict[str, tuple[str, Callable[..., AnnualAssessment]]] = {
    "confirm": (State.PROPOSED, assessments.confirm),
    "report": (State.CONFIRMED, assessments.report),
    "receive": (State.REPORTED, assessments.receive),
}


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("state", State)
def test_each_step_has_its_state(trainee: Trainee, first: Any, second: Any, name: str, state: str) -> None:
    found = proposed(trainee, first)
    AnnualAssessment.objects.update(state=state)
    wanted, step = STEPS[name]
    if state != wanted:
        assert refusal(step, found, second, NEW_YEAR) == ("not_possible", "")
        return
    assert step(found, second, NEW_YEAR).state != wanted


@pytest.mark.parametrize("state", State)
def test_what_is_settled_is_opened_again_for_a_reason(trainee: Trainee, first: Any, second: Any, state: State) -> None:
    found = settled(trainee, first, second)
    AnnualAssessment.objects.update(state=state)
    assert refusal(assessments.reopen, found, second, NEW_YEAR, "")[0] == "missing"
    if state not in SETTLED:
        assert refusal(assessments.reopen, found, second, NEW_YEAR, "漏计") == ("not_possible", "")
        return
    opened = assessments.reopen(found, second, NEW_YEAR, "漏计")
    assert (opened.state, opened.standing, opened.reason) == (state, None, "漏计")
    assert not assessments.is_confirmed(trainee.pk, 2025)
    assert proposed(trainee, first).standing


def test_those_that_stand_are_found_by_their_state(trainee: Trainee, first: Any, second: Any) -> None:
    found = settled(trainee, first, second)
    other = proposed(factories.trainee().trainee, first)
    standing = assessments.standing_in(found.institution, 2025, State.PROPOSED)
    assert list(standing) == [other]
    assert list(assessments.standing_in(found.institution, 2024, State.PROPOSED)) == []
    assessments.reopen(found, second, NEW_YEAR, "漏计")
    assert list(assessments.standing_in(found.institution, 2025, State.CONFIRMED)) == []
