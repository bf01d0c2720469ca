"""Bodies from a table (5.1, 9.2.2): added, renamed, changed and moved by the same acts as one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Capacity, Organization, Particulars
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import in_scope
from cadretrain_reports.workflows import bodies as acts
from cadretrain_reports.workflows.imports import columns
from cadretrain_reports.workflows.imports.codes import capacities
from cadretrain_reports.workflows.imports.kind import GoodRow, Kind, Result, Verdict, refused, taken
from cadretrain_reports.workflows.imports.reading import Reading, day, truth, unmasked
from cadretrain_reports.workflows.imports.rights import OutOfReach, Rights
from cadretrain_reports.workflows.imports.spelling import new_identifier

_PARTICULARS: Final = tuple(Particulars.__slots__)


@dataclass(frozen=True, slots=True)
class BodyValues:
    """What a row says of a body. Of ``particulars`` only what the row has is there."""

    code: str
    name: str
    parent: str
    capacities: frozenset[Capacity]
    particulars: Mapping[str, Any]


class Organizations(Kind[BodyValues]):
    """Bodies: a row may name a body above that stands below it in the file."""

    name = "organizations"
    columns = columns.ORGANIZATIONS
    acts = ("change_tree", "add_below", "change_top")
    in_one = True

    def read(self, reading: Reading) -> BodyValues:
        """Return the values of a row."""
        said: dict[str, Any] = {
            "is_inner_department": reading.take("is_inner_department", truth, None),
            "social_credit_code": reading.text("social_credit_code"),
            "region": reading.text("region"),
            "contact_name": reading.take("contact_name", unmasked, ""),
            "contact_phone": reading.take("contact_phone", unmasked, ""),
            "active_from": reading.take("active_from", day, None),
            "active_until": reading.take("active_until", day, None),
        }
        return BodyValues(
            code=reading.take("code", str, "", needed=True),
            name=reading.take("name", str, "", needed=True),
            parent=reading.text("parent"),
            capacities=reading.take("capacities", capacities, frozenset[Capacity](), needed=True),
            particulars={key: value for key, value in said.items() if value not in (None, "")},
        )

    def identifiers(self, values: BodyValues) -> Mapping[str, str]:
        """Return code and social credit code: each is of one body."""
        credit_code = values.particulars.get("social_credit_code", "")
        return {"code": values.code, **({"social_credit_code": credit_code} if credit_code else {})}

    def apply(self, actor: Any, rows: Sequence[GoodRow[BodyValues]]) -> list[Verdict]:
        """Take bodies in, one after the other, since each may be above the next, and alone with the tree."""
        with organizations.held_tree():
            return list(map(_Batch(actor, rows).take, rows))


class _ParentMissing(OutOfReach):
    """The body above is not there, at least not yet, or out of reach: which of these is not said."""

    def __init__(self) -> None:
        super().__init__(
            "parent", _("There is no such organization in your field of duty, and none was added by this file.")
        )


class _Batch:
    """The bodies that some rows name, as they are now, and what the actor may do to them."""

    def __init__(self, actor: Any, rows: Sequence[GoodRow[BodyValues]]) -> None:
        self._actor = actor
        self._codes = {code for row in rows for code in (row.values.code, row.values.parent)}
        self._load()

    def take(self, row: GoodRow[BodyValues]) -> Verdict:
        """Take one row in, or say why not."""
        try:
            with transaction.atomic():
                result = self._settle(row.values)
        except _ParentMissing as reason:
            return refused(row, reason, result=Result.HELD)
        except Refused as reason:
            return refused(row, reason)
        return taken(row, result, row.values.code)

    def _settle(self, values: BodyValues) -> Result:
        known = self._bodies.get(values.code)
        above = self._above(values, known)
        if known is None:
            return self._add(values, above)
        change = _Change(known, values, above)
        if not self._rights.over("change_tree", known):
            return self._only_seen(known, change)
        if not change:
            return Result.UNCHANGED
        if change.has_moved:
            self._require_place(above)
        change.carry_out(self._actor)
        self._load()
        return Result.CHANGED

    def _above(self, values: BodyValues, known: Organization | None) -> Organization | None:
        """Return the body above that the row names, or for a known body without one the present one."""
        if not values.parent:
            return known and organizations.parent_of(known)
        above = self._bodies.get(values.parent)
        if above is None or not (self._rights.over("add_below", above) or self._is_seen(above)):
            raise _ParentMissing
        return above

    def _add(self, values: BodyValues, above: Organization | None) -> Result:
        self._require_place(above)
        new_identifier(values.code)
        said = Particulars(**values.particulars)
        added = acts.add_body(self._actor, values.code, values.name, values.capacities, above, said)
        self._bodies[added.code] = added
        return Result.ADDED

    def _require_place(self, above: Organization | None) -> None:
        if not self._rights.over("add_below" if above else "change_top", above):
            raise OutOfReach("parent")

    def _only_seen(self, known: Organization, change: _Change) -> Result:
        """Pass over a body that the actor may read and the row does not change; the export of it has such rows."""
        if not self._is_seen(known):
            raise OutOfReach("code")
        if change:
            raise OutOfReach("code", _("You may not change this organization: the department above it does."))
        return Result.UNCHANGED

    def _is_seen(self, body: Organization) -> bool:
        return in_scope(Organization.objects.filter(pk=body.pk), self._actor).exists()

    def _load(self) -> None:
        """Read the bodies anew: after a move other paths hold, and other rights with them."""
        self._rights = Rights(self._actor)
        self._bodies = {body.code: body for body in _found(self._codes)}


class _Change:
    """What a row says of a known body that is not so yet. What the row leaves empty stays as it is."""

    def __init__(self, body: Organization, values: BodyValues, above: Organization | None) -> None:
        self._body, self._values, self._above = body, values, above
        before = organizations.particulars_of(body)
        self._said = replace(before, **values.particulars)
        self._is_other = self._said != before or values.capacities != organizations.capacities_of(body)
        self.has_moved = bool(values.parent) and above != organizations.parent_of(body)

    def __bool__(self) -> bool:
        return self._is_other or self.has_moved or self._values.name != self._body.name

    def carry_out(self, actor: Any) -> None:
        """Do what is to be done; the place last, since the right over the body hangs on it."""
        if self._values.name != self._body.name:
            acts.rename_body(actor, self._body, self._values.name)
        if self._is_other:
            acts.change_body(actor, self._body, self._said, self._values.capacities)
        if self.has_moved:
            acts.move_body(actor, self._body, self._above)


def _found(codes: Iterable[str]) -> Iterable[Organization]:
    found: Iterable[Organization] = Organization.objects.filter(code__in=set(codes) - {""})
    return found
