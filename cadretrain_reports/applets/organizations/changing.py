"""Changing what is said of a body and what it may be (5.1)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.organizations.errors import OrganizationError
from cadretrain_reports.applets.organizations.locking import held_tree
from cadretrain_reports.applets.organizations.models import Organization
from cadretrain_reports.applets.organizations.particulars import (
    Capacity,
    Particulars,
    capacities_of,
    capacity_fields,
    checked_particulars,
)
from cadretrain_reports.applets.organizations.relations import in_use
from cadretrain_reports.applets.organizations.tree import require_open

_IN_USE: Final = {
    Capacity.TRAINING_INSTITUTION: _("It serves units or keeps up accounts as a training institution: end that first."),
    Capacity.EMPLOYING_UNIT: _("It is served, or takes part in a delegation, as an employing unit: end that first."),
    Capacity.MANAGEMENT_DEPARTMENT: _(
        "It authorizes units to maintain trainees, as a management department: end that first."
    ),
}


def change(body: Organization, particulars: Particulars, capacities: Collection[Capacity]) -> Organization:
    """Replace what is said of a body, and what it may be; its place and name are changed by acts of their own.

    Raises ``OrganizationError`` for particulars that are none, without a capacity (5.1), and for taking away a capacity
    in which the body serves, is served or takes part in a delegation. Whether it has trainees or courses in that
    capacity is for the caller to ask.
    """
    wanted = capacity_fields(capacities)
    with held_tree(body) as (stored,):
        require_open(stored, "organization")
        said = checked_particulars(particulars, stored)
        if said.is_inner_department and stored.is_root():
            text = _("An inner department stands below the organization that it is a part of.")
            raise OrganizationError("inner_at_top", text, "is_inner_department")
        for lost in capacities_of(stored) - set(capacities):
            _require_unused(stored, lost)
        for field, value in {**wanted, **said.as_fields()}.items():
            setattr(stored, field, value)
        stored.save(update_fields=[*wanted, *said.as_fields()])
    return stored


def _require_unused(body: Organization, lost: Capacity) -> None:
    if in_use(body, lost):
        raise OrganizationError("capacity_in_use", _IN_USE[lost], "capacities")
