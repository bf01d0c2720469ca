"""Making reminders, once for each trainee and cause, and reading them (8.2.3)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import conf
from cadretrain_reports.applets.reminders.models import RefusedChannel, Reminder, ReminderDelivery
from cadretrain_reports.refusals import Refused
from cadretrain_reports.rules.reminders import Left


def known_causes(trainee_ids: Collection[int], causes: Iterable[str]) -> set[tuple[int, str]]:
    """Return for which of these trainees and causes there is a reminder already; one query."""
    found = Reminder.objects.filter(trainee__in=trainee_ids, cause__in=set(causes))
    return set(found.values_list("trainee", "cause"))


def refused_channels(trainee_ids: Collection[int]) -> set[tuple[int, str]]:
    """Return which of these trainees do not want which channels, those left aside that nobody may refuse; one query."""
    found = RefusedChannel.objects.filter(trainee__in=trainee_ids).exclude(channel__in=conf.mandatory_channels())
    return set(found.values_list("trainee", "channel"))


def make(
    trainee_id: int, cause: str, left: Left, channels: Iterable[str], at: datetime, **said: Any
) -> Reminder | None:
    """Remind a trainee and have it go out by ``channels``; ``None`` where somebody has done so for this cause.

    ``said`` are ``kind``, ``year``, ``days``, of a follow-up ``note`` and ``by``, and of a class ``about``.
    """
    figures = {
        "total_left": left.total_hours,
        "required_left": left.required_course_hours,
        "elective_left": left.elective_course_hours,
        "courses_left": left.courses,
        "assignments_left": left.assignments,
    }
    try:
        with transaction.atomic():
            made = Reminder.objects.create(trainee_id=trainee_id, cause=cause, made_at=at, **figures, **said)
            ReminderDelivery.objects.bulk_create(
                ReminderDelivery(reminder=made, channel=channel, due_at=at) for channel in channels
            )
    except IntegrityError:
        if (trainee_id, cause) not in known_causes([trainee_id], [cause]):
            raise
        return None
    return made


def mark_read(reminder: Reminder, at: datetime) -> None:
    """Keep that a notice was read, the first time."""
    Reminder.objects.filter(pk=reminder.pk, read_at=None).update(read_at=at)


def unread(trainee_id: int) -> int:
    """Return how many notices a trainee has not read."""
    return Reminder.objects.filter(trainee=trainee_id, read_at=None).count()


def set_channel(trainee_id: int, channel: str, at: datetime, *, wanted: bool, known: Mapping[str, Any]) -> None:
    """Have a trainee reminded by a channel, or not any more.

    Raises ``Refused`` for a channel that the site does not have, and for one that nobody may refuse.
    """
    if channel not in known:
        raise Refused("unknown_channel", _("There is no such channel here."), "channel")
    if wanted:
        RefusedChannel.objects.filter(trainee=trainee_id, channel=channel).delete()
        return
    if channel in conf.mandatory_channels():
        raise Refused("mandatory_channel", _("By this channel everybody is reminded."), "channel")
    RefusedChannel.objects.get_or_create(trainee_id=trainee_id, channel=channel, defaults={"since": at})
