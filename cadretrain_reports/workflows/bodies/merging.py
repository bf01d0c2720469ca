"""One body goes up in another, with all who belong to it (5.1, 6.1.3)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cadretrain_reports import clock
from cadretrain_reports.applets.archives import api as archives
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Merged, Organization
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.roles import api as roles
from cadretrain_reports.workflows.bodies.managing import follow
from cadretrain_reports.workflows.bodies.obstacles import require_settled
from cadretrain_reports.workflows.bodies.rights import held, require_over, require_place
from cadretrain_reports.workflows.transfer import archive_transfer


def merge_bodies(actor: Any, source: Organization, into: Organization, reason: str) -> Merged:
    """Let ``source`` go up in ``into``, by the right to change the one and to add below the other (5.1).

    Bodies below it, its trainees, those whom it manages, and its services go to ``into``; its duties end, and it stays
    as a closed body to which history refers. Whom the department above it managed is managed by the one above ``into``
    from then on, as after a move. Trainees keep their history (R9), and their archives say that they have changed
    units. Raises ``Denied`` and ``OrganizationError``.
    """
    require_over(actor, "change_tree", source)
    require_place(actor, into)
    reason = organizations.checked_reason(reason, needed=True)
    with audit.operation(), held(source, into) as (stored, heir):
        require_settled(stored)
        at = _alone_with_trainees(stored)
        followed = follow(stored, organizations.department_above(stored), organizations.department_above(heir), at)
        merged = organizations.merge(stored, heir, reason)
        for trainee in people.locked_trainees_of(stored):
            archive_transfer(trainee, stored, heir, at)
        figures: dict[str, Any] = {
            "organizations": merged.organizations,
            "services": merged.services,
            "delegations": merged.delegations,
            "trainees": people.reassign_unit(stored, heir, at),
            "managed": followed + people.reassign_department(stored, heir, at),
            "duties": roles.end_all(stored, actor, at, reason),
        }
        for one, other in ((stored, heir), (heir, stored)):
            target = organizations.about(one)
            audit.record("organization.merge", actor.pk, target, reason=reason, other=other.code, **figures)
    return merged


def _alone_with_trainees(unit: Organization) -> datetime:
    """Lock all trainees of a unit with their archives, then look at the clock: what is credited is dated before.

    Of many trainees the last would else be credited at the old unit after the instant at which their archives say that
    they have left it (R9).
    """
    for trainee in people.locked_trainees_of(unit):
        archives.lock_archive(trainee.pk)
    return clock.now()
