"""What trainees have to learn in an annual period, from the plans that touch their units (8.1, 8.2.1, R6).

A fixed number of queries, however many trainees. What needs credits is asked of the caller: they lie a floor above.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet

from cadretrain_reports import clock, conf
from cadretrain_reports.applets.organizations.api import lineage
from cadretrain_reports.applets.people.api import Trainee, TraineeSpell, spells_begun_before
from cadretrain_reports.applets.plans.content import LONGEST_SPAN
from cadretrain_reports.applets.plans.issuing import day_of
from cadretrain_reports.applets.plans.models import Issuance
from cadretrain_reports.applets.plans.reading import lines_by_plan, plans_in_force, touching
from cadretrain_reports.applets.upkeep.api import approved_relief
from cadretrain_reports.rules.periods import Period, period_by_label
from cadretrain_reports.rules.requirements import (
    NO_RELIEF,
    Line,
    Requirement,
    Situation,
    months_present,
    requirements,
)

CreditedBefore = Callable[[Collection[int]], Mapping[int, Mapping[int, Decimal]]]
"""Given the keys of named courses, returns by trainee and course the hours credited in earlier periods."""


def nothing_credited(_courses: Collection[int]) -> Mapping[int, Mapping[int, Decimal]]:
    """Answer that no named course was credited before."""
    return {}


def requirement_of(
    trainee: Trainee, year: int, on: date | None = None, credited_before: CreditedBefore = nothing_credited
) -> tuple[Requirement, ...]:
    """Return what one trainee has to learn in a period, as ``requirements_of`` does."""
    return requirements_of([trainee.pk], year, on, credited_before)[trainee.pk]


def requirements_of(
    trainee_ids: Iterable[int],
    year: int,
    on: date | None = None,
    credited_before: CreditedBefore = nothing_credited,
    plan: Issuance | None = None,
) -> dict[int, tuple[Requirement, ...]]:
    """Return by trainee what has to be learned in a period, one requirement for each form; empty where no plan touches.

    The editions in force on the reporting day ``on`` (today, and never after the period's last day) count for the
    whole period. Unit, category, position level and rank are those of the period's first day, or of entry. With a
    ``plan`` only that one is looked at, and hours put off from earlier bind nobody whom it does not touch.
    """
    ids = list(dict.fromkeys(trainee_ids))
    period = period_by_label(year, conf.period_rule())
    stood = _stood(ids, period)
    plans = Issuance.objects.filter(pk=plan.pk) if plan else plans_in_force(year, reporting_day(period, on))
    lines = _lines_by_unit({standing.path for standing in stood.values()}, plans)
    named = {course for of_unit in lines.values() for line in of_unit for course in line.courses}
    credited = credited_before(named)
    relief = approved_relief(ids, year)
    required = {
        trainee: requirements(
            lines[stood[trainee].path],
            stood[trainee].situation,
            stood[trainee].months,
            credited.get(trainee, {}),
            relief.get(trainee, NO_RELIEF),
        )
        if trainee in stood
        else ()
        for trainee in ids
    }
    return {trainee: tuple(filter(_is_asked, asked)) for trainee, asked in required.items()} if plan else required


def reporting_day(period: Period, on: date | None = None) -> date:
    """Return the day whose editions count: ``on`` or today, but no day after the period."""
    return min(on or day_of(clock.now()), period.end - timedelta(days=1))


def _is_asked(requirement: Requirement) -> bool:
    """Tell whether a line asks for anything of it."""
    return bool(requirement.sources or requirement.courses)


@dataclass(frozen=True, slots=True)
class _Stood:
    """Where a trainee stood on the day that decides, and how many months of each span of years the trainee is there."""

    path: str
    situation: Situation
    months: Mapping[int, int]


def _stood(trainee_ids: Collection[int], period: Period) -> dict[int, _Stood]:
    spells: dict[int, list[TraineeSpell]] = defaultdict(list)
    for spell in spells_begun_before(trainee_ids, period.end_at):
        spells[spell.trainee_id].append(spell)
    found = {}
    for trainee, of_trainee in spells.items():
        deciding = next((spell for spell in reversed(of_trainee) if spell.since <= period.start_at), of_trainee[0])
        situation = Situation(deciding.cadre_category, deciding.position_level, deciding.rank)
        entered = day_of(of_trainee[0].since)
        months = {years: months_present(entered, period, years) for years in range(1, LONGEST_SPAN + 1)}
        found[trainee] = _Stood(deciding.unit.path, situation, months)
    return found


def _lines_by_unit(units: Collection[str], plans: QuerySet[Issuance]) -> dict[str, list[Line]]:
    """Return the lines that touch the trainees of each unit, by its path."""
    above = {unit: lineage(unit) for unit in units}
    going_to = touching(plans, {path for paths in above.values() for path in paths})
    lines = lines_by_plan({plan for plans_there in going_to.values() for plan in plans_there})
    return {
        unit: [
            line
            for plan in sorted({plan for path in paths for plan in going_to.get(path, ())})
            for line in lines.get(plan, ())
        ]
        for unit, paths in above.items()
    }
