"""What a trainee has to learn in an annual period (8.1, 8.2.1, R6): from the lines of plans to figures with reasons.

Each form of training is a requirement of its own. Several lines that touch a person make one requirement: of each
figure the highest, of the named courses all. Then, in this order: it is prorated for whoever entered within its time;
named courses credited in an earlier period come off the hours of required courses; relief comes off, and hours put off
from an earlier period are added. Hours are rounded down to quarters, so that parts never add up to more than the total.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from cadretrain_reports.rules.credit_hours import QUARTER
from cadretrain_reports.rules.levels import Step, step_of, steps_of
from cadretrain_reports.rules.periods import Period

NONE: Final = Decimal(0)
MONTHS: Final = 12


class Form(StrEnum):
    """The forms that are required apart: none fills another (R6)."""

    ONLINE = "online"
    CONCENTRATED = "concentrated"


@dataclass(frozen=True, slots=True)
class Situation:
    """What of a person a line looks at: cadre category, position level and rank of the period's first day."""

    cadre_category: str = ""
    position_level: str = ""
    rank: str = ""

    @property
    def steps(self) -> frozenset[Step]:
        """Where the person stands; the higher of position level and rank."""
        return steps_of(self.position_level, self.rank)


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom a line is for: cadre categories, none meaning all, and the levels from ``highest`` down to ``lowest``.

    A level is the code of a position level or a rank; an end that is empty is open. A range stands on one ladder, and
    touches nobody who stands on none.
    """

    cadre_categories: frozenset[str] = frozenset()
    highest: str = ""
    lowest: str = ""

    def touches(self, cadre_category: str, steps: Collection[Step]) -> bool:
        """Tell whether the line is for a person of this category who stands on these steps."""
        if self.cadre_categories and cadre_category not in self.cadre_categories:
            return False
        if not self.highest and not self.lowest:
            return True
        return any(self._reaches(step) for step in steps)

    def _reaches(self, step: Step) -> bool:
        high, low = step_of(self.highest), step_of(self.lowest)
        one = high or low
        if one is None or one.ladder != step.ladder:
            return False
        return (high is None or high.number <= step.number) and (low is None or step.number <= low.number)


@dataclass(frozen=True, slots=True)
class Figures:
    """Credit-hours: in all, of required courses, of elective courses. All must be met (R6)."""

    total_hours: Decimal = NONE
    required_course_hours: Decimal = NONE
    elective_course_hours: Decimal = NONE


FIGURES: Final = ("total_hours", "required_course_hours", "elective_course_hours")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a plan. ``plan`` and ``number`` name it in reasons; ``courses`` are the keys of named courses.

    ``over_years`` says over how many annual periods, the current one the last, the hours are to be learned.
    """

    plan: str
    number: int
    figures: Figures
    whom: Whom = Whom()
    form: Form = Form.ONLINE
    over_years: int = 1
    courses: frozenset[int] = frozenset()

    @property
    def kind(self) -> tuple[Form, int]:
        """Which requirement the line is of."""
        return self.form, self.over_years


@dataclass(frozen=True, slots=True)
class Source:
    """Which line decided, and the hours that it asks of whoever is there all the time."""

    plan: str
    line: int
    hours: Decimal


@dataclass(frozen=True, slots=True)
class ApprovedRelief:
    """Approved relief (6.3.3, 8.1) of one person and period: hours let off, put off from it, and put off into it."""

    let_off: Decimal = NONE
    put_off: Decimal = NONE
    put_here: Decimal = NONE


NO_RELIEF: Final = ApprovedRelief()


@dataclass(frozen=True, slots=True)
class Requirement:
    """What one person has to learn in one form, with the reason for every figure.

    ``sources`` names the line that decided each figure above zero, ``courses`` the lines that name each course.
    ``months`` of ``over_years`` twelve-month years are asked for; ``credited_before`` are the hours of named courses
    that count as done from earlier periods.
    """

    form: Form
    over_years: int
    figures: Figures
    sources: Mapping[str, Source]
    courses: Mapping[int, tuple[tuple[str, int], ...]]
    months: int
    credited_before: Decimal = NONE
    relief: ApprovedRelief = NO_RELIEF
    done_before: frozenset[int] = field(default=frozenset())

    def is_met(self, done: Figures, done_courses: Collection[int]) -> bool:
        """Tell whether everything is met: each figure, and each named course in this or an earlier period (R6)."""
        hours = all(getattr(done, name) >= getattr(self.figures, name) for name in FIGURES)
        return hours and self.courses.keys() <= {*done_courses, *self.done_before}


