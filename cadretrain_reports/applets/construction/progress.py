"""How far a plan of course construction is carried out, as the institution's courses stand now (7.1.2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Min

from cadretrain_reports import conf
from cadretrain_reports.applets.construction.models import ConstructionLine, ConstructionPlan
from cadretrain_reports.applets.courses.api import Course, CourseVersion
from cadretrain_reports.rules.periods import period_by_label


@dataclass(slots=True)
class Progress:
    """What was built for a line; without a ``line`` it is what no line foresaw."""

    line: ConstructionLine | None
    courses: int = 0
    credit_hours: Decimal = Decimal(0)


def progress(plan: ConstructionPlan) -> list[Progress]:
    """Return what was built for each line of a plan, and last what no line foresaw.

    A course is built in the annual period in which it was first released, and counts while a version of it is released:
    what was taken offline or revoked since does not. It counts for one line, the one that names most of it.
    """
    lines = list(plan.lines.all())
    built = {line.pk: Progress(line) for line in lines}
    unforeseen = Progress(None)
    for version in _built_in(plan):
        line = fitting(lines, version.category, version.source)
        counted = built[line.pk] if line else unforeseen
        counted.courses += 1
        counted.credit_hours += version.credit_hours
    return [*built.values(), unforeseen]


def fitting(lines: Iterable[ConstructionLine], category: str, source: str) -> ConstructionLine | None:
    """Return the line for which a course of this category and source counts, or ``None``.

    A line that names the category goes before one that names the source alone, and that before one that names neither.
    """
    fits = [line for line in lines if line.category in ("", category) and line.source in ("", source)]
    return max(fits, key=lambda line: (bool(line.category), bool(line.source)), default=None)


def _built_in(plan: ConstructionPlan) -> Iterator[CourseVersion]:
    """Yield the released version of each course that the institution built in the plan's period."""
    period = period_by_label(plan.year, conf.period_rule())
    built = Course.objects.filter(institution=plan.institution_id).annotate(first=Min("versions__released_at"))
    in_period = built.filter(first__gte=period.start_at, first__lt=period.end_at).values("pk")
    released = CourseVersion.objects.filter(course__in=in_period, state=CourseVersion.State.RELEASED)
    yield from {version.course_id: version for version in released.order_by("number")}.values()
