"""Who serves whom, and who lets whom do what is its own to do (5.3, 5.4, 6.1.3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Delegation, Organization, Service
from cadretrain_reports.workflows.bodies.rights import held, require_over

_ACTS: Final[Mapping[str, str]] = {
    Delegation.Kind.MAINTAIN_TRAINEES: "delegate_maintenance",
    Delegation.Kind.ACCOUNT_UPKEEP: "delegate_upkeep",
}


def set_service(actor: Any, institution: Organization, unit: Organization) -> Service:
    """Let a training institution serve a unit and all below it, by the right over the unit (5.3, 5.4).

    The same again changes nothing. Raises ``Denied`` and ``OrganizationError``.
    """
    require_over(actor, "set_service", unit)
    with held(institution, unit):
        service, is_new = organizations.serve(institution, unit)
        if is_new:
            about = organizations.about_service(service)
            audit.record("service.begin", actor.pk, about, institution=institution.code)
    return service


def end_service(actor: Any, service: Service, reason: str) -> None:
    """End a service; one that has ended stays as it is (5.3). Raises ``Denied`` and ``OrganizationError``."""
    require_over(actor, "set_service", service.unit)
    reason = organizations.checked_reason(reason, needed=True)
    with held(service.unit):
        if organizations.end_service(service):
            about = organizations.about_service(service)
            audit.record("service.end", actor.pk, about, reason=reason, institution=service.institution.code)


def delegate(
    actor: Any, kind: Delegation.Kind, giver: Organization, receiver: Organization, reason: str = ""
) -> Delegation:
    """Let one body do what is another's to do, by the right over the body that gives it (6.1.3).

    The same again changes nothing. Raises ``Denied`` and ``OrganizationError``.
    """
    require_over(actor, _ACTS[kind], giver)
    reason = organizations.checked_reason(reason)
    with held(giver, receiver):
        delegation, is_new = organizations.delegate(kind, giver, receiver, reason)
        if is_new:
            about = organizations.about_delegation(delegation)
            audit.record("delegation.give", actor.pk, about, reason=reason, kind=str(kind), receiver=receiver.code)
    return delegation


def withdraw(actor: Any, delegation: Delegation, reason: str) -> None:
    """Take a delegation back; one that was taken back stays as it is (6.1.3).

    Raises ``Denied`` and ``OrganizationError``.
    """
    require_over(actor, _ACTS[delegation.kind], delegation.giver)
    reason = organizations.checked_reason(reason, needed=True)
    with held(delegation.giver):
        if organizations.withdraw(delegation):
            about = organizations.about_delegation(delegation)
            kind, receiver = delegation.kind, delegation.receiver.code
            audit.record("delegation.withdraw", actor.pk, about, reason=reason, kind=kind, receiver=receiver)
