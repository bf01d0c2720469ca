"""Existing courses marked by the hundred: from an export of Studio to a plan, and from the plan into the export."""

from cadretrain_reports.offline.olx.errors import OlxError
from cadretrain_reports.offline.olx.marking import Applied, apply_plan, make_plan, told
from cadretrain_reports.offline.olx.marks import BLOCK, Mark
from cadretrain_reports.offline.olx.outline import CourseOutline, UnitOutline
from cadretrain_reports.offline.olx.planning import plan_headers, plan_rows
from cadretrain_reports.offline.olx.reading import Planned, PlanProblem, PlanRefused, read_plan
from cadretrain_reports.offline.olx.sentences import reason_text

__all__ = [
    "BLOCK",
    "Applied",
    "CourseOutline",
    "Mark",
    "OlxError",
    "PlanProblem",
    "PlanRefused",
    "Planned",
    "UnitOutline",
    "apply_plan",
    "make_plan",
    "plan_headers",
    "plan_rows",
    "read_plan",
    "reason_text",
    "told",
]
