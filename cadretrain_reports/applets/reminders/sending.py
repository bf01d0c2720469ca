"""Which reminders are to go out, and who sends them: claimed by one worker, before anything is sent (8.2.3)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from cadretrain_reports.applets.reminders.models import ReminderDelivery

_State = ReminderDelivery.State
MOST_TRIES: Final = 5
_FIRST_WAIT: Final = timedelta(minutes=10)


def due(at: datetime, most: int) -> list[ReminderDelivery]:
    """Return up to ``most`` deliveries that are due, each with reminder, trainee and unit, the oldest first."""
    rows = ReminderDelivery.objects.select_related("reminder__trainee__unit", "reminder__trainee__account__user")
    return list(rows.filter(state=_State.DUE, due_at__lte=at).order_by("due_at", "pk")[:most])


def claim(delivery: ReminderDelivery) -> bool:
    """Take a delivery; tell whether it is the caller's to send: of two at once one has it.

    Commit before sending. What is claimed and never settled is not sent again.
    """
    rows = ReminderDelivery.objects.filter(pk=delivery.pk, state=_State.DUE, tries=delivery.tries)
    return bool(rows.update(state=_State.SENDING))


def sent(delivery: ReminderDelivery) -> None:
    """Keep that a claimed delivery went out."""
    _settle(delivery, state=_State.SENT)


def unreachable(delivery: ReminderDelivery) -> None:
    """Keep that there is no address to send to."""
    _settle(delivery, state=_State.UNREACHABLE)


def failed(delivery: ReminderDelivery, at: datetime, *, may_have_gone: bool) -> None:
    """Keep that a claimed delivery failed: it is tried again later, unless it may have gone out after all."""
    tries = delivery.tries + 1
    if may_have_gone or tries >= MOST_TRIES:
        _settle(delivery, state=_State.FAILED, tries=tries)
    else:
        _settle(delivery, state=_State.DUE, tries=tries, due_at=at + _FIRST_WAIT * 2**delivery.tries)


def _settle(delivery: ReminderDelivery, **fields: object) -> None:
    ReminderDelivery.objects.filter(pk=delivery.pk, state=_State.SENDING).update(**fields)
