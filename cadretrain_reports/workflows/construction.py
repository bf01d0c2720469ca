"""Course construction: plans of the institution, inspections by the department, declared conformity (7.1.1, 7.1.2).

The acting platform user comes first. Each function raises ``Denied``, or ``Refused`` for what the applet refuses.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from django.db import transaction

from cadretrain_reports import clock
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.construction import api as construction
from cadretrain_reports.applets.construction.api import ConformityStatement, ConstructionPlan, Inspection
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.scopes.api import require

_Row = TypeVar("_Row")


def draw_up_plan(
    actor: Any, institution: Organization, year: int, goals: str, lines: Sequence[construction.Line]
) -> ConstructionPlan:
    """Draw up an institution's plan of an annual period, or a further edition of what is submitted (7.1.2)."""
    require(actor, "plan_construction", institution, organizations.about(institution))
    draw_up = partial(construction.draw_up, institution, year, goals, lines, actor, clock.now())
    return _on_record(actor, "construction.draw_up", draw_up, construction.about_plan)


def change_plan(actor: Any, plan: ConstructionPlan, goals: str, lines: Sequence[construction.Line]) -> ConstructionPlan:
    """Put other goals and lines in the place of those of a draft (7.1.2)."""
    _require_for_plan(actor, plan)
    change = partial(construction.change, plan, goals, lines, actor, clock.now())
    return _on_record(actor, "construction.change", change, construction.about_plan)


def approve_plan(actor: Any, plan: ConstructionPlan) -> ConstructionPlan:
    """Approve a draft for the institution, as another person than who drew it up (7.1.2)."""
    _require_for_plan(actor, plan)
    approve = partial(construction.approve, plan, actor, clock.now())
    return _on_record(actor, "construction.approve", approve, construction.about_plan)


def send_plan_back(actor: Any, plan: ConstructionPlan, reason: str) -> ConstructionPlan:
    """Make an approved plan a draft again, before it is submitted (7.1.2)."""
    _require_for_plan(actor, plan)
    send_back = partial(construction.send_back, plan, reason)
    return _on_record(actor, "construction.send_back", send_back, construction.about_plan, reason)


def submit_plan(actor: Any, plan: ConstructionPlan) -> ConstructionPlan:
    """Submit an approved plan to the department above the institution (7.1.2)."""
    _require_for_plan(actor, plan)
    submit = partial(construction.submit, plan, clock.now())
    return _on_record(actor, "construction.submit", submit, construction.about_plan)


def record_inspection(
    actor: Any, department: Organization, institution: Organization, report: construction.Report
) -> Inspection:
    """Record, in a department's name, that it has inspected an institution at or below it (7.1.1)."""
    require(actor, "inspect", department, organizations.about(department))
    inspect = partial(construction.inspect, department, institution, report, actor, clock.now())
    return _on_record(actor, "inspection.record", inspect, construction.about_inspection)


def answer_inspection(actor: Any, inspection: Inspection, answer: str) -> Inspection:
    """Say for the institution what was mended (7.1.1)."""
    require(actor, "answer_inspection", inspection.institution, construction.about_inspection(inspection))
    reply = partial(construction.answer, inspection, answer, actor, clock.now())
    return _on_record(actor, "inspection.answer", reply, construction.about_inspection)


def close_inspection(actor: Any, inspection: Inspection, conclusion: str) -> Inspection:
    """Close an inspection for the department that made it; from then on nothing of it changes (7.1.1)."""
    require(actor, "inspect", inspection.department, construction.about_inspection(inspection))
    close = partial(construction.close, inspection, conclusion, actor, clock.now())
    return _on_record(actor, "inspection.close", close, construction.about_inspection)


def declare_conformity(actor: Any, institution: Organization, claim: construction.Claim) -> ConformityStatement:
    """Declare, in an institution's name, that a course or all of its courses conform to a standard (7.1.2)."""
    require(actor, "declare_conformity", institution, organizations.about(institution))
    declare = partial(construction.declare, institution, claim, actor, clock.now())
    return _on_record(actor, "conformity.declare", declare, construction.about_statement)


def withdraw_conformity(actor: Any, statement: ConformityStatement, reason: str) -> ConformityStatement:
    """Withdraw what an institution has declared; it stays on record (7.1.2)."""
    require(actor, "declare_conformity", statement.institution, construction.about_statement(statement))
    withdraw = partial(construction.withdraw, statement, reason, actor, clock.now())
    return _on_record(actor, "conformity.withdraw", withdraw, construction.about_statement, reason)


def _require_for_plan(actor: Any, plan: ConstructionPlan) -> None:
    require(actor, "plan_construction", plan.institution, construction.about_plan(plan))


def _on_record(
    actor: Any, act: str, take: Callable[[], _Row], about: Callable[[_Row], audit.Target], reason: str = ""
) -> _Row:
    with transaction.atomic():
        taken = take()
        audit.record(act, actor.pk, about(taken), reason=reason)
    return taken
