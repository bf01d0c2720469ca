"""The totals of annual periods, kept by the transactions that grant and take back (9.1.2, R5)."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from django.db.models import F, Q

from cadretrain_reports.applets.credits.models import CreditTotal
from cadretrain_reports.rules.class_hours import PeriodHours

_COLUMNS: Final = ("credit_hours", "class_hours", "activity_hours", "face_to_face_hours")


def hours_in(trainee_id: int, year: int) -> PeriodHours:
    """Return what an annual period of a trainee comes to (R5); one query."""
    kept = CreditTotal.objects.filter(trainee_id=trainee_id, year=year).values_list(*_COLUMNS).first()
    if kept is None:
        return PeriodHours()
    courses, in_classes, activities, face_to_face = kept
    return PeriodHours(courses - in_classes, in_classes, activities, face_to_face)


def years_with_credit(trainee_id: int) -> list[int]:
    """Return the annual periods in which a trainee has earned credit, the newest first."""
    earned = Q(courses__gt=0) | Q(activity_hours__gt=0) | Q(face_to_face_hours__gt=0)
    kept = CreditTotal.objects.filter(earned, trainee_id=trainee_id)
    return list(kept.order_by("-year").values_list("year", flat=True))


def add_to_total(trainee_id: int, year: int, **figures: Decimal | int) -> None:
    """Add to the figures of a year, or take off what is negative; call inside a transaction."""
    CreditTotal.objects.get_or_create(trainee_id=trainee_id, year=year)
    added = {name: F(name) + figure for name, figure in figures.items()}
    CreditTotal.objects.filter(trainee_id=trainee_id, year=year).update(**added)
