"""The way of a transfer from being asked for to being done, refused or withdrawn (6.1.3).

Whoever decides on a transfer locks the new unit, the trainee and the transfer, in this order; the archive comes after.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from cadretrain_reports import clock
from cadretrain_reports.applets.audit.api import LONGEST_REASON, Target
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.transfers.models import Transfer
from cadretrain_reports.refusals import Refused, checked_line, checked_text


@dataclass(frozen=True, slots=True)
class Terms:
    """What is asked for besides the unit: the ``position`` there (empty: as now), who manages the person, and why.

    Without a ``managing_department`` it is the one that ``usual_department`` gives.
    """

    position: str = ""
    managing_department: Organization | None = None
    reason: str = ""


_LONGEST_POSITION: Final[int] = Transfer._meta.get_field("position").max_length or 0

AS_USUAL = Terms()
"""Nothing else is asked for."""


def ask(
    trainee: people.Trainee, to_unit: Organization, asked_for: Organization, by: Any, terms: Terms = AS_USUAL
) -> Transfer:
    """Ask that a trainee may change to ``to_unit``, on behalf of ``asked_for``; call inside a transaction.

    Raises ``Refused`` for a unit that cannot take the trainee, for a department without authority there, for words
    that are too long, and while another transfer of the trainee stands.
    """
    _lock_unit(to_unit.pk)
    people.lock_trainees([trainee.pk])
    trainee, to_unit = people.trainee(trainee.pk), Organization.objects.get(pk=to_unit.pk)
    _check_unit(trainee, to_unit)
    if asked_for.pk not in (trainee.unit_id, to_unit.pk):
        raise Refused("trainee_elsewhere", _("The trainee has changed units meanwhile: look again and ask anew."))
    if Transfer.objects.filter(trainee=trainee, standing=True).exists():
        raise Refused("transfer_stands", _("Another transfer of this trainee is still open: settle that one first."))
    return Transfer.objects.create(
        trainee=trainee,
        from_unit=trainee.unit,
        to_unit=to_unit,
        asked_for=asked_for,
        managing_department=department_afterwards(trainee, to_unit, terms.managing_department),
        position=checked_line("position", terms.position, _LONGEST_POSITION, optional=True),
        reason=checked_text("reason", terms.reason, LONGEST_REASON, optional=True),
        asked_by=by,
        asked_at=clock.now(),
    )


def standing(transfer: Transfer) -> Transfer:
    """Return the transfer as it stands now, with all that its settling rests on locked; call inside a transaction.

    Raises ``Refused`` if it is settled already.
    """
    _lock_unit(transfer.to_unit_id)
    people.lock_trainees([transfer.trainee_id])
    found = Transfer.objects.select_for_update().get(pk=transfer.pk)
    if found.state != Transfer.State.ASKED:
        label = Transfer.State(found.state).label
        raise Refused("transfer_settled", _("This transfer is settled already: %(state)s."), state=label)
    return found


def accept(transfer: Transfer, by: Any, at: datetime, answer: str = "") -> None:
    """Let the other unit agree: the transfer is done.

    Raises ``Refused`` if it cannot be carried out any more, if ``by`` asked for it, or if somebody other than usual
    would manage the person, which a department has to decide.
    """
    _require_other_eyes(transfer, by)
    usual = usual_department(transfer.trainee, transfer.to_unit)
    if usual is None or usual.pk != transfer.managing_department_id:
        message = _("The managing department would not be the usual one: a department above both units decides.")
        raise Refused("department_decides", message, "managing_department")
    _do(transfer, by, at, answer)


def decide(
    transfer: Transfer, by: Any, at: datetime, answer: str = "", managing_department: Organization | None = None
) -> None:
    """Let a department above both units order the transfer; it may name another department to manage the person.

    Raises ``Refused`` if it cannot be carried out any more, for a department without authority, or if ``by`` asked for
    it or is the trainee.
    """
    _require_other_eyes(transfer, by)
    named = managing_department or transfer.managing_department
    transfer.managing_department = department_afterwards(transfer.trainee, transfer.to_unit, named)
    _do(transfer, by, at, answer)


def refuse(transfer: Transfer, by: Any, at: datetime, answer: str) -> None:
    """Settle the transfer as refused. Raises ``Refused`` without a reason."""
    if not answer.strip():
        raise Refused("reason_missing", _("Say why the transfer is refused."), "answer")
    _settle(transfer, Transfer.State.REFUSED, by, at, answer)


def withdraw(transfer: Transfer, by: Any, at: datetime, answer: str = "") -> None:
    """Settle the transfer as withdrawn by the unit that asked for it."""
    _settle(transfer, Transfer.State.WITHDRAWN, by, at, answer)


def usual_department(trainee: people.Trainee, to_unit: Organization) -> Organization | None:
    """Return who manages the trainee at ``to_unit``: the nearest department above it.

    A person who is managed by another department than the one above the unit (省管干部) stays with that one (5.1).
    """
    if trainee.managing_department != organizations.department_above(trainee.unit):
        return trainee.managing_department
    return organizations.department_above(to_unit)


def department_afterwards(
    trainee: people.Trainee, to_unit: Organization, named: Organization | None = None
) -> Organization:
    """Return the department that will manage the trainee: the one named, or the usual one.

    Authority follows the tree or stays where it is (5.1): raises ``Refused`` for any other department, and where none
    is above the unit and none is named.
    """
    department = named or usual_department(trainee, to_unit)
    if department is None:
        message = _("No management department is above the unit: name the one that manages the trainee.")
        raise Refused("no_department", message, "managing_department")
    is_above = department.is_management_department and organizations.is_below(to_unit, department)
    if not is_above and department != trainee.managing_department:
        raise no_authority()
    return department


def no_authority() -> Refused:
    """Return the refusal of a department that has no authority over the trainee at the new unit (5.1)."""
    message = _("Name a management department above the new unit, or the one that manages the trainee now.")
    return Refused("no_authority", message, "managing_department")


def no_employing_unit(code: str) -> Refused:
    """Return the refusal of a new unit that is none."""
    return Refused("no_employing_unit", _("%(unit)s is no employing unit."), "to_unit", unit=code)


def other_unit(transfer: Transfer) -> Organization:
    """Return the unit that has to agree: the one that did not ask."""
    return transfer.to_unit if transfer.asked_for_id == transfer.from_unit_id else transfer.from_unit


def about(transfer: Transfer) -> Target:
    """Return how the audit log names a transfer: by uuid, and by the unit that is left."""
    return Target("transfer", str(transfer.uuid), transfer.from_unit.code)


def _require_other_eyes(transfer: Transfer, by: Any) -> None:
    if by.pk == transfer.asked_by_id:
        raise Refused("own_transfer", _("Whoever asked for the transfer cannot accept it as well."))
    if people.is_oneself(by, transfer.trainee):
        raise Refused("own_transfer", _("Nobody decides on a transfer of their own. Leave it to a colleague."))


def _do(transfer: Transfer, by: Any, at: datetime, answer: str) -> None:
    if transfer.trainee.unit_id != transfer.from_unit_id:
        message = _("The trainee is no longer at the unit that the transfer begins from: withdraw it and ask anew.")
        raise Refused("trainee_elsewhere", message)
    _check_unit(transfer.trainee, transfer.to_unit)
    _settle(transfer, Transfer.State.DONE, by, at, answer)


def _settle(transfer: Transfer, state: Transfer.State, by: Any, at: datetime, answer: str) -> None:
    transfer.answer = checked_text("answer", answer, LONGEST_REASON, optional=True)
    transfer.state, transfer.decided_by, transfer.decided_at = state, by, at
    transfer.standing = None
    transfer.save()


def _lock_unit(unit_id: int) -> None:
    """Keep the new unit from being closed or merged meanwhile."""
    list(Organization.objects.select_for_update().filter(pk=unit_id).values_list("pk"))


def _check_unit(trainee: people.Trainee, unit: Organization) -> None:
    if not unit.is_employing_unit:
        raise no_employing_unit(unit.code)
    if unit.pk == trainee.unit_id:
        raise Refused("same_unit", _("The trainee is at %(unit)s already."), "to_unit", unit=unit.code)
    organizations.require_open(unit, "to_unit")
