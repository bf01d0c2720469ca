"""Who is registered in a class: a trainee learns in it only once reviewed (8.3.3)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import clock
from cadretrain_reports.applets.audit.api import Target
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.applets.theme_classes.classes import OVER
from cadretrain_reports.applets.theme_classes.members import ClassRegistration, RegistrationStep
from cadretrain_reports.applets.theme_classes.models import ThemeClass
from cadretrain_reports.refusals import Refused, checked_text
from cadretrain_reports.rules import class_hours
from cadretrain_reports.rules.class_hours import Membership

LONGEST_REASON: Final = 500
"""Characters of the reason of a step."""

_State = ClassRegistration.State

LEFT: Final = frozenset({_State.REFUSED, _State.WITHDRAWN})
"""The states of a registration in which its trainee is not in the class, nor on the way to it."""

UNDECIDED: Final = frozenset({_State.REGISTERED, _State.ENDORSED, _State.WAITING})
"""Those in which it is not decided yet, or waits for a place."""


@transaction.atomic
def register(
    theme_class: ThemeClass,
    trainee: Trainee,
    at: datetime,
    *,
    by: Any = None,
    way: ClassRegistration.Way = ClassRegistration.Way.APPLIED,
    state: ClassRegistration.State = _State.REGISTERED,
) -> ClassRegistration:
    """Register a trainee, to be reviewed; twice is once, and whoever was refused or withdrew may ask again.

    Raises ``Refused`` for a class that has ended.
    """
    if lock_class(theme_class).state in OVER:
        raise Refused("class_ended", _("The class %(title)s has ended."), "theme_class", title=theme_class.title)
    said: dict[str, Any] = {
        "unit": trainee.unit,
        "managing_department": trainee.managing_department,
        "registered_at": at,
        "registered_by": by,
        "way": way,
        "state": state,
    }
    registration, is_new = ClassRegistration.objects.get_or_create(
        theme_class=theme_class, trainee=trainee, defaults=said
    )
    if is_new or registration.state in LEFT:
        before = "" if is_new else registration.state
        for name, value in {**said, "waiting_number": None, "reason": ""}.items():
            setattr(registration, name, value)
        registration.save()
        _keep(registration, before, by, at)
    return registration


def endorse(registration: ClassRegistration, by: Any, at: datetime, reason: str = "") -> ClassRegistration:
    """Say for the unit that a trainee who applied may go. Raises ``Refused`` for what is not to be looked at."""
    return _decide(registration, _State.ENDORSED, {_State.REGISTERED}, by, at, reason)


@transaction.atomic
def admit(registration: ClassRegistration, by: Any, at: datetime, reason: str = "") -> ClassRegistration:
    """Let a reviewed trainee in, or onto the waiting list where all places are taken; of two at once one is last.

    Raises ``Refused`` for what is decided already.
    """
    theme_class = lock_class(registration.theme_class)
    current = ClassRegistration.objects.select_for_update().get(pk=registration.pk)
    if free_places(theme_class) > 0:
        return confirm(current, by, at, reason)
    if current.state == _State.WAITING:
        raise Refused("class_full", _("All places of this class are taken. Wait until one becomes free."))
    current.waiting_number = _next_number(theme_class)
    current.save(update_fields=["waiting_number"])
    return _decide(current, _State.WAITING, UNDECIDED, by, at, reason)


def confirm(
    registration: ClassRegistration, by: Any = None, at: datetime | None = None, reason: str = ""
) -> ClassRegistration:
    """Let a reviewed trainee learn in the class. Raises ``Refused`` unless the registration is up for review."""
    return _decide(registration, _State.CONFIRMED, UNDECIDED, by, at, reason)


def refuse(
    registration: ClassRegistration, by: Any = None, at: datetime | None = None, reason: str = ""
) -> ClassRegistration:
    """Turn a trainee down. Raises ``Refused`` unless the registration is up for review."""
    return _decide(registration, _State.REFUSED, UNDECIDED, by, at, reason)


def withdraw(
    registration: ClassRegistration, by: Any = None, at: datetime | None = None, reason: str = ""
) -> ClassRegistration:
    """Take a trainee out of the class. Raises ``Refused`` for a registration that was refused."""
    return _decide(registration, _State.WITHDRAWN, {*UNDECIDED, _State.CONFIRMED}, by, at, reason)


def move_up(theme_class: ThemeClass, at: datetime) -> list[ClassRegistration]:
    """Let in whoever waits longest, as many as there are places; return them. Call with the class locked."""
    waiting = theme_class.registrations.filter(state=_State.WAITING).order_by("waiting_number", "pk")
    free = max(free_places(theme_class), 0)
    return [confirm(registration, None, at) for registration in waiting[:free]]


def lock_class(theme_class: ThemeClass) -> ThemeClass:
    """Return a class as it is now; nobody else who asks for it goes on until the transaction ends."""
    return ThemeClass.objects.select_for_update().get(pk=theme_class.pk)


def free_places(theme_class: ThemeClass) -> int:
    """Return how many more may be let in; without a planned number there is no end to it."""
    if theme_class.planned_number is None:
        return 1
    return theme_class.planned_number - theme_class.registrations.filter(state=_State.CONFIRMED).count()


def waiting_before(registration: ClassRegistration) -> int:
    """Return how many wait longer than this one."""
    waiting = ClassRegistration.objects.filter(theme_class=registration.theme_class_id, state=_State.WAITING)
    return waiting.filter(waiting_number__lt=registration.waiting_number or 0).count()


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


def about_registration(registration: ClassRegistration) -> Target:
    """Return how the audit log names a registration: as a matter of the unit that the trainee was of."""
    return Target("class_registration", str(registration.uuid), registration.unit.code)


def _next_number(theme_class: ThemeClass) -> int:
    last = theme_class.registrations.aggregate(last=Max("waiting_number"))["last"]
    return int(last or 0) + 1


@transaction.atomic
def _decide(
    registration: ClassRegistration,
    state: _State,
    before: Collection[_State],
    by: Any,
    at: datetime | None,
    reason: str,
) -> ClassRegistration:
    """Bring a registration from a state in ``before`` into ``state``; where it is there already nothing happens."""
    found = ClassRegistration.objects.select_for_update().get(pk=registration.pk)
    if found.state == state:
        return found
    if found.state not in before:
        settled = _State(found.state).label
        raise Refused("registration_settled", _("This registration is %(state)s already."), state=settled)
    earlier, at = found.state, at or clock.now()
    found.state, found.reason = state, checked_text("reason", reason, LONGEST_REASON, optional=True)
    found.confirmed_at = at if state == _State.CONFIRMED else found.confirmed_at
    found.save(update_fields=["state", "reason", "confirmed_at"])
    _keep(found, earlier, by, at)
    return found


def _keep(registration: ClassRegistration, before: str, by: Any, at: datetime) -> None:
    said = {"from_state": before, "state": registration.state, "reason": registration.reason, "by": by, "at": at}
    RegistrationStep.objects.create(registration=registration, **said)
