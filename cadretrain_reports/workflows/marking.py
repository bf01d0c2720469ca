"""The units of a course run on the platform marked by the hundred, by the same plan as an export (R1, 3.7).

What is marked is content, which Studio keeps with its history: nothing becomes a course here before it is published,
and nothing yields credit before it is released (7.1.3).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import compat
from cadretrain_reports.offline.olx import (
    Applied,
    CourseOutline,
    plan_headers,
    plan_rows,
    read_plan,
    told,
)
from cadretrain_reports.offline.sheets import write_csv
from cadretrain_reports.refusals import Refused


def plan_run(actor: Any, course_run: str, target: Path) -> CourseOutline:
    """Write the plan of a course run to ``target`` as CSV (3.7).

    Raises ``Refused`` with code ``denied`` for who may not author there, ``no_course_run`` where there is nothing.
    """
    outline = _outline(actor, course_run)
    write_csv(target, plan_headers(), plan_rows(outline, gettext))
    return outline


def apply_run(actor: Any, course_run: str, plan: Path) -> Applied:
    """Put the blocks that a plan asks for into the units of a course run, as drafts; applied again it adds nothing.

    Raises ``Refused`` as ``plan_run``, ``SheetError``, and ``PlanRefused`` with all that is wrong with the plan; then
    nothing is changed.
    """
    outline = _outline(actor, course_run)
    planned = read_plan(plan, outline)
    before = {unit.key: unit.marks for unit in outline.units}
    wanted = {key: mark for key, mark in planned.marks.items() if before[key] != (mark,)}
    if wanted:
        compat.mark_units(actor, course_run, wanted)
    return told(outline, planned)


def _outline(actor: Any, course_run: str) -> CourseOutline:
    if not actor.is_active or not compat.may_author(actor, course_run):
        raise Refused("denied", _("This account may not author in this course run."), "course_run")
    try:
        return compat.outline_of(course_run)
    except compat.ContentMissingError:
        raise Refused("no_course_run", _("There is no such course run."), "course_run") from None
