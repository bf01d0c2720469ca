"""Which mails with a link for a password are due: kept with what makes them due, so that none is lost (6.1.3)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from cadretrain_reports.applets.people.models import PasswordMail

_IN_THE_QUEUE: Final = timedelta(hours=1)
"""How long a mail is the worker's, its own tries included, before it is taken for lost."""

_IN_VAIN: Final = timedelta(days=7)
"""How long a mail is tried that cannot be delivered."""


def keep_mail_due(user_id: int, at: datetime) -> None:
    """Keep that a platform user is to be mailed a link, in the transaction of what makes it due."""
    PasswordMail.objects.update_or_create(user_id=user_id, defaults={"asked_at": at, "due_at": at})


def lock_mail_due(user_id: int) -> PasswordMail | None:
    """Return the mail that is due to a user, locked until the transaction ends; ``None`` where it was sent already."""
    return PasswordMail.objects.select_for_update().filter(user_id=user_id, due_at__isnull=False).first()


def clear_mail_due(mail: PasswordMail) -> None:
    """Keep that a locked mail was sent."""
    mail.due_at = None
    mail.save(update_fields=["due_at"])


def put_off(mail: PasswordMail, at: datetime) -> None:
    """Keep that a mail could not be sent now: it is due again later."""
    PasswordMail.objects.filter(pk=mail.pk, due_at__isnull=False).update(due_at=at)


def mails_left(at: datetime, most: int) -> list[PasswordMail]:
    """Return up to ``most`` mails that no worker has sent in its time, those first that wait longest."""
    left = PasswordMail.objects.filter(due_at__lte=at - _IN_THE_QUEUE, asked_at__gt=at - _IN_VAIN)
    return list(left.order_by("due_at", "pk")[:most])
