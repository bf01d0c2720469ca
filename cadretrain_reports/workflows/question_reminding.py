"""Reminding answerers of what is overdue (8.2.3): once for each time that a question has waited too long.

A question is claimed before anybody is told, so that of two runs at once one tells of it. What a worker was telling
when it was killed is not told again: the answerers' desk shows it in any case.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping
from typing import Any

from celery import shared_task
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, ngettext

from cadretrain_reports import clock, compat
from cadretrain_reports.applets.questions import api as questions
from cadretrain_reports.applets.reminders import api as reminders

_logger = logging.getLogger(__name__)


@shared_task(name="cadretrain.remind_answerers")  # type: ignore[untyped-decorator]
def remind_answerers() -> int:
    """Tell everybody who is to answer how many questions are newly overdue; return how many people were told."""
    waiting: Counter[Any] = Counter()
    for question in questions.newly_overdue(clock.now()):
        if questions.claim_overdue(question):
            waiting.update({duty.user for duty in questions.answering(question.place)})
    contacts = compat.contacts_of({user.pk for user in waiting})
    ways = reminders.channels()
    return sum(_told(user, number, ways, contacts.get(user.pk, compat.Contact())) for user, number in waiting.items())


def _told(user: Any, number: int, ways: Mapping[str, reminders.Channel], contact: compat.Contact) -> bool:
    """Tell one person by every channel that reaches them; tell whether one did. What was asked stays on the desk."""
    language = contact.language or settings.LANGUAGE_CODE
    to = reminders.Addressee(user, user.get_username(), language, contact.phone)
    with translation.override(language):
        message = _message(number)
    went = [_sent(to, message, name, channel) for name, channel in ways.items() if channel.reaches(to)]
    return any(went)


def _message(number: int) -> reminders.Message:
    text = ngettext(
        "%(number)s question has waited for your answer longer than is allowed. You find it on your desk.",
        "%(number)s questions have waited for your answer longer than is allowed. You find them on your desk.",
        number,
    )
    return reminders.Message(gettext("Questions are overdue"), text % {"number": number})


def _sent(to: reminders.Addressee, message: reminders.Message, name: str, channel: reminders.Channel) -> bool:
    try:
        channel.send(to, message)
    except Exception as error:  # noqa: BLE001 - whatever it is, the others are to be told too
        _logger.warning("Overdue questions by %s: %s", name, type(error).__name__)
        return False
    return True
