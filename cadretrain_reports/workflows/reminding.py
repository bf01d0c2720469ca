"""Reminding trainees of what is left (8.2.3): once for each cause, by the channels that they take, in their language.

It may run at any time and twice at once: a reminder is one row for each trainee and cause, a delivery is claimed before
it is sent. What a worker was sending when it was killed is not sent again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any, Final

from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import clock, compat, conf
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.reminders import api as reminders
from cadretrain_reports.applets.reminders.api import ReminderDelivery
from cadretrain_reports.refusals import Refused
from cadretrain_reports.rules.periods import period_of
from cadretrain_reports.rules.reminders import Cause, cause_of
from cadretrain_reports.workflows.class_reminding import make_class_reminders
from cadretrain_reports.workflows.progress import Progress, progress_in, today

_logger = logging.getLogger(__name__)
_PAGE: Final = 200


@shared_task(name="cadretrain.remind")  # type: ignore[untyped-decorator]
def remind() -> dict[str, int]:
    """Make the reminders that are due today, and send what is due; return how many of each."""
    return {"made": make_reminders() + make_class_reminders(), "sent": send_due()}


def make_reminders() -> int:
    """Remind everybody who may study and whom the policy names today; return how many were new."""
    made = 0
    for page in _accounts():
        made += _remind_page([account.pk for account in page])
    if made:
        audit.record("reminders.make", None, audit.Target("reminder"), rows=made)
    return made


def _accounts() -> Iterator[list[people.Account]]:
    last = 0
    accounts = people.active_accounts().order_by("pk")
    while page := list(accounts.filter(pk__gt=last)[:_PAGE]):
        yield page
        last = page[-1].pk


def _remind_page(ids: list[int]) -> int:
    day = today()
    period = period_of(day, conf.period_rule())
    causes: list[tuple[int, Cause, Progress]] = []
    for trainee, progress in progress_in(ids, period.label).items():
        cause = cause_of(conf.reminder_policy(), period, day, progress.left, progress.behind)
        if cause is not None:
            causes.append((trainee, cause, progress))
    known = reminders.known_causes(ids, [cause.key for _trainee, cause, _progress in causes])
    refused = reminders.refused_channels(ids)
    made = 0
    for trainee, cause, progress in causes:
        if (trainee, cause.key) not in known:
            ways = [name for name in reminders.channels() if (trainee, name) not in refused]
            said = {"kind": cause.kind, "year": period.label, "days": cause.days}
            made += reminders.make(trainee, cause.key, progress.left, ways, clock.now(), **said) is not None
    return made


def send_due(most: int = 1000) -> int:
    """Send up to ``most`` deliveries that are due; return how many went out."""
    found = reminders.due(clock.now(), most)
    contacts = compat.contacts_of({_user_of(delivery).pk for delivery in found})
    ways = reminders.channels()
    return sum(_sent(delivery, ways, contacts.get(_user_of(delivery).pk, compat.Contact())) for delivery in found)


def _user_of(delivery: ReminderDelivery) -> Any:
    return delivery.reminder.trainee.account.user


def _sent(delivery: ReminderDelivery, ways: dict[str, reminders.Channel], contact: compat.Contact) -> bool:
    """Send one delivery, unless another worker has it; tell whether it went out. The log gets no address."""
    channel = ways.get(delivery.channel)
    if channel is None or not reminders.claim(delivery):
        return False
    language = contact.language or settings.LANGUAGE_CODE
    to = reminders.Addressee(_user_of(delivery), delivery.reminder.trainee.code, language, contact.phone)
    if not channel.reaches(to):
        reminders.unreachable(delivery)
        return False
    with translation.override(language):
        message = reminders.Message(reminders.title_of(delivery.reminder), reminders.text_of(delivery.reminder))
    try:
        channel.send(to, message)
    except Exception as error:  # noqa: BLE001 - whatever it is, the others are to be reminded too
        certain = isinstance(error, reminders.UndeliveredError)
        _logger.warning("Delivery %s by %s: %s", delivery.pk, delivery.channel, type(error).__name__)
        reminders.failed(delivery, clock.now(), may_have_gone=not certain)
        return False
    reminders.sent(delivery)
    return True


def read_notice(actor: Any, reminder: reminders.Reminder) -> None:
    """Keep that a trainee has read a notice of their own; whoever else looks at it changes nothing."""
    if people.is_oneself(actor, reminder.trainee):
        reminders.mark_read(reminder, clock.now())


def set_channel(actor: Any, channel: str, *, wanted: bool) -> None:
    """Have oneself reminded by a channel, or not any more; notices on the own pages stay (8.2.3).

    Raises ``Refused`` for whoever is no trainee, for an unknown channel and for one that nobody may refuse.
    """
    account = people.account_of_user(actor.pk)
    if account is None:
        raise Refused("not_a_trainee", _("Your account is not registered as a trainee: nobody reminds you."))
    with transaction.atomic():
        known = reminders.channels()
        reminders.set_channel(account.pk, channel, clock.now(), wanted=wanted, known=known)
        act = "reminders.accept_channel" if wanted else "reminders.refuse_channel"
        audit.record(act, actor.pk, people.about(account.trainee), channel=channel)


def own_channels(actor: Any) -> list[dict[str, Any]]:
    """Return the site's channels, and by which a person is reminded; empty for whoever is no trainee."""
    account = people.account_of_user(actor.pk)
    if account is None:
        return []
    refused = reminders.refused_channels([account.pk])
    return [
        {
            "channel": name,
            "label": channel.label,
            "wanted": (account.pk, name) not in refused,
            "mandatory": name in conf.mandatory_channels(),
        }
        for name, channel in reminders.channels().items()
    ]