def requirements(
    lines: Iterable[Line],
    situation: Situation,
    months: Mapping[int, int],
    credited_before: Mapping[int, Decimal] = MappingProxyType({}),
    relief: ApprovedRelief = NO_RELIEF,
) -> tuple[Requirement, ...]:
    """Return what a person has to learn (R6), one requirement for each form and span.

    There is none where no line touches the person, or for less than a month. ``months`` says for a span of so many
    years in how many of its months the person was there (``months_present``). ``credited_before`` has the hours of
    courses credited in earlier periods. Relief is of the year's online study.
    """
    steps = situation.steps
    touching: dict[tuple[Form, int], list[Line]] = {}
    for line in lines:
        if months[line.over_years] and line.whom.touches(situation.cadre_category, steps):
            touching.setdefault(line.kind, []).append(line)
    if relief.put_here:
        touching.setdefault((Form.ONLINE, 1), [])
    return tuple(
        _requirement(kind, touching[kind], months[kind[1]], credited_before, relief) for kind in sorted(touching)
    )


def months_present(entered: date, period: Period, over_years: int = 1) -> int:
    """Return in how many months, of the ``over_years`` years that end with a period, a person was there throughout.

    A month that had begun on the day of entry is not counted.
    """
    missed = (entered.year - period.end.year) * MONTHS + entered.month - period.end.month
    missed += entered.day > period.end.day
    return max(0, min(over_years * MONTHS, -missed))


def prorated(hours: Decimal, months: int, over_years: int = 1) -> Decimal:
    """Return the part of hours that falls on so many months, rounded down to quarters (R6)."""
    quarters = hours * months / (MONTHS * over_years) / QUARTER
    return quarters.to_integral_value(ROUND_FLOOR) * QUARTER


def _requirement(
    kind: tuple[Form, int], lines: list[Line], months: int, credited: Mapping[int, Decimal], relief: ApprovedRelief
) -> Requirement:
    form, over_years = kind
    is_years_study = kind == (Form.ONLINE, 1)
    sources = {name: source for name in FIGURES if (source := _highest(lines, name))}
    courses = _named(lines)
    before = {course: credited[course] for course in courses if course in credited} if is_years_study else {}
    asked = (sources[name].hours if name in sources else NONE for name in FIGURES)
    figures = Figures(*(prorated(hours, months, over_years) for hours in asked))
    credited_hours = sum(before.values(), NONE)
    figures = _without_credited(figures, credited_hours)
    relief = relief if is_years_study else NO_RELIEF
    figures = _relieved(figures, relief)
    return Requirement(form, over_years, figures, sources, courses, months, credited_hours, relief, frozenset(before))


def _highest(lines: Iterable[Line], name: str) -> Source | None:
    """Return the line with the highest figure, of equal ones the first by plan and number."""
    asking = [(-getattr(line.figures, name), line.plan, line.number) for line in lines if getattr(line.figures, name)]
    if not asking:
        return None
    hours, plan, number = min(asking)
    return Source(plan, number, -hours)


def _named(lines: Iterable[Line]) -> dict[int, tuple[tuple[str, int], ...]]:
    named: dict[int, list[tuple[str, int]]] = {}
    for line in lines:
        for course in line.courses:
            named.setdefault(course, []).append((line.plan, line.number))
    return {course: tuple(sorted(named[course])) for course in sorted(named)}


def _without_credited(figures: Figures, credited: Decimal) -> Figures:
    """What a named course was credited with before comes off the required courses, never off the total."""
    required = max(NONE, figures.required_course_hours - credited)
    return Figures(figures.total_hours, required, figures.elective_course_hours)


def _relieved(figures: Figures, relief: ApprovedRelief) -> Figures:
    """Take off what is let off or put off: first of what may be any course, then of electives, last of required ones.

    So no more is taken off in all than was approved. What was put off from earlier may be any course.
    """
    off = relief.let_off + relief.put_off
    total, required, elective = figures.total_hours, figures.required_course_hours, figures.elective_course_hours
    of_electives = min(elective, max(NONE, off - max(NONE, total - required - elective)))
    of_required = min(required, max(NONE, off - max(NONE, total - required - elective) - of_electives))
    return Figures(max(NONE, total - off) + relief.put_here, required - of_required, elective - of_electives)
