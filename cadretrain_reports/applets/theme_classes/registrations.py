"""Who is registered in a class: a trainee learns in it only once reviewed (8.3.3)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.applets.theme_classes.models import ClassRegistration, ThemeClass
from cadretrain_reports.refusals import Refused

_State = ClassRegistration.State


@transaction.atomic
def register(theme_class: ThemeClass, trainee: Trainee, at: datetime) -> ClassRegistration:
    """Register a trainee, to be reviewed; twice is once, and whoever was refused or withdrew may ask again.

    Raises ``Refused`` for a class that has ended.
    """
    if ThemeClass.objects.select_for_update().get(pk=theme_class.pk).state == ThemeClass.State.ENDED:
        raise Refused("class_ended", _("The class %(title)s has ended."), "theme_class", title=theme_class.title)
    registration, is_new = ClassRegistration.objects.get_or_create(
        theme_class=theme_class, trainee=trainee, defaults={"registered_at": at}
    )
    if not is_new and registration.state in (_State.REFUSED, _State.WITHDRAWN):
        registration.state, registration.registered_at = _State.REGISTERED, at
        registration.save(update_fields=["state", "registered_at"])
    return registration


def confirm(registration: ClassRegistration) -> ClassRegistration:
    """Let a reviewed trainee learn in the class. Raises ``Refused`` unless the registration is up for review."""
    return _decide(registration, _State.CONFIRMED, {_State.REGISTERED})


def refuse(registration: ClassRegistration) -> ClassRegistration:
    """Turn a trainee down. Raises ``Refused`` unless the registration is up for review."""
    return _decide(registration, _State.REFUSED, {_State.REGISTERED})


def withdraw(registration: ClassRegistration) -> ClassRegistration:
    """Take a trainee out of the class. Raises ``Refused`` for a registration that was refused."""
    return _decide(registration, _State.WITHDRAWN, {_State.REGISTERED, _State.CONFIRMED})


def running_registrations(trainee: Trainee) -> QuerySet[ClassRegistration]:
    """Return by what a trainee learns in classes now: confirmed, in a class that runs; the earliest first (R5)."""
    running = trainee.registrations.filter(state=_State.CONFIRMED, theme_class__state=ThemeClass.State.RUNNING)
    return running.select_related("theme_class").order_by("registered_at", "pk")


@transaction.atomic
def _decide(registration: ClassRegistration, state: _State, before: set[_State]) -> ClassRegistration:
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
