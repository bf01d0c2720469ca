"""Who is in a class and whether it is in the part of its life in which something is done there (8.3.4)."""

from __future__ import annotations

from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.theme_classes.api import ClassRegistration, ThemeClass
from cadretrain_reports.refusals import Refused

TAUGHT: Final = (ThemeClass.State.RUNNING, ThemeClass.State.ASSESSING)
"""The states of a class in which its days are kept."""

_CONFIRMED: Final = ClassRegistration.State.CONFIRMED


def lock_taught(class_id: int) -> ThemeClass:
    """Return a class that runs or is assessed, locked until the transaction ends. Raises ``Refused`` for another."""
    current = ThemeClass.objects.select_for_update().get(pk=class_id)
    require_taught(current)
    return current


def require_taught(theme_class: ThemeClass) -> None:
    """Raise ``Refused`` unless a class runs or is assessed."""
    if theme_class.state not in TAUGHT:
        text = _("The class %(title)s is %(state)s: this is done while it runs.")
        said = {"title": theme_class.title, "state": theme_class.get_state_display()}
        raise Refused("class_not_running", text, "theme_class", **said)


def hold_member(registration: ClassRegistration, of_class: int | None = None) -> ClassRegistration:
    """Return the registration of a confirmed trainee of a class that runs, locked until the transaction ends.

    ``of_class`` is the class that it has to be of. Raises ``Refused``.
    """
    current = ClassRegistration.objects.select_for_update().get(pk=registration.pk)
    require_member(current, of_class)
    require_taught(ThemeClass.objects.get(pk=current.theme_class_id))
    return current


def require_member(registration: ClassRegistration, of_class: int | None = None) -> None:
    """Raise ``Refused`` unless a registration is confirmed, and of that class."""
    if registration.state != _CONFIRMED or of_class not in (None, registration.theme_class_id):
        raise Refused("not_in_class", _("This trainee is not in the class."), "registration")


def members(theme_class: ThemeClass) -> QuerySet[ClassRegistration]:
    """Return the confirmed registrations of a class, by their key."""
    rows = ClassRegistration.objects.filter(theme_class=theme_class, state=_CONFIRMED)
    return rows.select_related("trainee__unit").order_by("pk")
