"""The door to credit-hours (8.2.5, R4)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.audit.api import LONGEST_REASON, Target
from cadretrain_reports.applets.courses.api import CourseVersion
from cadretrain_reports.applets.credits.figures import (
    Credited,
    UnitHours,
    attained_by_unit,
    credited_hours_before,
    credited_in,
    earned_by_unit,
)
from cadretrain_reports.applets.credits.models import CreditEntry, CreditTotal
from cadretrain_reports.applets.learning.api import CourseStudy
from cadretrain_reports.applets.people.api import department_at
from cadretrain_reports.refusals import Refused, checked_text

__all__ = [
    "CreditEntry",
    "CreditTotal",
    "Credited",
    "Earned",
    "UnitHours",
    "about_credit",
    "attained_by_unit",
    "credited_before",
    "credited_hours_before",
    "credited_in",
    "earned_by_unit",
    "earned_in",
    "grant",
    "is_credited",
    "reverse",
    "standing_credit",
    "standing_credits",
    "total",
    "years_with_credit",
]


@dataclass(frozen=True, slots=True)
class Earned:
    """How a course was fulfilled: when, in which annual period, at which unit (R9), with how many seconds learned."""

    at: datetime
    year: int
    unit_id: int
    learning_duration: int


def standing_credit(study_id: int) -> CreditEntry | None:
    """Return the credit that stands for this trainee and course, or ``None``."""
    return CreditEntry.objects.filter(study_id=study_id, standing=True).first()


def is_credited(trainee_id: int, institution: str, course: str) -> bool:
    """Tell whether a credit of this course stands, by the codes of institution and course (R4)."""
    standing = CreditEntry.objects.filter(study__trainee=trainee_id, standing=True)
    return standing.filter(study__course__institution__code=institution, study__course__code=course).exists()


def standing_credits(trainee_id: int, course_ids: Collection[int]) -> QuerySet[CreditEntry]:
    """Return the credits of a trainee that stand for some courses, each with its study."""
    entries = CreditEntry.objects.select_related("study").filter(study__trainee=trainee_id, standing=True)
    return entries.filter(study__course__in=course_ids)


def earned_in(trainee_id: int, year: int) -> QuerySet[CreditEntry]:
    """Return the standing credits of a trainee that fell in an annual period, the newest first."""
    entries = CreditEntry.objects.select_related("study", "version__course__institution")
    return entries.filter(study__trainee=trainee_id, standing=True, year=year).order_by("-earned_at", "-pk")


def years_with_credit(trainee_id: int) -> list[int]:
    """Return the annual periods in which a trainee has earned credit, the newest first."""
    kept = CreditTotal.objects.filter(trainee_id=trainee_id, courses__gt=0)
    return list(kept.order_by("-year").values_list("year", flat=True))


def credited_before(trainee_ids: Iterable[int], year: int) -> set[tuple[int, int]]:
    """Return (trainee id, course id) of every credit that stood before the annual period: those courses are exempt."""
    standing = CreditEntry.objects.filter(study__trainee__in=list(trainee_ids), standing=True, year__lt=year)
    return set(standing.values_list("study__trainee", "study__course"))


def grant(study: CourseStudy, version: CourseVersion, earned: Earned) -> CreditEntry | None:
    """Grant the hours of ``version`` once; call inside a transaction. ``None`` if a credit stands already (8.2.5).

    The department is the one that managed the trainee at the time of earning.
    """
    try:
        with transaction.atomic():
            entry = CreditEntry.objects.create(
                study=study,
                version=version,
                unit_id=earned.unit_id,
                managing_department=department_at(study.trainee_id, earned.at),
                credit_hours=version.credit_hours,
                learning_duration=earned.learning_duration,
                earned_at=earned.at,
                year=earned.year,
            )
    except IntegrityError:
        if standing_credit(study.pk) is None:
            raise
        return None
    _add_to_total(study.trainee_id, earned.year, version.credit_hours)
    return entry


def reverse(entry: CreditEntry, by: Any, at: datetime, reason: str) -> CreditEntry:
    """Take a credit back (R4), for a reason, and its hours off the total of its year; return it as it is then.

    Call with its study locked. Raises ``Refused`` where it does not stand any more.
    """
    current = CreditEntry.objects.select_for_update().get(pk=entry.pk)
    if not current.standing:
        raise Refused("already_reversed", _("This credit has been reversed already."))
    current.reversal_reason = checked_text("reason", reason, LONGEST_REASON)
    current.standing, current.reversed_at, current.reversed_by = None, at, by
    current.save(update_fields=["standing", "reversed_at", "reversed_by", "reversal_reason"])
    totals = CreditTotal.objects.filter(trainee=current.study.trainee_id, year=current.year)
    totals.update(credit_hours=F("credit_hours") - current.credit_hours, courses=F("courses") - 1)
    return current


def about_credit(entry: CreditEntry) -> Target:
    """Return how the audit log names a credit."""
    return Target("credit_entry", str(entry.uuid), entry.unit.code)


def total(trainee_id: int, year: int) -> Decimal:
    """Return the credit-hours that a trainee has earned in an annual period."""
    kept = CreditTotal.objects.filter(trainee_id=trainee_id, year=year).values_list("credit_hours", flat=True)
    return kept.first() or Decimal(0)


def _add_to_total(trainee_id: int, year: int, hours: Decimal) -> None:
    CreditTotal.objects.get_or_create(trainee_id=trainee_id, year=year)
    CreditTotal.objects.filter(trainee_id=trainee_id, year=year).update(
        credit_hours=F("credit_hours") + hours, courses=F("courses") + 1
    )
