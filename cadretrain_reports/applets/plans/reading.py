"""Which plans are in force on a day, and their lines as the rules take them (8.1, R6)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from cadretrain_reports.applets.plans.models import Issuance, PlanLine
from cadretrain_reports.rules.requirements import Figures, Form, Line, Whom


def plans_in_force(year: int, on: date) -> QuerySet[Issuance]:
    """Return the annual plans of a period whose edition is in force on a day."""
    plans = Issuance.objects.filter(kind=Issuance.Kind.ANNUAL_PLAN, year=year, in_force_from__lte=on)
    in_force = Q(in_force_until=None) | Q(in_force_until__gt=on)
    return plans.filter(in_force, issued_at__isnull=False)


def touching(plans: QuerySet[Issuance], paths: Collection[str]) -> dict[str, set[int]]:
    """Return the keys of plans by the path of the body to which they go; one query. Only ``paths`` are looked at."""
    rows = plans.filter(recipients__named=True, recipients__organization__path__in=paths)
    found: dict[str, set[int]] = {}
    for plan, path in rows.values_list("pk", "recipients__organization__path"):
        found.setdefault(path, set()).add(plan)
    return found


def lines_by_plan(plan_ids: Collection[int]) -> dict[int, list[Line]]:
    """Return the lines of plans, as the rules take them, by the plan's key; two queries."""
    rows = PlanLine.objects.filter(issuance__in=plan_ids).select_related("issuance").prefetch_related("courses")
    found: dict[int, list[Line]] = {}
    for row in rows.order_by("issuance", "number"):
        found.setdefault(row.issuance_id, []).append(_line(row))
    return found


def rule_lines(issuance: Issuance) -> list[Line]:
    """Return the lines of one plan, as the rules take them."""
    return lines_by_plan([issuance.pk]).get(issuance.pk, [])


def _line(row: PlanLine) -> Line:
    return Line(
        plan=str(row.issuance.uuid),
        number=row.number,
        figures=Figures(row.total_hours, row.required_course_hours, row.elective_course_hours),
        whom=Whom(frozenset(row.cadre_categories), row.highest_level, row.lowest_level),
        form=Form(row.form),
        over_years=row.over_years,
        courses=frozenset(course.pk for course in row.courses.all()),
    )
