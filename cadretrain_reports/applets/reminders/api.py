"""The door to reminders (8.2.3, 8.2.4)."""

from cadretrain_reports.applets.reminders.channels import (
    Addressee,
    Channel,
    Message,
    UndeliveredError,
    channels,
)
from cadretrain_reports.applets.reminders.making import (
    known_causes,
    make,
    mark_read,
    refused_channels,
    set_channel,
    unread,
)
from cadretrain_reports.applets.reminders.models import RefusedChannel, Reminder, ReminderDelivery
from cadretrain_reports.applets.reminders.sending import claim, due, failed, sent, unreachable
from cadretrain_reports.applets.reminders.texts import text_of, title_of

__all__ = [
    "Addressee",
    "Channel",
    "Message",
    "RefusedChannel",
    "Reminder",
    "ReminderDelivery",
    "UndeliveredError",
    "channels",
    "claim",
    "due",
    "failed",
    "known_causes",
    "make",
    "mark_read",
    "refused_channels",
    "sent",
    "set_channel",
    "text_of",
    "title_of",
    "unreachable",
    "unread",
]
