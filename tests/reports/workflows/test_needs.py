"""Training needs: the unit states them, whoever receives them answers, on record (5.4)."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports.applets.needs.api import TrainingNeed
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.scopes.api import Denied, in_scope
from cadretrain_reports.workflows import needs as workflow
from tests import factories
from tests.factories_people import acts, liaison, officer
from tests.factories_steering import academy, affairs, need, serve

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(at_new_year: SimulatedClock) -> Organization:
    body = factories.organization("BUREAU")
    serve(academy(), body)
    return body


def sees(user: Any, row: TrainingNeed) -> bool:
    return in_scope(TrainingNeed.objects.all(), user).filter(pk=row.pk).exists()


def test_a_liaison_officer_hands_in_and_the_institution_answers(unit: Organization) -> None:
    clerk, staff = liaison(unit), affairs(academy())
    draft = workflow.state_need(clerk, unit, "SASW", need())
    assert [sees(who, draft) for who in (clerk, staff, officer())] == [True, False, False]
    workflow.change_need(clerk, draft, "SASW", need(trainees=20))
    workflow.hand_need_in(clerk, draft)
    assert [sees(who, draft) for who in (clerk, staff, officer())] == [True, True, True]
    assert workflow.collect_need(staff, draft, "列入专题班").state == "collected"
    did = ["need.state", "need.change", "need.hand_in", "need.collect"]
    assert acts() == [(act, "done") for act in did]


def test_what_is_handed_in_to_an_institution_is_not_for_the_department_to_answer(unit: Organization) -> None:
    to_school = workflow.hand_need_in(liaison(unit), workflow.state_need(liaison(unit), unit, "SASW", need()))
    to_department = workflow.state_need(liaison(unit), unit, "DEPARTMENT", need())
    workflow.hand_need_in(liaison(unit), to_department)
    with pytest.raises(Denied):
        workflow.collect_need(officer(), to_school, "x")
    with pytest.raises(Denied):
        workflow.collect_need(affairs(academy()), to_department, "x")
    assert workflow.collect_need(officer(), to_department, "列入年度计划").state == "collected"


def test_nobody_else_speaks_for_the_unit(unit: Organization) -> None:
    draft = workflow.state_need(liaison(unit), unit, "SASW", need())
    for stranger in (officer(), affairs(academy()), liaison(factories.organization("BESIDE"))):
        with pytest.raises(Denied):
            workflow.state_need(stranger, unit, "SASW", need())
        with pytest.raises(Denied):
            workflow.hand_need_in(stranger, draft)
        with pytest.raises(Denied):
            workflow.withdraw_need(stranger, draft)
    assert workflow.withdraw_need(liaison(unit), draft).state == "withdrawn"
