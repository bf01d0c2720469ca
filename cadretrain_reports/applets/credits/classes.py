"""The hours of theme classes (8.3.6, R5): what is attributed to them, and what passing them adds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from cadretrain_reports.applets.credits.models import ClassCredit, CreditEntry
from cadretrain_reports.applets.credits.totals import add_to_total
from cadretrain_reports.rules.class_hours import Credited


@dataclass(frozen=True, slots=True)
class Activities:
    """What passing a class adds: the hours of the activities attended, when, in which period, at which unit (R9)."""

    registration_id: int
    trainee_id: int
    online: Decimal
    face_to_face: Decimal
    at: datetime
    year: int
    unit_id: int
    managing_department_id: int


def credited_in_classes(
    trainee_ids: Iterable[int], course_ids: Collection[int]
) -> Mapping[int, Mapping[int, Credited]]:
    """Return by trainee and course the standing credits of these courses, and what they were attributed to; one query.

    Whoever has none is left out.
    """
    entries = CreditEntry.objects.filter(study__trainee__in=list(trainee_ids), standing=True)
    entries = entries.filter(study__course__in=course_ids)
    found: dict[int, dict[int, Credited]] = defaultdict(dict)
    columns = ("study__trainee", "study__course", "credit_hours", "registration")
    for trainee, course, hours, registration in entries.values_list(*columns):
        found[trainee][course] = Credited(hours, registration)
    return found


def class_standing(registration_ids: Collection[int]) -> set[int]:
    """Return of which of these registrations a passed class is credited already; one query."""
    standing = ClassCredit.objects.filter(registration__in=registration_ids, standing=True)
    return set(standing.values_list("registration", flat=True))


def grant_classes(passed: Iterable[Activities]) -> None:
    """Add the hours of passed classes, once each; call inside a transaction with the trainees locked.

    A class that is credited already is refused by the database.
    """
    granted = list(passed)
    ClassCredit.objects.bulk_create(map(_credit, granted))
    for one in granted:
        if one.online or one.face_to_face:
            add_to_total(one.trainee_id, one.year, activity_hours=one.online, face_to_face_hours=one.face_to_face)


def activities_by_trainee(trainee_ids: Iterable[int], years: range, before: datetime) -> dict[int, dict[int, Decimal]]:
    """Return by trainee and annual period the online hours of activities in passed classes, earned before an instant.

    One query.
    """
    earned = ClassCredit.objects.filter(registration__trainee__in=list(trainee_ids), standing=True)
    earned = earned.filter(earned_at__lt=before, year__gte=years.start, year__lt=years.stop)
    hours: dict[int, dict[int, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for trainee, year, online in earned.values_list("registration__trainee", "year", "activity_hours"):
        hours[trainee][year] += online
    return hours


def _credit(one: Activities) -> ClassCredit:
    return ClassCredit(
        registration_id=one.registration_id,
        unit_id=one.unit_id,
        managing_department_id=one.managing_department_id,
        activity_hours=one.online,
        face_to_face_hours=one.face_to_face,
        earned_at=one.at,
        year=one.year,
    )
