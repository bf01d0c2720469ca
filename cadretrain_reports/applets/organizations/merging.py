"""One body goes up in another (5.1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import clock
from cadretrain_reports.applets.organizations.closing import day_of, end
from cadretrain_reports.applets.organizations.errors import OrganizationError
from cadretrain_reports.applets.organizations.locking import held_tree
from cadretrain_reports.applets.organizations.models import Delegation, Organization, Service
from cadretrain_reports.applets.organizations.particulars import capacities_of
from cadretrain_reports.applets.organizations.relations import delegate, fits, serve
from cadretrain_reports.applets.organizations.selectors import is_below
from cadretrain_reports.applets.organizations.texts import checked_reason
from cadretrain_reports.applets.organizations.tree import require_open, transplant

_Service = tuple[Organization, Organization]
_Delegation = tuple[Delegation.Kind, Organization, Organization]


@dataclass(frozen=True, slots=True)
class Merged:
    """How many bodies moved below the one that stays, and how many services and delegations passed to it."""

    organizations: int
    services: int
    delegations: int


def merge(source: Organization, into: Organization, reason: str = "") -> Merged:
    """Close ``source`` in favour of ``into``: what stood below it moves, and its services pass on.

    Of its delegations those pass on that it gave as a department and those that it holds as an institution. What
    concerns it as an employing unit ends: it would reach the trainees of ``into``, and was not meant for them. Courses
    stay the closed institution's, whose code is part of their identity (R1). Whose trainees and duties it has is for
    the caller to settle.

    Raises ``OrganizationError`` for a closed body, for one merged into itself or into one below it, and unless ``into``
    has all of its capacities.
    """
    reason = checked_reason(reason)
    with held_tree(source, into) as (stored, heir):
        _check(stored, heir)
        at = clock.now()
        children = list(Organization.objects.get_children(stored))
        for child in children:
            transplant(child, heir, reason)
        services, delegations = list(_services(stored, heir)), list(_delegations(stored, heir))
        end(stored, day_of(at), at, heir)
        for institution, unit in services:
            serve(institution, unit)
        for kind, giver, receiver in delegations:
            delegate(kind, giver, receiver, reason)
    return Merged(len(children), len(services), len(delegations))


def _check(source: Organization, into: Organization) -> None:
    require_open(source, "organization")
    require_open(into, "into")
    if source == into:
        raise OrganizationError("into_itself", _("An organization cannot be merged into itself."), "into")
    if is_below(into, source):
        text = _("An organization cannot be merged into one below it: move that out first.")
        raise OrganizationError("into_below", text, "into")
    if capacities_of(source) - capacities_of(into):
        text = _("%(into)s lacks a capacity that %(body)s has: give it that first.")
        raise OrganizationError("capacity_lacking", text, "into", into=into.code, body=source.code)


def _services(source: Organization, heir: Organization) -> Iterator[_Service]:
    """Yield who will serve whom in the source's stead."""
    services = Service.objects.filter(Q(institution=source) | Q(unit=source), standing=True)
    for service in services.select_related("institution", "unit"):
        yield _instead(service.institution, source, heir), _instead(service.unit, source, heir)


def _delegations(source: Organization, heir: Organization) -> Iterator[_Delegation]:
    """Yield what passes on, wherever the heir may still give it."""
    as_department = Q(kind=Delegation.Kind.MAINTAIN_TRAINEES, giver=source) & ~Q(receiver=source)
    as_institution = Q(kind=Delegation.Kind.ACCOUNT_UPKEEP, receiver=source) & ~Q(giver=source)
    delegations = Delegation.objects.filter(as_department | as_institution, standing=True)
    for row in delegations.select_related("giver", "receiver"):
        kind = Delegation.Kind(row.kind)
        giver, receiver = _instead(row.giver, source, heir), _instead(row.receiver, source, heir)
        if fits(kind, giver, receiver):
            yield kind, giver, receiver


def _instead(body: Organization, source: Organization, heir: Organization) -> Organization:
    return heir if body == source else body
