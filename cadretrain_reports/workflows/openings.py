"""Opening many accounts at once (6.1.1, 6.1.3): each row stands for itself, and the same rows may be sent again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import compat
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import Denied, require
from cadretrain_reports.workflows.accounts import mail_password, open_account_of
from cadretrain_reports.workflows.trainees import require_manager

Result = Literal["opened", "present", "refused", "denied"]

_TELLING: Final = {"username_taken", "email_taken"}
"""Codes of refusals that tell of an account that is perhaps not the sender's."""


@dataclass(frozen=True, slots=True)
class AccountRequest:
    """One account to be opened: for a trainee who is known by the identifier, or a new one of ``unit``.

    Of a known trainee nothing but the identifier is looked at. ``managing_department`` is the nearest above the unit
    unless it is given (5.1).
    """

    information: people.BasicInformation
    unit: Organization
    username: str
    email: str
    managing_department: Organization | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """What became of one request. ``account`` is there when it was ``opened`` or ``present``, ``refusal`` when not."""

    code: str
    result: Result
    account: people.Account | None = None
    refusal: Refused | Denied | None = None


def open_accounts(actor: Any, requests: Iterable[AccountRequest]) -> list[Opening]:
    """Open platform account, account and archive for each request; return what became of each, in their order.

    A request is one transaction: what fails leaves nothing behind, neither does a killed process, and stops no other.
    Whose account is there already is left alone, so that rows may be sent again. The platform mails each new account a
    link for its password.
    """
    with audit.operation():
        return [_opening(actor, request) for request in requests]


def _opening(actor: Any, request: AccountRequest) -> Opening:
    code = request.information.code
    try:
        return _open_or_find(actor, request)
    except Denied as denied:
        return Opening(code, "denied", refusal=denied)
    except Refused as refused:
        _keep_if_telling(actor, request, refused)
        return Opening(code, "refused", refusal=refused)


def _keep_if_telling(actor: Any, request: AccountRequest, refused: Refused) -> None:
    """Keep that a refusal tells of somebody's account: names and addresses cannot be tried out unseen (9.2.3)."""
    if refused.code in _TELLING:
        about, denied = organizations.about(request.unit), audit.AuditEntry.Outcome.DENIED
        audit.record("account.open", actor.pk, about, outcome=denied, cause=refused.code)


def _open_or_find(actor: Any, request: AccountRequest) -> Opening:
    """Open the account, or find it where another process was first."""
    try:
        return _open(actor, request)
    except IntegrityError:
        pass
    except people.InformationRefused as refused:
        if refused.code != "code_taken":
            raise
    return _open(actor, request)


def _open(actor: Any, request: AccountRequest) -> Opening:
    known = people.find_trainee(request.information.code)
    _require(actor, request, known)
    with transaction.atomic():
        if known is None:
            trainee = people.add_trainee(request.information, request.unit, request.managing_department)
            audit.record("trainee.add", actor.pk, people.about(trainee))
        else:
            (trainee,) = people.lock_trainees([known.pk])
            account = people.account_of(trainee)
            if account is not None:
                return _found(account, request)
        user = compat.open_user(request.username, request.email, trainee.name)
        account = open_account_of(trainee, user, actor)
        mail_password(user.pk)
    return Opening(trainee.code, "opened", account)


def _require(actor: Any, request: AccountRequest, known: people.Trainee | None) -> None:
    """Ask for the right to keep the account, and for a new trainee that to add one to the unit and the department."""
    if known is not None:
        require(actor, "keep_account", known, people.about(known))
        return
    unit = organizations.about(request.unit)
    require(actor, "add_trainee", request.unit, unit)
    department = request.managing_department or organizations.department_above(request.unit)
    require(actor, "keep_account", people.Trainee(unit=request.unit, managing_department=department), unit)
    require_manager(actor, request.unit, request.managing_department)


def _found(account: people.Account, request: AccountRequest) -> Opening:
    if account.user.username.lower() != request.username.strip().lower():
        raise Refused("has_account", _("This trainee has an account of another username already."), "username")
    return Opening(account.trainee.code, "present", account)
