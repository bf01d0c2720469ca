"""An institution's yearly plan of course construction: drawn up, approved by a second person, submitted (7.1.2).

All functions are called inside a transaction and return the plan as it is then. They raise ``Refused``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.audit.api import Target
from cadretrain_reports.applets.construction.models import ConstructionLine, ConstructionPlan
from cadretrain_reports.applets.courses.api import CourseVersion
from cadretrain_reports.applets.organizations.api import Organization, department_above
from cadretrain_reports.refusals import Refused, checked_text
from cadretrain_reports.rules.credit_hours import is_quarters
from cadretrain_reports.rules.values import FIRST_YEAR, LAST_YEAR
from cadretrain_reports.steps import held, second_person

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

LONGEST_GOALS: Final = 2000
"""Characters of a plan's goals."""

MOST_LINES: Final = 100
"""Lines of a plan."""

MOST_COURSES: Final = 9999
"""Courses of a line: more is a typing error."""

_State = ConstructionPlan.State

_TEXTS: Final[Mapping[str, StrPromise]] = {
    "no_institution": _("Only a training institution plans courses of its own."),
    "bad_year": _("This is no year of training. Write it with four digits."),
    "plan_open": _("A plan of this year is not submitted yet: change that one, or submit it first."),
    "no_lines": _("A plan has 1 to 100 lines."),
    "no_amount": _("Say how many courses are to be built, or how many credit-hours, as positive figures."),
    "bad_hours": _("Credit-hours are a positive multiple of 0.25."),
    "bad_source": _("Choose one of the five sources, or none for any."),
    "same_line": _("Two lines plan the same category and source. Make them one."),
    "no_department": _("No management department stands above this institution: there is nobody to submit it to."),
}


class PlanRefused(Refused):
    """A plan that cannot be made so; ``code`` is a key of the texts above."""

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(code, _TEXTS[code], field)


@dataclass(frozen=True, slots=True)
class Line:
    """What is to be built; an empty ``category`` or ``source`` stands for any (7.1.2)."""

    topic: str
    responsible: str
    due_on: date
    category: str = ""
    source: str = ""
    courses: int | None = None
    credit_hours: Decimal | None = None


def draw_up(
    institution: Organization, year: int, goals: str, lines: Sequence[Line], by: Any, at: datetime
) -> ConstructionPlan:
    """Draw up the plan of an annual period, or its next edition once the one before is submitted.

    Refuses a body that is no institution, and a year of which a plan is not submitted yet (``plan_open``).
    """
    if not institution.is_training_institution:
        raise PlanRefused("no_institution", "institution")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise PlanRefused("bad_year", "year")
    said = {"goals": checked_text("goals", goals, LONGEST_GOALS), "drawn_up_by": by, "drawn_up_at": at}
    rows = _rows(lines)
    earlier = ConstructionPlan.objects.filter(institution=institution, year=year).order_by("-edition").first()
    if earlier is not None and earlier.state != _State.SUBMITTED:
        raise PlanRefused("plan_open", "year")
    edition = earlier.edition + 1 if earlier else 1
    try:
        with transaction.atomic():
            plan = ConstructionPlan.objects.create(institution=institution, year=year, edition=edition, **said)
    except IntegrityError:
        raise PlanRefused("plan_open", "year") from None
    _keep(plan, rows)
    return plan


def change(plan: ConstructionPlan, goals: str, lines: Sequence[Line], by: Any, at: datetime) -> ConstructionPlan:
    """Put other goals and lines in the place of those of a draft; whoever does has drawn it up from then on."""
    current = held(plan, _State.DRAFT)
    rows = _rows(lines)
    current.goals = checked_text("goals", goals, LONGEST_GOALS)
    current.drawn_up_by, current.drawn_up_at = by, at
    current.save(update_fields=["goals", "drawn_up_by", "drawn_up_at"])
    current.lines.all().delete()
    _keep(current, rows)
    return current


def approve(plan: ConstructionPlan, by: Any, at: datetime) -> ConstructionPlan:
    """Approve a draft, as a second person: nobody approves what they drew up (``four_eyes``)."""
    current = held(plan, _State.DRAFT)
    second_person(by, current.drawn_up_by_id)
    current.state, current.approved_by, current.approved_at, current.remark = _State.APPROVED, by, at, ""
    current.save(update_fields=["state", "approved_by", "approved_at", "remark"])
    return current


def send_back(plan: ConstructionPlan, reason: str) -> ConstructionPlan:
    """Make an approved plan a draft again, to be changed, with the reason."""
    current = held(plan, _State.APPROVED)
    current.remark = checked_text("reason", reason, 500)
    current.state, current.approved_by, current.approved_at = _State.DRAFT, None, None
    current.save(update_fields=["state", "approved_by", "approved_at", "remark"])
    return current


def submit(plan: ConstructionPlan, at: datetime) -> ConstructionPlan:
    """Submit an approved plan to the department above the institution; from now on it never changes."""
    current = held(plan, _State.APPROVED)
    current.submitted_to = department_above(current.institution)
    if current.submitted_to is None:
        raise PlanRefused("no_department")
    current.state, current.submitted_at = _State.SUBMITTED, at
    current.save(update_fields=["state", "submitted_to", "submitted_at"])
    return current


def about_plan(plan: ConstructionPlan) -> Target:
    """Return how the audit log names a plan."""
    return Target("construction_plan", str(plan.uuid), plan.institution.code)


def _keep(plan: ConstructionPlan, rows: Sequence[ConstructionLine]) -> None:
    for row in rows:
        row.plan = plan
    ConstructionLine.objects.bulk_create(rows)


def _rows(lines: Sequence[Line]) -> list[ConstructionLine]:
    if not 1 <= len(lines) <= MOST_LINES:
        raise PlanRefused("no_lines", "lines")
    rows = [_row(number, line) for number, line in enumerate(lines, 1)]
    if len({(row.category, row.source) for row in rows}) < len(rows):
        raise PlanRefused("same_line", "lines")
    return rows


def _row(number: int, line: Line) -> ConstructionLine:
    _check_amounts(line)
    if line.source and line.source not in CourseVersion.Source.values:
        raise PlanRefused("bad_source", "source")
    return ConstructionLine(
        number=number,
        topic=checked_text("topic", line.topic, 255),
        category=checked_text("category", line.category, 64, optional=True),
        source=line.source,
        courses=line.courses,
        credit_hours=line.credit_hours,
        responsible=checked_text("responsible", line.responsible, 128),
        due_on=line.due_on,
    )


def _check_amounts(line: Line) -> None:
    if line.courses is None and line.credit_hours is None:
        raise PlanRefused("no_amount", "courses")
    if line.courses is not None and not 0 < line.courses <= MOST_COURSES:
        raise PlanRefused("no_amount", "courses")
    if line.credit_hours is not None and not is_quarters(line.credit_hours):
        raise PlanRefused("bad_hours", "credit_hours")
