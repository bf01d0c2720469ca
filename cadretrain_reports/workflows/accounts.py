"""Accounts: opened, from which day on there is an archive (9.1.1), and kept up (6.1.3)."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from celery import shared_task
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import clock, compat
from cadretrain_reports.applets.archives import api as archives
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.learning import api as learning
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.refusals import Refused, checked_text
from cadretrain_reports.rules.records import AccountRecord
from cadretrain_reports.rules.values import instant_text
from cadretrain_reports.scopes.api import require

_ACTIVE: Final = people.Account.Status.ACTIVE
_SUSPENDED: Final = people.Account.Status.SUSPENDED


class MailError(Exception):
    """A mail could not be sent. It names the kind of fault only: the mail library's own error repeats the address."""


def open_account(
    information: people.BasicInformation,
    unit: Organization,
    user: Any,
    managing_department: Organization | None = None,
    actor: Any = None,
) -> people.Account:
    """Record a trainee whom ``unit`` dispatches, bind the platform account and begin the archive (6.1, 9.1.1).

    Without an ``actor`` the site itself acts, as for a script. Raises ``Refused``, and ``IntegrityError`` if ``user``
    is a trainee already.
    """
    with transaction.atomic():
        trainee = people.add_trainee(information, unit, managing_department)
        return open_account_of(trainee, user, actor)


def open_account_of(trainee: people.Trainee, user: Any, actor: Any) -> people.Account:
    """Bind the platform account of a trainee who has none, and begin the archive; call inside a transaction."""
    at = clock.now()
    account = people.bind_account(trainee, user, at)
    archive = archives.open_archive(trainee, at)
    record = AccountRecord(
        trainee=str(trainee.uuid), portfolio_id=archive.number, unit=trainee.unit.code, opened_at=instant_text(at)
    )
    archives.append(archive, record, at)
    audit.record("account.open", actor and actor.pk, people.about(trainee))
    return account


def suspend(actor: Any, trainee: people.Trainee, reason: str) -> bool:
    """Suspend a trainee's account: from the next beat on none of its time counts; tell whether it was active.

    Raises ``Denied``, and ``Refused`` without a reason or an account.
    """
    require(actor, "keep_account", trainee, people.about(trainee))
    return _set_status(actor, trainee, _SUSPENDED, checked_text("reason", reason, audit.LONGEST_REASON))


def revive(actor: Any, trainee: people.Trainee, reason: str = "") -> bool:
    """Let a suspended account study again; tell whether it was suspended. Raises ``Denied`` or ``Refused``.

    Nobody revives the account of their own.
    """
    require(actor, "keep_account", trainee, people.about(trainee))
    if people.is_oneself(actor, trainee):
        raise Refused("own_account", _("Nobody revives the account of their own. Leave it to a colleague."))
    return _set_status(actor, trainee, _ACTIVE, checked_text("reason", reason, audit.LONGEST_REASON, optional=True))


def unlock(actor: Any, trainee: people.Trainee) -> bool:
    """Let a trainee sign in again whom too many wrong passwords have locked out; tell whether that was so.

    Raises ``Denied``, and ``Refused`` where there is no account.
    """
    require(actor, "keep_account", trainee, people.about(trainee))
    with transaction.atomic():
        account = people.lock_account(trainee)
        was_locked = compat.unlock(account.user)
        audit.record("account.unlock", actor.pk, people.about(trainee), was_locked=was_locked)
    return was_locked


def reset_password(actor: Any, trainee: people.Trainee) -> None:
    """Have the platform mail the trainee a link to choose a new password; nobody else ever learns it (6.1.3).

    Raises ``Denied``, and ``Refused`` where there is no account or no address to mail to.
    """
    require(actor, "keep_account", trainee, people.about(trainee))
    with transaction.atomic():
        user = people.lock_account(trainee).user
        if not user.email:
            raise Refused("no_email", _("The account has no e-mail address. Enter one on the platform first."))
        audit.record("account.reset_password", actor.pk, people.about(trainee))
        mail_password(user.pk)


def mail_password(user_id: int) -> None:
    """Have the mail sent once the transaction is through; call inside it.

    That it is due is kept by the same transaction: where there is no broker, or the process is killed before it is
    asked, ``send_mails_left`` sends it.
    """
    people.keep_mail_due(user_id, clock.now())
    # No partial: Django asks the function that failed for its name.
    transaction.on_commit(lambda: send_password_mail.delay(user_id), robust=True)


@shared_task(bind=True, name="cadretrain.send_password_mail", max_retries=5)  # type: ignore[untyped-decorator]
def send_password_mail(self: Any, user_id: int) -> None:
    """Send the platform's mail with the link for a new password if it is due; what fails is tried again later."""
    try:
        _send_if_due(user_id)
    except MailError as fault:
        raise self.retry(exc=fault, countdown=60 * 2**self.request.retries) from None


def send_mails_left(most: int = 200) -> int:
    """Send up to ``most`` of the mails that no worker has sent in its time; return how many went out.

    What cannot be sent now is left for later. It may run at any time, and twice at once.
    """
    sent = 0
    for mail in people.mails_left(clock.now(), most):
        try:
            sent += _send_if_due(mail.pk)
        except MailError:
            people.put_off(mail, clock.now())
    return sent


def _send_if_due(user_id: int) -> bool:
    """Send a mail unless somebody else has; tell whether it was sent. Of two at once the second finds it sent.

    Raises ``MailError``; the mail is due then as it was.
    """
    with transaction.atomic():
        due = people.lock_mail_due(user_id)
        if due is None:
            return False
        user = get_user_model().objects.get(pk=user_id)
        try:
            with transaction.atomic():
                compat.send_password_mail(user)
        except Exception as error:  # noqa: BLE001 - whatever it is, the worker's log must not repeat an address
            fault = MailError(f"user {user_id}: {type(error).__name__}")
        else:
            people.clear_mail_due(due)
            return True
    raise fault


def _set_status(actor: Any, trainee: people.Trainee, status: people.Account.Status, reason: str) -> bool:
    act = "account.suspend" if status == _SUSPENDED else "account.revive"
    with transaction.atomic():
        account = people.lock_account(trainee)
        if account.status == status:
            return False
        people.set_status(account, status)
        audit.record(act, actor.pk, people.about(trainee), reason=reason)
        transaction.on_commit(partial(learning.recall_trainee, trainee.pk))
    return True
