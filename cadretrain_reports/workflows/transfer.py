"""A trainee changes units: both sign, or a department above both decides; all training data goes along (6.1.3, R9).

Credits, class registrations, studies and the account hang on the trainee: they follow by themselves. What was earned
stays with the unit where it was earned.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from cadretrain_reports import clock, conf
from cadretrain_reports.applets.archives import api as archives
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.transfers import api as transfers
from cadretrain_reports.applets.transfers.api import AS_USUAL, Terms, Transfer
from cadretrain_reports.rules.periods import period_of
from cadretrain_reports.rules.records import TransferRecord
from cadretrain_reports.rules.values import instant_text
from cadretrain_reports.scopes.api import in_scope, may, require
from cadretrain_reports.workflows.naming import named_department, named_trainee, named_unit


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for besides trainee and unit, in words: ``managing_department`` is a code, empty for the usual."""

    position: str = ""
    managing_department: str = ""
    reason: str = ""

    def as_terms(self) -> Terms:
        """Return what the applet takes; raise ``Refused`` for a department without authority."""
        department = named_department(self.managing_department) if self.managing_department else None
        return Terms(self.position, department, self.reason)


def ask_to_leave(actor: Any, trainee: people.Trainee, to_unit: str, wish: Wish) -> Transfer:
    """Ask, for the unit that lets a trainee go, for a transfer to the unit of this code, wherever that is.

    Raises ``Denied`` and ``Refused`` as ``ask_transfer`` does.
    """
    require(actor, "speak_for_unit", trainee.unit, people.about(trainee))
    return ask_transfer(actor, trainee, named_unit(to_unit), wish.as_terms())


def ask_to_join(actor: Any, code: str, name: str, to_unit: str, wish: Wish) -> Transfer:
    """Ask, for the unit that takes a trainee on: the actor does not see the trainee yet, and names both parts.

    Raises ``Denied`` and ``Refused`` as ``ask_transfer`` does, and ``Refused`` as ``named_trainee`` does.
    """
    unit = in_scope(Organization.objects.filter(code=to_unit), actor).first()
    if unit is None:
        raise transfers.no_employing_unit(to_unit)
    about = organizations.about(unit)
    require(actor, "speak_for_unit", unit, about)
    trainee = named_trainee(actor, "transfer.ask", about, code, name)
    return ask_transfer(actor, trainee, unit, wish.as_terms())


def ask_transfer(actor: Any, trainee: people.Trainee, to_unit: Organization, terms: Terms = AS_USUAL) -> Transfer:
    """Ask for a transfer as the liaison officer of the unit that lets the trainee go, or of the one that takes them.

    Raises ``Denied``, and ``Refused`` for what cannot be asked.
    """
    asked_for = to_unit if _speaks_for_new_unit_alone(actor, trainee, to_unit) else trainee.unit
    require(actor, "speak_for_unit", asked_for, people.about(trainee))
    with transaction.atomic():
        transfer = transfers.ask(trainee, to_unit, asked_for, actor, terms)
        _record("transfer.ask", actor, transfer, transfer.reason)
    return transfer


def accept_transfer(actor: Any, transfer: Transfer, answer: str = "") -> Transfer:
    """Agree as the liaison officer of the other unit: from this moment on the trainee is at the new one.

    Raises ``Denied``, and ``Refused`` for what is settled or cannot be done any more.
    """
    require(actor, "speak_for_unit", transfers.other_unit(transfer), transfers.about(transfer))
    with transaction.atomic():
        held, at = _held(transfer)
        transfers.accept(held, actor, at, answer)
        _carry_over(held, at)
        _record("transfer.accept", actor, held, answer)
    return held


