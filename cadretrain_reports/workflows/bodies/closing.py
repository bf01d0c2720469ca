"""Closing a body, and taking that back (5.1)."""

from __future__ import annotations

from datetime import date
from typing import Any

from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.workflows.bodies.obstacles import require_empty
from cadretrain_reports.workflows.bodies.rights import held, require_over


def close_body(actor: Any, body: Organization, reason: str, on: date | None = None) -> Organization:
    """Close a body that was dissolved on a day, today if none is given (5.1).

    Nobody is swept along: while it has trainees, duties, undecided transfers, classes or open bodies below it, each of
    these is settled first, by an act that says where they go. Raises ``Denied`` and ``OrganizationError``.
    """
    require_over(actor, "change_tree", body)
    reason = organizations.checked_reason(reason, needed=True)
    with held(body) as (stored,):
        require_empty(stored)
        closed = organizations.close(body, on)
        about = organizations.about(closed)
        audit.record("organization.close", actor.pk, about, reason=reason, on=str(closed.active_until))
    return closed


def reopen_body(actor: Any, body: Organization, reason: str) -> Organization:
    """Take back a closing that was an error (5.1). Raises ``Denied`` and ``OrganizationError``."""
    require_over(actor, "change_tree", body)
    reason = organizations.checked_reason(reason, needed=True)
    with held(body):
        reopened = organizations.reopen(body)
        audit.record("organization.reopen", actor.pk, organizations.about(reopened), reason=reason)
    return reopened
