"""Changing the tree of bodies (5.1). Every change leaves a spell behind that says how it was before."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.organizations import spells
from cadretrain_reports.applets.organizations.errors import OrganizationError
from cadretrain_reports.applets.organizations.locking import held_tree
from cadretrain_reports.applets.organizations.models import Organization
from cadretrain_reports.applets.organizations.particulars import (
    NOTHING_SAID,
    Capacity,
    Particulars,
    capacity_fields,
    checked_particulars,
)
from cadretrain_reports.applets.organizations.selectors import is_below, subtree
from cadretrain_reports.applets.organizations.texts import checked_code, checked_name, checked_reason, longest

DEEPEST: Final = longest("path") // Organization.steplen
"""Levels of the tree."""


def add(
    code: str,
    name: str,
    capacities: Collection[Capacity],
    parent: Organization | None = None,
    particulars: Particulars = NOTHING_SAID,
) -> Organization:
    """Add a body below ``parent``, or at the top.

    Raises ``OrganizationError`` without a capacity (5.1), for a code that another body has or that archive records
    cannot hold, for a name or particulars that are none, and below a closed body.
    """
    fields = {"code": checked_code(code), "name": checked_name(name), **capacity_fields(capacities)}
    with held_tree(parent) as above:
        place = next(iter(above), None)
        if Organization.objects.filter(code=code).exists():
            raise OrganizationError("code_taken", _("Another organization has this code already."), "code")
        fields |= checked_particulars(particulars).as_fields()
        _check_place(place, is_inner_department=particulars.is_inner_department)
        _check_depth(_depth(place) + 1)
        added: Organization
        added = Organization.objects.add_child(place, fields) if place else Organization.objects.add_root(fields)
        spells.begin(added, place)
    return added


def rename(body: Organization, name: str, reason: str = "") -> Organization:
    """Give a body another name from now on; the same name again changes nothing."""
    name, reason = checked_name(name), checked_reason(reason)
    with held_tree(body) as (stored,):
        require_open(stored, "organization")
        if name != stored.name:
            stored.name = name
            stored.save(update_fields=["name"])
            spells.turn(stored, spells.parent_of(stored), reason)
    return stored


def move(body: Organization, parent: Organization | None, reason: str = "") -> Organization:
    """Put a body, and all below it, below ``parent`` or at the top; where it stands already nothing changes.

    Services and delegations stand: whoever gave them ends them. Raises ``OrganizationError`` for a place at or below
    the body itself or below a closed one.
    """
    reason = checked_reason(reason)
    with held_tree(body, parent) as (stored, *above):
        place = next(iter(above), None)
        require_open(stored, "organization")
        _check_place(place, is_inner_department=stored.is_inner_department)
        if place and is_below(place, stored):
            raise OrganizationError("below_itself", _("An organization cannot be moved below itself."), "parent")
        if spells.parent_of(stored) != place:
            transplant(stored, place, reason)
    return stored


def transplant(body: Organization, place: Organization | None, reason: str) -> None:
    """Put a stored body below another or at the top, while the tree is held, without asking whether it may stand there.

    Raises ``OrganizationError`` where the tree would grow too deep.
    """
    _check_depth(_depth(place) + _height(body))
    if place:
        Organization.objects.move(body, place, "last-child")
    else:
        Organization.objects.move(body, Organization.objects.get_last_root_node(), "last-sibling")
    spells.turn(body, place, reason)


def require_open(body: Organization, field: str) -> None:
    """Raise ``OrganizationError`` for a body that was closed or merged."""
    if body.active_until is not None:
        raise OrganizationError("closed", _("%(body)s is closed."), field, body=body.code)


def _check_place(place: Organization | None, *, is_inner_department: bool) -> None:
    if place:
        require_open(place, "parent")
    elif is_inner_department:
        text = _("An inner department stands below the organization that it is a part of.")
        raise OrganizationError("inner_at_top", text, "parent")


def _check_depth(depth: int) -> None:
    if depth > DEEPEST:
        text = _("The tree has room for %(levels)d levels.")
        raise OrganizationError("too_deep", text, "parent", levels=DEEPEST)


def _depth(place: Organization | None) -> int:
    return place.depth if place else 0


def _height(body: Organization) -> int:
    """Return how many levels a body and all below it take."""
    deepest = subtree(body).order_by().aggregate(deepest=Max("depth"))["deepest"]
    return int(deepest) - int(body.depth) + 1
