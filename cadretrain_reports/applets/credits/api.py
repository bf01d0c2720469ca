"""The door to credit-hours (8.2.5, R4)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.audit.api import LONGEST_REASON, Target
from cadretrain_reports.applets.courses.api import CourseVersion
from cadretrain_reports.applets.credits.classes import (
    Activities,
    activities_by_trainee,
    class_standing,
    credited_in_classes,
    grant_classes,
)
from cadretrain_reports.applets.credits.figures import (
    ActivityHours,
    Credited,
    UnitHours,
    activities_by_unit,
    attained_by_unit,
    credited_hours_before,
    credited_in,
    earned_by_unit,
)
from cadretrain_reports.applets.credits.models import ClassCredit, CreditEntry, CreditTotal
from cadretrain_reports.applets.credits.totals import add_to_total, hours_in, years_with_credit
from cadretrain_reports.applets.learning.api import CourseStudy
from cadretrain_reports.applets.people.api import department_at
from cadretrain_reports.applets.theme_classes.api import ClassRegistration
from cadretrain_reports.refusals import Refused, checked_text

__all__ = [
    "Activities",
    "ActivityHours",
    "ClassCredit",
    "CreditEntry",
    "CreditTotal",
    "Credited",
    "Earned",
    "UnitHours",
    "about_credit",
    "activities_by_trainee",
    "activities_by_unit",
    "attained_by_unit",
    "class_standing",
    "credited_before",
    "credited_hours_before",
    "credited_in",
    "credited_in_classes",
    "earned_by_unit",
    "earned_in",
    "grant",
    "grant_classes",
    "hours_in",
    "is_credited",
    "reverse",
    "standing_credit",
    "standing_credits",
    "total",
    "years_with_credit",
]


@dataclass(frozen=True, slots=True)
class Earned:
    """How a course was fulfilled: when, in which annual period, at which unit (R9), with how many seconds learned.

    ``registration`` is that of the class in which it was finished, ``None`` in elective learning (R5).
    """

    at: datetime
    year: int
    unit_id: int
    learning_duration: int
    registration: ClassRegistration | None = None


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
                registration=earned.registration,
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
    _count(entry, study.trainee_id, 1)
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
    _count(current, current.study.trainee_id, -1)
    return current


def about_credit(entry: CreditEntry) -> Target:
    """Return how the audit log names a credit."""
    return Target("credit_entry", str(entry.uuid), entry.unit.code)


def total(trainee_id: int, year: int) -> Decimal:
    """Return the online credit-hours that a trainee has earned in an annual period, of courses and of classes (R5)."""
    return hours_in(trainee_id, year).online


def _count(entry: CreditEntry, trainee_id: int, sign: int) -> None:
    """Add a credit to the total of its year, or with a ``sign`` of -1 take it off."""
    hours = sign * entry.credit_hours
    in_class = {} if entry.registration_id is None else {"class_hours": hours}
    add_to_total(trainee_id, entry.year, credit_hours=hours, courses=sign, **in_class)
