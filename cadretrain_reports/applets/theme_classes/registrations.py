"""Who is registered in a class: a trainee learns in it only once reviewed (8.3.3)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.applets.theme_classes.classes import OVER
from cadretrain_reports.applets.theme_classes.members import ClassRegistration
from cadretrain_reports.applets.theme_classes.models import ThemeClass
from cadretrain_reports.refusals import Refused
from cadretrain_reports.rules import class_hours
from cadretrain_reports.rules.class_hours import Membership

_State = ClassRegistration.State

LEFT: Final = frozenset({_State.REFUSED, _State.WITHDRAWN})
"""The states of a registration in which its trainee is not in the class, nor on the way to it."""

_OPEN: Final = frozenset({_State.REGISTERED, _State.ENDORSED, _State.WAITING})
"""Those in which it is not decided yet, or waits for a place."""


@transaction.atomic
def register(theme_class: ThemeClass, trainee: Trainee, at: datetime) -> ClassRegistration:
    """Register a trainee, to be reviewed; twice is once, and whoever was refused or withdrew may ask again.

    Raises ``Refused`` for a class that has ended.
    """
    if ThemeClass.objects.select_for_update().get(pk=theme_class.pk).state in OVER:
        raise Refused("class_ended", _("The class %(title)s has ended."), "theme_class", title=theme_class.title)
    whose: dict[str, Any] = {"unit": trainee.unit, "managing_department": trainee.managing_department}
    registration, is_new = ClassRegistration.objects.get_or_create(
        theme_class=theme_class, trainee=trainee, defaults={"registered_at": at, **whose}
    )
    if not is_new and registration.state in LEFT:
        again: dict[str, Any] = {"state": _State.REGISTERED, "registered_at": at, "waiting_number": None, **whose}
        for name, value in again.items():
            setattr(registration, name, value)
        registration.save(update_fields=[*again])
    return registration


def confirm(registration: ClassRegistration) -> ClassRegistration:
    """Let a reviewed trainee learn in the class. Raises ``Refused`` unless the registration is up for review."""
    return _decide(registration, _State.CONFIRMED, _OPEN)


def refuse(registration: ClassRegistration) -> ClassRegistration:
    """Turn a trainee down. Raises ``Refused`` unless the registration is up for review."""
    return _decide(registration, _State.REFUSED, _OPEN)


def withdraw(registration: ClassRegistration) -> ClassRegistration:
    """Take a trainee out of the class. Raises ``Refused`` for a registration that was refused."""
    return _decide(registration, _State.WITHDRAWN, {*_OPEN, _State.CONFIRMED})


def running_registrations(trainee: Trainee) -> QuerySet[ClassRegistration]:
    """Return by what a trainee learns in classes now: confirmed, in a class that runs; the earliest first (R5)."""
    running = trainee.registrations.filter(state=_State.CONFIRMED, theme_class__state=ThemeClass.State.RUNNING)
    return running.select_related("theme_class").order_by("registered_at", "pk")


def attributed_to(trainee: Trainee, course_id: int) -> ClassRegistration | None:
    """Return to which registration a credit of a course is attributed if it falls now; ``None`` is elective learning.

    A query; nothing more is asked of whoever is in no class that contains the course (R5).
    """
    containing = {
        found.pk: found for found in running_registrations(trainee).filter(theme_class__courses__course=course_id)
    }
    earliest = class_hours.attributed_to(Membership(found.registered_at, pk) for pk, found in containing.items())
    return None if earliest is None else containing[earliest]


@transaction.atomic
def _decide(registration: ClassRegistration, state: _State, before: Collection[_State]) -> ClassRegistration:
    """Bring a registration from a state in ``before`` into ``state``; where it is there already nothing happens."""
    found = ClassRegistration.objects.select_for_update().get(pk=registration.pk)
    if found.state == state:
        return found
    if found.state not in before:
        settled = _State(found.state).label
        raise Refused("registration_settled", _("This registration is %(state)s already."), state=settled)
    found.state = state
    found.save(update_fields=["state"])
    return found