def decide_transfer(
    actor: Any, transfer: Transfer, answer: str = "", managing_department: Organization | None = None
) -> Transfer:
    """Order the transfer as an officer of a department above both units that manages the trainee (5.1).

    ``managing_department`` may name another one than was asked for. Raises ``Denied`` and ``Refused`` as acceptance
    does.
    """
    require(actor, "reassign", transfer.trainee, transfers.about(transfer))
    for unit in _units(transfer):
        require(actor, "decide_transfer", unit, transfers.about(transfer))
    with transaction.atomic():
        held, at = _held(transfer)
        people.require_same_manager(transfer.trainee, held.trainee)
        transfers.decide(held, actor, at, answer, managing_department)
        _carry_over(held, at)
        _record("transfer.decide", actor, held, answer)
    return held


def refuse_transfer(actor: Any, transfer: Transfer, answer: str) -> Transfer:
    """Refuse as the liaison officer of the other unit, or as whoever could decide.

    Raises ``Denied``, and ``Refused`` for what is settled or without a reason.
    """
    decides = may(actor, "reassign", transfer.trainee) and all(
        may(actor, "decide_transfer", unit) for unit in _units(transfer)
    )
    if not decides:
        require(actor, "speak_for_unit", transfers.other_unit(transfer), transfers.about(transfer))
    with transaction.atomic():
        held = transfers.standing(transfer)
        transfers.refuse(held, actor, clock.now(), answer)
        _record("transfer.refuse", actor, held, answer)
    return held


def withdraw_transfer(actor: Any, transfer: Transfer, answer: str = "") -> Transfer:
    """Take the request back as the liaison officer of the unit that made it. Raises ``Denied`` and ``Refused``."""
    require(actor, "speak_for_unit", transfer.asked_for, transfers.about(transfer))
    with transaction.atomic():
        held = transfers.standing(transfer)
        transfers.withdraw(held, actor, clock.now(), answer)
        _record("transfer.withdraw", actor, held, answer)
    return held


def _units(transfer: Transfer) -> tuple[Organization, Organization]:
    return transfer.from_unit, transfer.to_unit


def change_unit(trainee: people.Trainee, to_unit: Organization, at: datetime, **changes: Any) -> None:
    """Put a locked trainee into another unit from ``at`` on, and say so in the archive; call inside a transaction."""
    from_unit = trainee.unit
    people.change_situation(trainee, at, unit=to_unit, **changes)
    archive_transfer(trainee, from_unit, to_unit, at)


def archive_transfer(trainee: people.Trainee, from_unit: Organization, to_unit: Organization, at: datetime) -> None:
    """Append to a trainee's archive, once the account is opened, that the unit was changed; call inside a transaction.

    Whatever moves people from unit to unit, a merger included, says so by this function: packages are checked for
    records of a unit that no transfer leads to (R9).
    """
    archive = archives.lock_archive(trainee.pk)
    if archive is not None and people.Account.objects.filter(pk=trainee.pk).exists():
        record = TransferRecord(
            trainee=str(trainee.uuid),
            from_unit=from_unit.code,
            to_unit=to_unit.code,
            at=instant_text(at),
            year=period_of(at, conf.period_rule()).label,
        )
        archives.append(archive, record, at)


def _held(transfer: Transfer) -> tuple[Transfer, datetime]:
    """Lock all that a transfer touches, then look at the clock: what was credited before is dated before."""
    held = transfers.standing(transfer)
    archives.lock_archive(held.trainee_id)
    return held, clock.now()


def _carry_over(transfer: Transfer, at: datetime) -> None:
    changes: dict[str, Any] = {"managing_department": transfer.managing_department}
    if transfer.position:
        changes["position"] = transfer.position
    change_unit(transfer.trainee, transfer.to_unit, at, **changes)


def _speaks_for_new_unit_alone(actor: Any, trainee: people.Trainee, to_unit: Organization) -> bool:
    return may(actor, "speak_for_unit", to_unit) and not may(actor, "speak_for_unit", trainee.unit)


def _record(act: str, actor: Any, transfer: Transfer, reason: str) -> None:
    about, to_unit = transfers.about(transfer), transfer.to_unit.code
    audit.record(act, actor.pk, about, reason=reason, from_unit=transfer.from_unit.code, to_unit=to_unit)
