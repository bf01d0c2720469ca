"""Summaries of units: frozen figures, a second person, kept apart hours (8.2.4, R6)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from cadretrain_reports import clock
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people.api import Account
from cadretrain_reports.applets.summaries.api import UnitCounts, UnitSummary
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import Denied, in_scope
from cadretrain_reports.workflows import summaries as workflow
from tests import factories
from tests.factories_people import acts, liaison, officer
from tests.factories_reminders import DECEMBER, planned
from tests.factories_steering import academy, affairs
from tests.reports.scopes import belongings

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(at_new_year: SimulatedClock) -> Account:
    account: Account = planned(total="0.5")
    return account


@pytest.fixture
def unit(account: Account) -> Organization:
    return account.trainee.unit


def code_of(act: Any, *arguments: Any) -> str:
    with pytest.raises(Refused) as refused:
        act(*arguments)
    return refused.value.code


def sees(user: Any) -> bool:
    return in_scope(UnitSummary.objects.all(), user).exists()


def test_the_figures_are_frozen_when_it_is_submitted(
    account: Account, unit: Organization, at_new_year: SimulatedClock
) -> None:
    factories.trainee("T2")
    factories.released(duration=901)
    factories.learn(account, at_new_year, 901)
    belongings.declared(account.trainee, unit, account.trainee.managing_department, account.user, "approved")
    clerk = liaison(unit)
    with clock.simulated(DECEMBER):
        draft = workflow.write_summary(clerk, unit, "DEPARTMENT", 2026, "总体良好")
        assert draft.trainees == 0
        done = workflow.submit_summary(clerk, draft)
    due = UnitCounts(2, 2, 1, 1, Decimal("0.5"), Decimal(8), Decimal(0))
    assert UnitCounts(*(getattr(done, name) for name in UnitCounts.__dataclass_fields__)) == due
    factories.trainee("T3")
    boss = officer()
    with clock.simulated(DECEMBER):
        received = workflow.receive_summary(boss, done, "收到")
    assert (received.trainees, received.state, received.answer, received.decided_by) == (2, "received", "收到", boss)
    done_acts = [act for act, outcome in acts() if act.startswith("summary.") and outcome == "done"]
    assert done_acts == ["summary.write", "summary.submit", "summary.receive"]


def test_it_is_returned_with_a_reason_and_submitted_anew(unit: Organization) -> None:
    clerk, boss = liaison(unit), officer()
    draft = workflow.write_summary(clerk, unit, "DEPARTMENT", 2026)
    assert (sees(clerk), sees(boss)) == (True, False)
    assert code_of(workflow.receive_summary, boss, draft) == "not_possible"
    workflow.submit_summary(clerk, draft)
    assert sees(boss)
    assert code_of(workflow.return_summary, boss, draft, " ") == "missing"
    workflow.return_summary(boss, draft, "请补充")
    workflow.change_summary(clerk, draft, "DEPARTMENT", "已补充")
    assert workflow.submit_summary(clerk, draft).answer == ""
    assert code_of(workflow.change_summary, clerk, draft, "DEPARTMENT") == "not_possible"


def test_who_may_write_and_who_may_receive(account: Account, unit: Organization) -> None:
    clerk = liaison(unit)
    assert code_of(workflow.write_summary, clerk, unit, "SASW", 2026) == "unknown_receiver"
    assert code_of(workflow.write_summary, clerk, unit, "DEPARTMENT", 26) == "bad_year"
    done = workflow.submit_summary(clerk, workflow.write_summary(clerk, unit, "DEPARTMENT", 2026))
    for stranger in (officer(), account.user, liaison(factories.organization("BESIDE"))):
        with pytest.raises(Denied):
            workflow.write_summary(stranger, unit, "DEPARTMENT", 2026)
    for stranger in (clerk, affairs(academy()), liaison(factories.organization("BESIDE"))):
        with pytest.raises(Denied):
            workflow.receive_summary(stranger, done)
