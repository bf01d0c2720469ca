"""Credit-hours by employing unit: where they were earned, and where they count (R9).

Two different questions. Hours earned stay with the unit where a trainee was at the time of earning. For attainment the
whole year's hours count at the unit where the trainee is on the reporting date, wherever they were earned.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Sum

from cadretrain_reports.applets.credits.models import ClassCredit, CreditEntry
from cadretrain_reports.applets.people.api import TraineeSpell


@dataclass(frozen=True, slots=True)
class UnitHours:
    """The credit-hours of one annual period at one unit, given by its id, and of how many trainees they are."""

    unit: int
    credit_hours: Decimal
    trainees: int


def earned_by_unit(entries: QuerySet[CreditEntry], year: int) -> list[UnitHours]:
    """Return the hours of ``entries`` that were earned at each unit in an annual period; one query.

    Reversed ones are left out. A unit at which nobody earned any is not named.
    """
    rows = (
        entries.filter(year=year, standing=True)
        .order_by()
        .values("unit")
        .annotate(hours=Sum("credit_hours"), trainees=Count("study__trainee", distinct=True))
    )
    return [UnitHours(row["unit"], row["hours"], row["trainees"]) for row in rows.order_by("unit")]


@dataclass(frozen=True, slots=True)
class ActivityHours:
    """The hours of class activities of one annual period at one unit, by its id (8.3.6).

    ``others`` are how many of those who attended them earned no course there in that period.
    """

    unit: int
    online: Decimal
    face_to_face: Decimal
    others: int


def activities_by_unit(class_credits: QuerySet[ClassCredit], year: int) -> list[ActivityHours]:
    """Return the hours that passed classes added at each unit in an annual period; one query."""
    with_course = CreditEntry.objects.filter(
        study__trainee=OuterRef("registration__trainee"), unit=OuterRef("unit"), year=year, standing=True
    )
    rows = class_credits.filter(year=year, standing=True).order_by().annotate(has_course=Exists(with_course))
    sums = rows.values("unit").annotate(
        online=Sum("activity_hours"),
        on_the_spot=Sum("face_to_face_hours"),
        others=Count("registration__trainee", distinct=True, filter=Q(has_course=False, activity_hours__gt=0)),
    )
    return [
        ActivityHours(row["unit"], row["online"], row["on_the_spot"], row["others"]) for row in sums.order_by("unit")
    ]


def attained_by_unit(spells: QuerySet[TraineeSpell], year: int, at: datetime) -> list[UnitHours]:
    """Return the year's online hours of those who by ``spells`` are at each unit at the instant ``at``; one query.

    Every trainee of a unit is counted, with or without hours; a unit where nobody is at that time is not named.
    """
    there = spells.filter(Q(until=None) | Q(until__gt=at), since__lte=at).order_by()
    of_year = FilteredRelation("trainee__credit_totals", condition=Q(trainee__credit_totals__year=year))
    rows = there.annotate(total=of_year).values("unit")
    online = F("total__credit_hours") + F("total__activity_hours")
    rows = rows.annotate(hours=Sum(online, default=Decimal(0)), trainees=Count("trainee"))
    return [UnitHours(row["unit"], row["hours"], row["trainees"]) for row in rows.order_by("unit")]


@dataclass(frozen=True, slots=True)
class Credited:
    """A course that a trainee was credited with: keys of both, the period, the hours, and what its author proposed."""

    trainee: int
    course: int
    year: int
    credit_hours: Decimal
    requirement: str


def credited_in(trainee_ids: Iterable[int], years: range, before: datetime) -> list[Credited]:
    """Return the standing credits of these trainees in annual periods, earned before an instant; one query."""
    entries = CreditEntry.objects.filter(study__trainee__in=list(trainee_ids), standing=True, earned_at__lt=before)
    entries = entries.filter(year__gte=years.start, year__lt=years.stop)
    columns = ("study__trainee", "study__course", "year", "credit_hours", "version__requirement")
    return [Credited(*row) for row in entries.order_by("pk").values_list(*columns)]


def credited_hours_before(
    trainee_ids: Iterable[int], course_ids: Iterable[int], year: int
) -> dict[int, dict[int, Decimal]]:
    """Return by trainee the hours of those of these courses credited in earlier periods (R6); one query."""
    entries = CreditEntry.objects.filter(study__trainee__in=list(trainee_ids), standing=True, year__lt=year)
    entries = entries.filter(study__course__in=list(course_ids))
    hours: dict[int, dict[int, Decimal]] = defaultdict(dict)
    for trainee, course, credited in entries.values_list("study__trainee", "study__course", "credit_hours"):
        hours[trainee][course] = credited
    return hours
