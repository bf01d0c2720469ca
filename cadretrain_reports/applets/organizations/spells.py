"""Writing the history of a body's place and name (5.1, 9.1.2)."""

from __future__ import annotations

from datetime import datetime

from cadretrain_reports import clock
from cadretrain_reports.applets.organizations.models import Organization, OrganizationSpell


def begin(body: Organization, parent: Organization | None, reason: str = "") -> None:
    """Begin the first spell of a body."""
    OrganizationSpell.objects.create(organization=body, parent=parent, name=body.name, since=clock.now(), reason=reason)


def turn(body: Organization, parent: Organization | None, reason: str) -> None:
    """End the spell that stands and begin the one that says where the body stands now, and its name.

    The new one never begins before the old one did, though servers' clocks may differ. A body that has ended, and is
    carried along with those around it, has no spell any more.
    """
    at = end(body, clock.now())
    if at is not None:
        OrganizationSpell.objects.create(organization=body, parent=parent, name=body.name, since=at, reason=reason)


def end(body: Organization, at: datetime) -> datetime | None:
    """End the spell that stands; return when it ended: never before it began. ``None`` where there is none."""
    standing = OrganizationSpell.objects.filter(organization=body, standing=True).first()
    if standing is None:
        return None
    standing.until, standing.standing = max(at, standing.since), None
    standing.save(update_fields=["until", "standing"])
    return standing.until


def resume(body: Organization, parent: Organization | None, reason: str = "") -> None:
    """Take the end of a body's last spell back; where the body stands elsewhere by now, begin another one."""
    last = OrganizationSpell.objects.filter(organization=body).order_by("since", "pk").last()
    if last is None or (last.parent, last.name) != (parent, body.name):
        begin(body, parent, reason)
        return
    last.until, last.standing = None, True
    last.save(update_fields=["until", "standing"])


def parent_of(body: Organization) -> Organization | None:
    """Return the body above, as stored."""
    above: Organization | None = Organization.objects.get_parent(body, update=True)
    return above
