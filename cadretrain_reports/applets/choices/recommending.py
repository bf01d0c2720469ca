"""Recommending courses (8.2.1): shown first in the catalogue to those whom it is meant for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.audit.api import Target
from cadretrain_reports.applets.choices.models import CourseChoice, Recommendation
from cadretrain_reports.applets.courses.api import Course
from cadretrain_reports.applets.organizations.api import Organization, Service, is_below, lineage
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.refusals import Refused, checked_text
from cadretrain_reports.rules.codes import POSITION_LEVEL

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

LONGEST_NOTE: Final = 500
"""Characters of a note."""

_TEXTS: Final[Mapping[str, StrPromise]] = {
    "past": _("A recommendation lasts at least until today. Choose a later day."),
    "bad_level": _("There is no such position level. Choose one of GB/T 12407, or none for everybody."),
    "not_theirs": _("A body recommends to itself and to those below it, an institution also to the units it serves."),
    "already_recommended": _("This course is recommended to them already. Withdraw that first."),
    "already_withdrawn": _("This recommendation has been withdrawn meanwhile."),
}


class RecommendationRefused(Refused):
    """A recommendation that cannot be made or withdrawn; ``code`` is a key of the texts above."""

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(code, _TEXTS[code], field)


@dataclass(frozen=True, slots=True)
class Advice:
    """What is recommended: a course, by a body, to those at and below another, until a day, the last included."""

    course: Course
    organization: Organization
    audience: Organization
    until: date
    position_level: str = ""
    note: str = ""


def recommend(advice: Advice, by: Any, at: datetime, today: date) -> Recommendation:
    """Recommend a course; call inside a transaction. Raises ``Refused``.

    One recommendation of a course stands for the same bodies and position level.
    """
    _check(advice, today)
    said = {name: getattr(advice, name) for name in advice.__slots__}
    said["note"] = checked_text("note", advice.note, LONGEST_NOTE, optional=True)
    try:
        with transaction.atomic():
            return Recommendation.objects.create(by=by, at=at, **said)
    except IntegrityError:
        raise RecommendationRefused("already_recommended", "course") from None


def withdraw(recommendation: Recommendation, at: datetime) -> Recommendation:
    """Take a recommendation back; return it as it is now. Call inside a transaction. Raises ``Refused``."""
    current = Recommendation.objects.select_for_update().get(pk=recommendation.pk)
    if not current.standing:
        raise RecommendationRefused("already_withdrawn")
    current.withdrawn_at, current.standing = at, None
    current.save(update_fields=["withdrawn_at", "standing"])
    return current


def recommended_to(trainee: Trainee, today: date) -> QuerySet[Recommendation]:
    """Return what is recommended to a trainee today, by the place of the unit and by the position level."""
    standing = Recommendation.objects.filter(standing=True, until__gte=today)
    meant = standing.filter(
        audience__path__in=lineage(trainee.unit.path), position_level__in={"", trainee.position_level}
    )
    return meant.select_related("organization").order_by("pk")


def source_of(recommendation: Recommendation | None) -> CourseChoice.Source:
    """Return what a choice says that follows a recommendation, or none."""
    if recommendation is None:
        return CourseChoice.Source.OWN
    if recommendation.organization.is_training_institution:
        return CourseChoice.Source.INSTITUTION
    return CourseChoice.Source.UNIT


def serves(organization: Organization, audience: Organization) -> bool:
    """Tell whether a body serves another, or one above that, as a training institution (5.3)."""
    given = Service.objects.filter(institution=organization, standing=True)
    return given.filter(unit__path__in=lineage(audience.path)).exists()


def about_recommendation(recommendation: Recommendation) -> Target:
    """Return how the audit log names a recommendation: as a matter of the body that gave it."""
    return Target("recommendation", str(recommendation.uuid), recommendation.organization.code)


def _check(advice: Advice, today: date) -> None:
    if advice.until < today:
        raise RecommendationRefused("past", "until")
    if advice.position_level and advice.position_level not in POSITION_LEVEL.entries:
        raise RecommendationRefused("bad_level", "position_level")
    if not is_below(advice.audience, advice.organization) and not serves(advice.organization, advice.audience):
        raise RecommendationRefused("not_theirs", "audience")
