"""One batch of trainees: looked up in a few queries, new ones stored together, the others one by one (6.1.1, 6.1.3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import conf
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.applets.roles.api import today
from cadretrain_reports.refusals import Refused
from cadretrain_reports.rules.masking import STAR
from cadretrain_reports.workflows import openings, trainees
from cadretrain_reports.workflows.imports.kind import GoodRow, Result, Verdict, refused, taken
from cadretrain_reports.workflows.imports.reading import unmasked
from cadretrain_reports.workflows.imports.rights import OutOfReach, Rights
from cadretrain_reports.workflows.imports.spelling import new_identifier

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from cadretrain_reports.workflows.imports.trainees import TraineeValues

_TEXTS: Final[Mapping[str, StrPromise]] = {
    "elsewhere": _("Another trainee has this identifier. A person who comes from another unit comes by a transfer."),
    "managed_elsewhere": _("Another department manages this trainee. That is changed by a transfer."),
    "not_yours": _(
        "Only the managing department of this trainee, or a unit that it has authorized, may change the record."
    ),
    "no_accounts": _("You may not open accounts of this unit: leave the columns of the account empty."),
}


class Roster:
    """Rows of trainees with all that they name, as it is now; the units are locked until the transaction ends."""

    def __init__(self, actor: Any, rows: Sequence[GoodRow[TraineeValues]]) -> None:
        self._actor, self._rows, self._rights = actor, rows, Rights(actor)
        said = [row.values for row in rows]
        self._bodies = _bodies({code for one in said for code in (one.unit, one.managing_department)} - {""})
        self._known = _known({one.information.code for one in said})
        numbers = {one.identity_number for one in said if STAR not in one.identity_number} - {""}
        self._owners = people.owners_of(numbers, today()) if numbers else {}
        self._departments: dict[int, Organization | None] = {}
        self._together: list[Trainee] = []

    def take(self) -> list[Verdict]:
        """Take all rows in and return what became of each."""
        verdicts = list(map(self._verdict, self._rows))
        people.add_trainees(self._together)
        return verdicts

    def _verdict(self, row: GoodRow[TraineeValues]) -> Verdict:
        try:
            return taken(row, self._settle(row.values), row.values.unit)
        except Refused as reason:
            return refused(row, reason, row.values.unit)

    def _settle(self, values: TraineeValues) -> Result:
        unit = self._unit(values)
        known = self._known.get(values.information.code)
        if known is not None:
            return self._update(known, unit, values)
        trainee = self._new(unit, values)
        if values.username:
            self._add_with_account(trainee, values)
        else:
            self._together.append(trainee)
        return Result.ADDED

    def _unit(self, values: TraineeValues) -> Organization:
        """Return the unit; whoever may neither add nor maintain trainees there is not told if it is there."""
        unit = self._bodies.get(values.unit)
        known = self._known.get(values.information.code)
        if unit is not None:
            if self._rights.over("add_trainee", unit):
                return unit
            if known and known.unit_id == unit.pk and self._rights.of_trainee("maintain_trainee", known):
                return unit
        raise OutOfReach("unit")

    def _new(self, unit: Organization, values: TraineeValues) -> Trainee:
        new_identifier(values.information.code)
        organizations.require_open(unit, "unit")
        if not self._rights.over("add_trainee", unit):
            raise OutOfReach("unit")
        trainee = people.new_trainee(values.information, unit, self._department(unit, values))
        if not values.identity_number:
            return trainee
        if values.identity_number in self._owners:
            raise people.IdentityRefused("taken")
        return people.with_identity(trainee, unmasked(values.identity_number), today())

    def _department(self, unit: Organization, values: TraineeValues) -> Organization | None:
        """Return the department that the row names, else the nearest above the unit (5.1)."""
        if values.managing_department:
            if values.managing_department not in self._bodies:
                raise people.InformationRefused("no_authority", "managing_department")
            named = self._bodies[values.managing_department]
            trainees.require_authority(unit, named, partial(self._rights.over, "decide_transfer"))
            return named
        if unit.pk not in self._departments:
            self._departments[unit.pk] = organizations.department_above(unit)
        return self._departments[unit.pk]

    def _update(self, known: Trainee, unit: Organization, values: TraineeValues) -> Result:
        """Bring a known trainee up to date; what the row leaves empty stays as it is."""
        self._require_in_place(known, unit, values)
        number, steps = values.identity_number, list[Callable[[], object]]()
        if changes := _changes(known, values):
            steps.append(partial(trainees.change_trainee, self._actor, known, changes))
        if self._is_new_identity(known, number):
            steps.append(partial(trainees.set_identity, self._actor, known, number))
        if _needs_account(known, values.username):
            steps.append(partial(self._open_account, known, values))
        if not steps:
            return Result.UNCHANGED
        with transaction.atomic():
            for step in steps:
                step()
        return Result.CHANGED

    def _require_in_place(self, known: Trainee, unit: Organization, values: TraineeValues) -> None:
        """Raise ``Refused`` unless the trainee is where the row says: nobody is moved by a file (6.1.3)."""
        if known.unit_id != unit.pk:
            raise _refusal("elsewhere", "unit")
        if not self._rights.of_trainee("maintain_trainee", known):
            raise OutOfReach("code", _TEXTS["not_yours"])
        if values.managing_department not in ("", known.managing_department.code):
            raise _refusal("managed_elsewhere", "managing_department")

    def _is_new_identity(self, known: Trainee, number: str) -> bool:
        """Tell whether a number is to be kept; one that is masked as it is recorded says nothing new."""
        if number in ("", known.identity_masked):
            return False
        owner = self._owners.get(unmasked(number))
        if owner not in (None, known):
            raise people.IdentityRefused("taken")
        is_kept = (known.identity_sealed is not None) == conf.keeps_identity_numbers()
        return owner is None or not is_kept

    def _add_with_account(self, trainee: Trainee, values: TraineeValues) -> None:
        with transaction.atomic():
            people.add_trainees([trainee])
            self._open_account(trainee, values)

    def _open_account(self, trainee: Trainee, values: TraineeValues) -> None:
        if not self._rights.of_trainee("keep_account", trainee):
            raise OutOfReach("username", _TEXTS["no_accounts"])
        request = openings.AccountRequest(values.information, trainee.unit, values.username, values.email)
        (opening,) = openings.open_accounts(self._actor, [request])
        if opening.refusal:
            raise opening.refusal


def _bodies(codes: set[str]) -> Mapping[str, Organization]:
    """Return bodies by code, locked, so that none is closed or moved while trainees come to it."""
    found = Organization.objects.filter(code__in=codes)
    return {body.code: body for body in organizations.lock(*found)}


def _known(codes: set[str]) -> Mapping[str, Trainee]:
    found = Trainee.objects.filter(code__in=codes).select_related("unit", "managing_department", "account__user")
    return {trainee.code: trainee for trainee in found}


def _changes(known: Trainee, values: TraineeValues) -> dict[str, str]:
    said = {name: getattr(values.information, name) for name in people.CHANGEABLE}
    return {name: value for name, value in said.items() if value and value != getattr(known, name)}


def _needs_account(known: Trainee, username: str) -> bool:
    account = getattr(known, "account", None)
    return bool(username) and not (account and account.user.username.casefold() == username.casefold())


def _refusal(code: str, field: str) -> Refused:
    return Refused(code, _TEXTS[code], field)
