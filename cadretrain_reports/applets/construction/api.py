"""The door to course construction: plans, inspections, declared conformity (7.1.1, 7.1.2)."""

from cadretrain_reports.applets.construction.conformity import Claim, about_statement, declare, withdraw
from cadretrain_reports.applets.construction.inspections import Report, about_inspection, answer, close, inspect
from cadretrain_reports.applets.construction.models import (
    ConformityStatement,
    ConstructionLine,
    ConstructionPlan,
    Inspection,
)
from cadretrain_reports.applets.construction.plans import (
    Line,
    PlanRefused,
    about_plan,
    approve,
    change,
    draw_up,
    send_back,
    submit,
)
from cadretrain_reports.applets.construction.progress import Progress, progress

__all__ = [
    "Claim",
    "ConformityStatement",
    "ConstructionLine",
    "ConstructionPlan",
    "Inspection",
    "Line",
    "PlanRefused",
    "Progress",
    "Report",
    "about_inspection",
    "about_plan",
    "about_statement",
    "answer",
    "approve",
    "change",
    "close",
    "declare",
    "draw_up",
    "inspect",
    "progress",
    "send_back",
    "submit",
    "withdraw",
]
