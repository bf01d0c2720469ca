"""Account information: the platform account a trainee signs in with (6.1.3)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import compat
from cadretrain_reports.applets.audit.api import Target
from cadretrain_reports.applets.people.checks import checked
from cadretrain_reports.applets.people.models import Account, Trainee
from cadretrain_reports.refusals import Refused


def bind_account(trainee: Trainee, user: Any, opened_at: datetime) -> Account:
    """Join a trainee with the platform account ``user``, one-to-one (6.1.3)."""
    return Account.objects.create(trainee=trainee, user=user, opened_at=opened_at)


def account_of_user(user_id: int) -> Account | None:
    """Return the account of a platform user with its trainee, or ``None`` for whoever is no trainee."""
    return Account.objects.select_related("trainee__unit", "user").filter(user_id=user_id).first()


def trainees_of_users(user_ids: Collection[int], usernames: Collection[str]) -> dict[int | str, int]:
    """Return the trainee ids of platform users, by their ids and by their usernames; one query."""
    rows = Account.objects.filter(Q(user__in=user_ids) | Q(user__username__in=usernames))
    found: dict[int | str, int] = {}
    for user_id, username, trainee_id in rows.values_list("user", "user__username", "pk"):
        found[user_id] = found[username] = trainee_id
    return found


def account_of(trainee: Trainee) -> Account | None:
    """Return a trainee's account with its platform user, or ``None`` while there is none."""
    return Account.objects.select_related("trainee__unit", "user").filter(pk=trainee.pk).first()


def is_oneself(user: Any, trainee: Trainee) -> bool:
    """Tell whether a platform user is the trainee."""
    return Account.objects.filter(pk=trainee.pk, user_id=user.pk).exists()


def lock_account(trainee: Trainee) -> Account:
    """Let nobody else who asks for this account go on until the transaction ends; return it as it is now.

    Raises ``Refused`` where the trainee has none.
    """
    account = Account.objects.select_for_update().filter(pk=trainee.pk).first()
    if account is None:
        raise Refused("no_account", _("This trainee has no account yet. Open one first."))
    return account


def active_accounts() -> QuerySet[Account]:
    """Return the accounts that may study: neither suspended here nor deactivated on the platform."""
    return Account.objects.filter(status=Account.Status.ACTIVE, user__is_active=True)


def locked_accounts(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """Return which of ``accounts`` the platform lets nobody sign in to now, after too many wrong passwords."""
    return accounts.filter(user__in=compat.locked_users())


def set_status(account: Account, status: Account.Status) -> None:
    """Suspend or revive an account; from the next beat on no time of a suspended one counts."""
    account.status = status
    account.save(update_fields=["status"])


def trainee(trainee_id: int) -> Trainee:
    """Return a trainee with unit and archive."""
    return Trainee.objects.select_related("unit", "archive").get(pk=trainee_id)


def find_trainee(code: str) -> Trainee | None:
    """Return the trainee with this identifier, however it was typed, with both bodies; ``None`` if there is none.

    Raises ``Refused`` for what can be no identifier.
    """
    trainees = Trainee.objects.select_related("unit", "managing_department")
    return trainees.filter(code=checked("code", code)).first()


def about(trainee: Trainee) -> Target:
    """Return how the audit log names a trainee: by uuid, and by the unit of now."""
    return Target("trainee", str(trainee.uuid), trainee.unit.code)
