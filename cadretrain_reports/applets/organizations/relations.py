"""Who serves whom, and who lets whom do what is its own to do (5.3, 5.4, 6.1.3)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import clock
from cadretrain_reports.applets.audit.api import Target
from cadretrain_reports.applets.organizations.errors import OrganizationError
from cadretrain_reports.applets.organizations.locking import lock
from cadretrain_reports.applets.organizations.models import Delegation, Organization, Service
from cadretrain_reports.applets.organizations.particulars import Capacity, capacities_of
from cadretrain_reports.applets.organizations.selectors import is_below
from cadretrain_reports.applets.organizations.texts import checked_reason
from cadretrain_reports.applets.organizations.tree import require_open

_LACKING: Final = {
    Capacity.MANAGEMENT_DEPARTMENT: _("%(body)s is no management department."),
    Capacity.TRAINING_INSTITUTION: _("%(body)s is no training institution."),
    Capacity.EMPLOYING_UNIT: _("%(body)s is no employing unit."),
}


def serve(institution: Organization, unit: Organization) -> tuple[Service, bool]:
    """Let a training institution serve an employing unit and all below it (5.3); return the service, and if it is new.

    The same again changes nothing. Raises ``OrganizationError`` for bodies without these capacities or closed ones.
    """
    with transaction.atomic():
        institution, unit = lock(institution, unit)
        _require(institution, Capacity.TRAINING_INSTITUTION, "institution")
        _require(unit, Capacity.EMPLOYING_UNIT, "unit")
        return Service.objects.get_or_create(
            institution=institution, unit=unit, standing=True, defaults={"since": clock.now()}
        )


def end_service(service: Service) -> bool:
    """End a service; tell whether it stood until now."""
    return bool(Service.objects.filter(pk=service.pk, standing=True).update(until=clock.now(), standing=None))


def delegate(
    kind: Delegation.Kind, giver: Organization, receiver: Organization, reason: str = ""
) -> tuple[Delegation, bool]:
    """Let one body do what is another's to do (6.1.3); return the delegation, and if it is new.

    A management department lets an employing unit at or below it maintain trainees; an employing unit lets a training
    institution keep up accounts. The same again changes nothing. Raises ``OrganizationError`` for other bodies.
    """
    reason = checked_reason(reason)
    with transaction.atomic():
        giver, receiver = lock(giver, receiver)
        require_fit(kind, giver, receiver)
        return Delegation.objects.get_or_create(
            kind=kind,
            giver=giver,
            receiver=receiver,
            standing=True,
            defaults={"since": clock.now(), "reason": reason},
        )


def withdraw(delegation: Delegation) -> bool:
    """Take a delegation back; tell whether it stood until now."""
    return bool(Delegation.objects.filter(pk=delegation.pk, standing=True).update(until=clock.now(), standing=None))


def require_fit(kind: Delegation.Kind, giver: Organization, receiver: Organization) -> None:
    """Raise ``OrganizationError`` unless one body may hand this on to the other (6.1.3)."""
    if kind == Delegation.Kind.ACCOUNT_UPKEEP:
        _require(giver, Capacity.EMPLOYING_UNIT, "giver")
        _require(receiver, Capacity.TRAINING_INSTITUTION, "receiver")
        return
    _require(giver, Capacity.MANAGEMENT_DEPARTMENT, "giver")
    _require(receiver, Capacity.EMPLOYING_UNIT, "receiver")
    if not is_below(receiver, giver):
        text = _("A department can authorize only units at or below it to maintain trainees.")
        raise OrganizationError("not_below_giver", text, "receiver")


def fits(kind: Delegation.Kind, giver: Organization, receiver: Organization) -> bool:
    """Tell whether one body may hand this on to the other (6.1.3)."""
    try:
        require_fit(kind, giver, receiver)
    except OrganizationError:
        return False
    return True


def in_use(body: Organization, capacity: Capacity) -> bool:
    """Tell whether a body serves, is served or takes part in a delegation in this capacity."""
    maintain, upkeep = Delegation.Kind.MAINTAIN_TRAINEES, Delegation.Kind.ACCOUNT_UPKEEP
    services, delegations = {
        Capacity.MANAGEMENT_DEPARTMENT: (Q(pk__in=()), Q(kind=maintain, giver=body)),
        Capacity.TRAINING_INSTITUTION: (Q(institution=body), Q(kind=upkeep, receiver=body)),
        Capacity.EMPLOYING_UNIT: (Q(unit=body), Q(kind=maintain, receiver=body) | Q(kind=upkeep, giver=body)),
    }[capacity]
    return (
        Service.objects.filter(services, standing=True).exists()
        or Delegation.objects.filter(delegations, standing=True).exists()
    )


def end_relations(body: Organization, at: datetime) -> None:
    """End every service and delegation that a body takes part in."""
    ended = {"until": at, "standing": None}
    Service.objects.filter(Q(institution=body) | Q(unit=body), standing=True).update(**ended)
    Delegation.objects.filter(Q(giver=body) | Q(receiver=body), standing=True).update(**ended)


def served_paths(institution: Organization) -> list[str]:
    """Return the paths of the units that an institution serves, without those that stand below another of them."""
    services = Service.objects.filter(institution=institution, standing=True)
    tops: list[str] = []
    for path in services.order_by("unit__path").values_list("unit__path", flat=True):
        if not tops or not path.startswith(tops[-1]):
            tops.append(path)
    return tops


def about_service(service: Service) -> Target:
    """Return how the audit log names a service: as a matter of the unit."""
    return Target("service", str(service.uuid), service.unit.code)


def about_delegation(delegation: Delegation) -> Target:
    """Return how the audit log names a delegation: as a matter of the body that gave it."""
    return Target("delegation", str(delegation.uuid), delegation.giver.code)


def _require(body: Organization, capacity: Capacity, field: str) -> None:
    """Raise ``OrganizationError`` unless the body is open and is this."""
    require_open(body, field)
    if capacity not in capacities_of(body):
        raise OrganizationError(f"no_{capacity}", _LACKING[capacity], field, body=body.code)
