"""Closing a body, and taking that back (5.1)."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from cadretrain_reports import clock, conf
from cadretrain_reports.applets.organizations import spells
from cadretrain_reports.applets.organizations.errors import OrganizationError
from cadretrain_reports.applets.organizations.locking import held_tree
from cadretrain_reports.applets.organizations.models import Organization
from cadretrain_reports.applets.organizations.relations import end_relations
from cadretrain_reports.applets.organizations.selectors import subtree
from cadretrain_reports.applets.organizations.tree import require_open
from cadretrain_reports.rules.periods import day_start, local_day, zone_named


def close(body: Organization, on: date | None = None) -> Organization:
    """Close a body that was dissolved on a day, today if none is given; its services and delegations end with it.

    Raises ``OrganizationError`` while a body below it is open, for a day to come or before the body began. Whether
    it still has trainees or duties is for the caller to ask.
    """
    with held_tree(body) as (stored,):
        require_open(stored, "organization")
        at = clock.now()
        _check_day(stored, on or day_of(at), day_of(at))
        if subtree(stored).exclude(pk=stored.pk).filter(active_until=None).exists():
            text = _("There are open organizations below this one: close, merge or move them first.")
            raise OrganizationError("open_below", text, "organization")
        end(stored, on or day_of(at), at)
    return stored


def reopen(body: Organization) -> Organization:
    """Take a closing back that was an error; services and delegations that ended with it are given anew.

    Raises ``OrganizationError`` for a body that is open or was merged, and below a closed one.
    """
    with held_tree(body) as (stored,):
        if stored.active_until is None:
            raise OrganizationError("open", _("%(body)s is not closed."), "organization", body=stored.code)
        if stored.merged_into_id:
            text = _("%(body)s was merged into another organization, and stays closed.")
            raise OrganizationError("merged", text, "organization", body=stored.code)
        above = spells.parent_of(stored)
        if above:
            require_open(above, "parent")
        stored.active_until = None
        stored.save(update_fields=["active_until"])
        spells.resume(stored, above)
    return stored


def end(body: Organization, day: date, at: datetime, into: Organization | None = None) -> None:
    """Have a stored body, locked by the caller, end on a day, closed or merged into another; its history ends then."""
    end_relations(body, at)
    spells.end(body, at if day == day_of(at) else day_start(day, zone_named(conf.time_zone())))
    body.active_until, body.merged_into = day, into
    body.save(update_fields=["active_until", "merged_into"])


def day_of(at: datetime) -> date:
    """Return the site's local day."""
    return local_day(at, zone_named(conf.time_zone()))


def _check_day(body: Organization, day: date, today: date) -> None:
    if day > today:
        text = _("The day on which an organization was closed cannot be in the future.")
        raise OrganizationError("day_to_come", text, "active_until")
    if body.active_from and day < body.active_from:
        text = _("The last day lies before the first, %(first)s.")
        raise OrganizationError("days_out_of_order", text, "active_until", first=body.active_from.isoformat())
