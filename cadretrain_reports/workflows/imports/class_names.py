"""Whom units name for assigned theme classes, from a table (8.3.1, 8.3.3): within their places, as one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.applets.theme_classes.api import ClassRegistration, ThemeClass
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import in_scope
from cadretrain_reports.workflows.imports import columns
from cadretrain_reports.workflows.imports.kind import GoodRow, Kind, Result, Verdict, refused, taken
from cadretrain_reports.workflows.imports.reading import Reading, unmasked
from cadretrain_reports.workflows.imports.rights import OutOfReach, Rights
from cadretrain_reports.workflows.imports.spelling import name_of_person
from cadretrain_reports.workflows.registrations import name_for_class


@dataclass(frozen=True, slots=True)
class NamedValues:
    """What a row says of somebody who is named; ``name`` is there to be compared, where it is not empty."""

    code: str
    name: str
    organization: str
    theme_class: str


class ClassNames(Kind[NamedValues]):
    """Names for classes, one a row. Who is in the class already stays as they are."""

    name = "class_names"
    columns = columns.CLASS_NAMES
    acts = ("name_for_class",)

    def read(self, reading: Reading) -> NamedValues:
        """Return the values of a row."""
        return NamedValues(
            code=reading.take("code", partial(people.checked, "code"), "", needed=True),
            name=reading.take("name", _name, ""),
            organization=reading.take("organization", str, "", needed=True),
            theme_class=reading.take("theme_class", str, "", needed=True),
        )

    def identifiers(self, values: NamedValues) -> Mapping[str, str]:
        """Return trainee and class together: a person may go to several classes."""
        return {"code": "\0".join((values.code, values.organization, values.theme_class))}

    def apply(self, actor: Any, rows: Sequence[GoodRow[NamedValues]]) -> list[Verdict]:
        """Name them, one after the other."""
        return list(map(_Batch(actor, rows).take, rows))


class _Batch:
    """Rows with the classes and trainees that they name, as they are now."""

    def __init__(self, actor: Any, rows: Sequence[GoodRow[NamedValues]]) -> None:
        self._actor, self._rights = actor, Rights(actor)
        said = [row.values for row in rows]
        named = Q(institution__code__in={one.organization for one in said}, code__in={one.theme_class for one in said})
        seen = in_scope(ThemeClass.objects.select_related("institution").filter(named), actor)
        self._classes = {(found.institution.code, found.code): found for found in seen}
        trainees = Trainee.objects.select_related("unit", "managing_department")
        found = in_scope(trainees.filter(code__in={one.code for one in said}), actor)
        self._trainees = {trainee.code: trainee for trainee in found}

    def take(self, row: GoodRow[NamedValues]) -> Verdict:
        """Take one row in, or say why not."""
        try:
            with transaction.atomic():
                result = self._settle(row.values)
        except Refused as reason:
            reason.field = "code" if reason.field == "trainees" else reason.field
            return refused(row, reason, row.values.organization)
        return taken(row, result, row.values.organization)

    def _settle(self, values: NamedValues) -> Result:
        theme_class = self._classes.get((values.organization, values.theme_class))
        if theme_class is None:
            raise OutOfReach("theme_class", _("There is no such class among those that you see."))
        trainee = self._trainees.get(values.code)
        if trainee is None or not self._rights.of_trainee("name_for_class", trainee):
            raise OutOfReach("code", _("There is no such trainee whom you may name."))
        if values.name and values.name != trainee.name:
            raise Refused("other_name", _("The trainee with this identifier has another name."), "name")
        made = name_for_class(self._actor, theme_class, [trainee], ClassRegistration.Way.IMPORTED)
        return Result.ADDED if made else Result.UNCHANGED


def _name(text: str) -> str:
    return name_of_person(people.checked("name", unmasked(text)))
