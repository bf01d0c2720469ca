"""Two units with their officers, and trainees on the way from one to the other."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from cadretrain_reports.applets.archives.models import ArchiveRecord
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.roles.api import Role, RoleAssignment, State
from cadretrain_reports.applets.transfers.api import AS_USUAL, Terms, Transfer
from cadretrain_reports.rules.notes import VerifierKey
from cadretrain_reports.workflows import transfer
from cadretrain_reports.workflows.handover import hand_over, take_in
from tests import factories

OLD, NEW = "BUREAU", "OFFICE"
"""The codes of the unit that a trainee leaves, and of the one that takes the trainee."""


def post(role: Role, at: Organization, name: str | None = None) -> Any:
    """Return a new platform user who holds this duty at a body."""
    user = factories.user(name)
    RoleAssignment.objects.create(user=user, role=role, organization=at, state=State.ACTIVE, starts_on=date(2020, 1, 1))
    return user


def liaison(unit: str) -> Any:
    """Return a new liaison officer of the unit of this code."""
    return post(Role.LIAISON_OFFICER, factories.organization(unit))


def officer(department: str = "DEPARTMENT") -> Any:
    """Return a new officer of the department of this code."""
    return post(Role.DEPARTMENT_OFFICER, factories.department(department))


def asked(account: people.Account, terms: Terms = AS_USUAL, to_unit: str = NEW) -> Transfer:
    """Return a transfer that the old unit has asked for."""
    trainee = people.trainee(account.pk)
    return transfer.ask_transfer(liaison(trainee.unit.code), trainee, factories.organization(to_unit), terms)


def moved(account: people.Account, to_unit: str = NEW) -> Transfer:
    """Return a transfer that both units have signed."""
    return transfer.accept_transfer(liaison(to_unit), asked(account, to_unit=to_unit))


def kinds(account: people.Account) -> list[str]:
    """Return the kinds of a trainee's archive records in their order."""
    records = ArchiveRecord.objects.filter(archive=account.pk).order_by("pk")
    return list(records.values_list("entry__kind", flat=True))


# What further processes do (``tests.workers``, act ``call``).


def accept(user: int, number: int) -> str:
    """Accept a transfer by its key; return its state."""
    return _act(transfer.accept_transfer, user, number)


def decide(user: int, number: int) -> str:
    """Decide on a transfer by its key; return its state."""
    return _act(transfer.decide_transfer, user, number)


def refuse(user: int, number: int) -> str:
    """Refuse a transfer by its key; return its state, or the code of the refusal."""
    return _act(transfer.refuse_transfer, user, number, "不同意")


def ask(user: int, trainee: int, to_unit: int) -> str:
    """Ask for a transfer; return its state, or the code of the refusal."""
    unit = Organization.objects.get(pk=to_unit)
    return _said(lambda: transfer.ask_transfer(_user(user), people.trainee(trainee), unit))


def leave(user: int, trainee: int, directory: str) -> str:
    """Hand a trainee over; return the package's folder."""
    return str(hand_over(_user(user), people.trainee(trainee), "外省干部网络学院", Path(directory)))


def come(user: int, path: str, key: str, unit: int) -> int:
    """Take a package in; return the trainee's key."""
    where = Organization.objects.get(pk=unit)
    return take_in(_user(user), Path(path), VerifierKey.parse(key), where).pk


def _act(act: Any, user: int, number: int, *arguments: Any) -> str:
    return _said(lambda: act(_user(user), Transfer.objects.get(pk=number), *arguments))


def _said(act: Any) -> str:
    from cadretrain_reports.refusals import Refused

    try:
        return str(act().state)
    except Refused as refused:
        return refused.code


def _user(number: int) -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(pk=number)
