"""Adding, renaming, changing and moving bodies (5.1)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from cadretrain_reports import clock
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Capacity, Organization, Particulars
from cadretrain_reports.workflows.bodies.managing import follow
from cadretrain_reports.workflows.bodies.obstacles import require_unused
from cadretrain_reports.workflows.bodies.rights import held, require_over, require_place


def add_body(
    actor: Any,
    code: str,
    name: str,
    capacities: Collection[Capacity],
    parent: Organization | None = None,
    particulars: Particulars = organizations.NOTHING_SAID,
) -> Organization:
    """Add a body below ``parent``, or at the top, which is the site operator's alone (5.1).

    Raises ``Denied`` and ``OrganizationError``.
    """
    require_place(actor, parent)
    with held(parent):
        added = organizations.add(code, name, capacities, parent, particulars)
        audit.record("organization.add", actor.pk, organizations.about(added), parent=_code(parent))
    return added


def rename_body(actor: Any, body: Organization, name: str, reason: str = "") -> Organization:
    """Give a body another name from now on; what it was called until then stays in its history (9.1.2).

    Raises ``Denied`` and ``OrganizationError``.
    """
    require_over(actor, "change_tree", body)
    reason = organizations.checked_reason(reason)
    with held(body) as (before,):
        renamed = organizations.rename(body, name, reason)
        if renamed.name != before.name:
            about = organizations.about(renamed)
            audit.record("organization.rename", actor.pk, about, reason=reason, before=before.name, after=renamed.name)
    return renamed


def change_body(
    actor: Any, body: Organization, particulars: Particulars, capacities: Collection[Capacity], reason: str = ""
) -> Organization:
    """Replace what is said of a body and what it may be (5.1); a capacity that is in use cannot be taken away.

    Raises ``Denied`` and ``OrganizationError``.
    """
    require_over(actor, "change_tree", body)
    reason = organizations.checked_reason(reason)
    with held(body) as (before,):
        require_unused(before, organizations.capacities_of(before) - set(capacities))
        changed = organizations.change(body, particulars, capacities)
        fields = _differences(before, changed)
        if fields:
            about = organizations.about(changed)
            audit.record("organization.change", actor.pk, about, reason=reason, fields=fields)
    return changed


def revise_body(
    actor: Any, body: Organization, said: Mapping[str, Any], capacities: Collection[Capacity] | None, reason: str = ""
) -> Organization:
    """Rename and change a body at once, as far as something is said; what is not said stays as it is stored (5.1).

    ``said`` maps ``name`` and fields of ``Particulars`` to new values. Raises ``Denied`` and ``OrganizationError``.
    """
    require_over(actor, "change_tree", body)
    with audit.operation(), held(body) as (stored,):
        renamed = rename_body(actor, stored, said.get("name", stored.name), reason)
        changes = {field: value for field, value in said.items() if field != "name"}
        particulars = replace(organizations.particulars_of(stored), **changes)
        wanted = organizations.capacities_of(stored) if capacities is None else capacities
        return change_body(actor, renamed, particulars, wanted, reason)


def move_body(actor: Any, body: Organization, parent: Organization | None, reason: str = "") -> Organization:
    """Put a body and all below it in another place, by the right over both (5.1).

    Its trainees go with it and stay its own. Whom the department above it managed is managed by the one above its new
    place; who is managed from elsewhere (省管干部) stays so. Raises ``Denied`` and ``OrganizationError``.
    """
    require_over(actor, "change_tree", body)
    require_place(actor, parent)
    reason = organizations.checked_reason(reason)
    with held(body, parent) as (stored, *_place):
        before, above = organizations.parent_of(stored), organizations.department_above(stored)
        moved = organizations.move(body, parent, reason)
        if before != parent:
            about = organizations.about(moved)
            managed = follow(moved, above, organizations.department_above(moved), clock.now())
            before_code, after = _code(before), _code(parent)
            audit.record(
                "organization.move", actor.pk, about, reason=reason, managed=managed, before=before_code, after=after
            )
    return moved


def _code(body: Organization | None) -> str:
    return body.code if body else ""


def _differences(before: Organization, after: Organization) -> list[str]:
    """Return the fields in which two states of a body differ."""
    fields = [field.attname for field in Organization._meta.local_concrete_fields]
    return [name for name in fields if getattr(before, name) != getattr(after, name)]
