"""Plans, inspections and declared conformity: who may do what, on record (7.1.1, 7.1.2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.construction.api import ConstructionPlan
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.scopes.api import Denied
from cadretrain_reports.workflows import construction as workflow
from tests import factories
from tests.factories_duties import holder
from tests.factories_people import acts, officer
from tests.factories_steering import academy, affairs, claim, line, refusal, report
from tests.workers import crew, together

pytestmark = pytest.mark.django_db


@pytest.fixture
def institution(at_new_year: Any) -> Organization:
    return academy()


def denied(act: Callable[..., Any], *arguments: Any) -> None:
    with pytest.raises(Denied):
        act(*arguments)


def test_two_persons_of_the_institution_bring_a_plan_to_the_department(institution: Organization) -> None:
    author, second = affairs(institution), affairs(institution)
    plan = workflow.draw_up_plan(author, institution, 2026, "目标", [line()])
    workflow.change_plan(author, plan, "目标", [line(courses=3)])
    assert refusal(workflow.approve_plan, author, plan) == ("four_eyes", "")
    workflow.approve_plan(second, plan)
    workflow.send_plan_back(second, plan, "再议")
    workflow.approve_plan(second, plan)
    assert workflow.submit_plan(author, plan).submitted_to == factories.department()
    did = ["draw_up", "change", "approve", "send_back", "approve", "submit"]
    assert acts() == [(f"construction.{act}", "done") for act in did]
    assert AuditEntry.objects.get(act="construction.send_back").reason == "再议"


def test_nobody_else_plans(institution: Organization) -> None:
    plan = workflow.draw_up_plan(affairs(institution), institution, 2026, "目标", [line()])
    for stranger in (officer(), affairs(academy("ELSE")), holder(Role.TEACHER, institution), factories.user()):
        denied(workflow.draw_up_plan, stranger, institution, 2027, "目标", [line()])
        denied(workflow.change_plan, stranger, plan, "目标", [line()])
        denied(workflow.approve_plan, stranger, plan)
        denied(workflow.submit_plan, stranger, plan)
    assert acts().count(("plan_construction", "denied")) == 16


def test_a_department_inspects_and_closes_and_the_institution_answers(institution: Organization) -> None:
    inspector, clerk = officer(), affairs(institution)
    inspection = workflow.record_inspection(inspector, factories.department(), institution, report())
    denied(workflow.record_inspection, clerk, factories.department(), institution, report())
    denied(workflow.record_inspection, officer(factories.department("OTHER")), factories.department(), institution, 0)
    denied(workflow.answer_inspection, inspector, inspection, "x")
    denied(workflow.close_inspection, clerk, inspection, "x")
    workflow.answer_inspection(clerk, inspection, "已补齐")
    assert workflow.close_inspection(inspector, inspection, "合格").state == "closed"
    done = [act for act, outcome in acts() if outcome == "done"]
    assert done == ["inspection.record", "inspection.answer", "inspection.close"]


def test_an_institution_declares_for_itself(institution: Organization) -> None:
    clerk = affairs(institution)
    statement = workflow.declare_conformity(clerk, institution, claim())
    for stranger in (officer(), affairs(academy("ELSE"))):
        denied(workflow.declare_conformity, stranger, institution, claim())
        denied(workflow.withdraw_conformity, stranger, statement, "x")
    assert workflow.withdraw_conformity(clerk, statement, "标准已修订").state == "withdrawn"
    entry = AuditEntry.objects.get(act="conformity.withdraw")
    assert (entry.reason, entry.organization) == ("标准已修订", "SASW")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_does() -> None:
    institution = academy()
    author, one, other = (affairs(institution) for _ in range(3))
    with crew() as workers:
        for year in range(2000, 2010):
            plan = workflow.draw_up_plan(author, institution, year, "目标", [line()])
            each = [{"function": f"{__name__}.approve", "actor": who.pk, "plan": plan.pk} for who in (one, other)]
            assert sorted(together(workers, "call", *each)) == ["approved", "not_possible"]
            again = {"function": f"{__name__}.draw_up", "actor": author.pk, "year": year + 100}
            assert sorted(together(workers, "call", again)) == ["draft", "plan_open"]
    assert AuditEntry.objects.filter(act="construction.approve").count() == 10


def approve(actor: int, plan: int) -> str:
    """Approve in another process."""
    from tests.workers import _answer, _person

    row = ConstructionPlan.objects.get(pk=plan)
    return _answer(lambda: workflow.approve_plan(_person(actor), row).state)


def draw_up(actor: int, year: int) -> str:
    """Draw up in another process."""
    from tests.workers import _answer, _person

    return _answer(lambda: workflow.draw_up_plan(_person(actor), academy(), year, "目标", [line()]).state)
