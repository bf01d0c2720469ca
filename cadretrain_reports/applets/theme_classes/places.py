"""Places of an assigned class: a department allots them to units, these name so many of their people (8.3.1)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.theme_classes.members import ClassPlaces, ClassRegistration
from cadretrain_reports.applets.theme_classes.models import ThemeClass
from cadretrain_reports.applets.theme_classes.registrations import LEFT, lock_class
from cadretrain_reports.refusals import Refused

_ALLOTTING = (ThemeClass.State.APPROVED, ThemeClass.State.REGISTERING)


def allot(theme_class: ThemeClass, unit: Organization, places: int, by: Any, at: datetime) -> ClassPlaces:
    """Allot places to a unit, in the place of what it had; call inside a transaction. Raises ``Refused``.

    All units together have no more than the planned number, and none has fewer than it has named people already.
    """
    current = lock_class(theme_class)
    if current.class_type != ThemeClass.ClassType.ASSIGNED or current.state not in _ALLOTTING:
        raise Refused("not_allotting", _("Places are allotted in an assigned class, once approved, until it runs."))
    if not unit.is_employing_unit:
        raise Refused("no_unit", _("Places are allotted to employing units."), "unit")
    if places < named_by(current, unit):
        raise Refused("named_already", _("The unit has named more people already."), "places")
    others = ClassPlaces.objects.filter(theme_class=current).exclude(unit=unit)
    if places + (others.aggregate(all=Sum("places"))["all"] or 0) > (current.planned_number or 0):
        raise Refused("too_many_places", _("All units together have no more than the planned number."), "places")
    said = {"places": places, "allotted_by": by, "allotted_at": at}
    return ClassPlaces.objects.update_or_create(theme_class=current, unit=unit, defaults=said)[0]


def require_places(theme_class: ThemeClass, unit: Organization, more: int) -> None:
    """Raise ``Refused`` unless a unit has places for so many more people; call with the class locked."""
    given = ClassPlaces.objects.filter(theme_class=theme_class, unit=unit).values_list("places", flat=True).first()
    left = (given or 0) - named_by(theme_class, unit)
    if more > left:
        text = _("The unit has %(left)s places left in this class. Name no more than so many.")
        raise Refused("no_places", text, "trainees", left=max(left, 0))


def named_by(theme_class: ThemeClass, unit: Organization) -> int:
    """Return how many people of a unit are in a class or on the way to it."""
    registrations = ClassRegistration.objects.filter(theme_class=theme_class, unit=unit)
    return registrations.exclude(state__in=LEFT).count()
