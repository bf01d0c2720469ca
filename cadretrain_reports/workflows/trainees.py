"""Basic information of trainees, kept by whoever has authority over them or was entrusted with it (6.1.1, 6.1.3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from cadretrain_reports import clock
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.roles.api import today
from cadretrain_reports.refusals import Refused, checked_text
from cadretrain_reports.scopes.api import in_scope, may, require


def add_trainee(
    actor: Any,
    information: people.BasicInformation,
    unit: Organization,
    managing_department: Organization | None = None,
) -> people.Trainee:
    """Record a trainee whom ``unit`` dispatches (6.1.1). Raises ``Denied`` or ``Refused``.

    That another trainee has the identifier is kept in the audit log: else identifiers could be tried out.
    """
    about = organizations.about(unit)
    require(actor, "add_trainee", unit, about)
    require_manager(actor, unit, managing_department)
    try:
        with transaction.atomic():
            trainee = people.add_trainee(information, unit, managing_department)
            audit.record("trainee.add", actor.pk, people.about(trainee))
    except people.InformationRefused as refused:
        if refused.code == "code_taken":
            audit.record("trainee.add", actor.pk, about, outcome=audit.AuditEntry.Outcome.DENIED, cause="code_taken")
        raise
    return trainee


def require_manager(actor: Any, unit: Organization, department: Organization | None) -> None:
    """Raise ``Refused`` for a managing department that the actor may not name for a trainee of a unit (5.1)."""
    require_authority(unit, department, lambda named: may(actor, "decide_transfer", named))


def require_authority(
    unit: Organization, department: Organization | None, acts_for: Callable[[Organization], bool]
) -> None:
    """Raise ``Refused`` for a managing department neither at or above the unit nor one the actor acts for (5.1)."""
    if department and not organizations.is_below(unit, department) and not acts_for(department):
        raise people.InformationRefused("no_authority", "managing_department")


def change_trainee(
    actor: Any, trainee: people.Trainee, changes: Mapping[str, str], reason: str = ""
) -> tuple[str, ...]:
    """Bring basic information up to date (6.1.3); return the names of the fields that were different.

    ``changes`` maps some of ``people.CHANGEABLE`` to new values. Raises ``Denied`` or ``Refused``.
    """
    require(actor, "maintain_trainee", trainee, people.about(trainee))
    _require_other(actor, trainee)
    reason = checked_text("reason", reason, audit.LONGEST_REASON, optional=True)
    with transaction.atomic():
        people.lock_trainees([trainee.pk])  # before the clock is read: whoever waited here changes later
        changed = people.change(trainee, changes, clock.now())
        if changed:
            audit.record("trainee.change", actor.pk, people.about(trainee), reason=reason, fields=list(changed))
    return changed


def reassign(actor: Any, trainee: people.Trainee, managing_department: str, reason: str) -> bool:
    """Have another department manage a trainee from now on (5.1), as when a province takes a cadre as its own (省管).

    For an officer of the department that manages the trainee now, or of one above it; ``managing_department`` is a
    code, since it may lie above what the actor sees. Where the trainee stood until then stays in the history. Tell
    whether it was another. Raises ``Denied``, and ``Refused`` for a department without authority over the unit.
    """
    about = people.about(trainee)
    require(actor, "reassign", trainee, about)
    _require_other(actor, trainee)
    reason = checked_text("reason", reason, audit.LONGEST_REASON)
    with transaction.atomic():
        (held,) = people.lock_trainees([trainee.pk])
        people.require_same_manager(trainee, held)
        department = _with_authority(actor, held, managing_department)
        before = held.managing_department.code
        changed = people.change_situation(trainee, clock.now(), managing_department=department)
        if changed:
            audit.record("trainee.reassign", actor.pk, about, reason=reason, before=before, after=department.code)
    return changed


def _require_other(actor: Any, trainee: people.Trainee) -> None:
    if people.is_oneself(actor, trainee):
        raise Refused("own_record", _("Nobody changes the record of their own. Leave it to a colleague."))


def _with_authority(actor: Any, trainee: people.Trainee, code: str) -> Organization:
    """Return the department of a code; refuse in the same words one that there is not, and one without authority."""
    found: Organization | None = Organization.objects.filter(code=code, is_management_department=True).first()
    if found is None:
        raise people.InformationRefused("no_authority", "managing_department")
    require_manager(actor, trainee.unit, found)
    organizations.require_open(found, "managing_department")
    return found


@sensitive_variables("number")
def set_identity(actor: Any, trainee: people.Trainee, number: str) -> bool:
    """Keep a trainee's citizen identity number as the site keeps it (R10); tell whether it was another.

    Raises ``Denied`` or ``Refused``. Where another trainee has the number, whose it is is said to those only who may
    read of both, and the attempt is kept in the audit log: else numbers could be tried out.
    """
    about = people.about(trainee)
    require(actor, "maintain_trainee", trainee, about)
    _require_other(actor, trainee)
    day = today()
    try:
        with transaction.atomic():
            changed = people.set_identity(trainee, number, day)
            if changed:
                audit.record("trainee.set_identity", actor.pk, about)
    except people.IdentityRefused as refused:
        if refused.code != "taken":
            raise
        audit.record("trainee.set_identity", actor.pk, about, outcome=audit.AuditEntry.Outcome.DENIED, cause="taken")
        other = people.find_by_identity(number, day)
    else:
        return changed
    raise _taken(actor, other)


def read_identity(actor: Any, trainee: people.Trainee, reason: str) -> str:
    """Return a trainee's identity number where the site keeps it sealed; who reads it, and why, is kept (9.2.3).

    Raises ``Denied`` or ``Refused``.
    """
    about = people.about(trainee)
    require(actor, "maintain_trainee", trainee, about)
    reason = checked_text("reason", reason, audit.LONGEST_REASON)
    with transaction.atomic():
        audit.record("trainee.read_identity", actor.pk, about, reason=reason)
        return people.identity_number(trainee)


def _taken(actor: Any, other: people.Trainee | None) -> Refused:
    if other is None or not in_scope(people.Trainee.objects.filter(pk=other.pk), actor).exists():
        return people.IdentityRefused("taken")
    text = _("The trainee %(trainee)s has this identity number. See whose record is right.")
    return Refused("taken", text, people.IDENTITY_FIELD, trainee=other.code)
