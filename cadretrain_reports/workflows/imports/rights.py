"""Asking for the same right over the same body once a batch, however many rows it has (5.1)."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.applets.theme_classes.api import ThemeClass
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import may

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class OutOfReach(Refused):
    """The sender may not do this there. Whether there is anything is not said (5.1)."""

    def __init__(self, field: str, text: str | StrPromise = "") -> None:
        said = text or _("You may not do this here: there is no such organization in your field of duty.")
        super().__init__("out_of_reach", said, field)


class Rights:
    """What a platform user may do, remembered for as long as one batch takes."""

    def __init__(self, actor: Any) -> None:
        self._actor = actor
        self._known: dict[Hashable, bool] = {}

    def over(self, act: str, body: Organization | None) -> bool:
        """Tell whether the user may do ``act`` to a body; ``None`` is the top of the tree."""
        return self._ask((act, body and body.pk, body and body.path), act, body)

    def of_trainee(self, act: str, trainee: Trainee) -> bool:
        """Tell whether the user may do ``act`` to a trainee: unit and managing department decide that."""
        return self._ask((act, "trainee", trainee.unit_id, trainee.managing_department_id), act, trainee)

    def of_class(self, act: str, theme_class: ThemeClass) -> bool:
        """Tell whether the user may do ``act`` to a theme class."""
        return self._ask((act, "theme_class", theme_class.pk), act, theme_class)

    def _ask(self, key: Hashable, act: str, target: Any) -> bool:
        if key not in self._known:
            self._known[key] = may(self._actor, act, target)
        return self._known[key]
