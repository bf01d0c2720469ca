"""The ways by which a reminder leaves the site, behind one small interface (8.2.3).

A further channel is a class with ``label``, ``reaches`` and ``send``, and a line in ``CHANNELS``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from cadretrain_reports import conf
from cadretrain_reports.applets.reminders.channels.base import Addressee, Channel, Message, UndeliveredError
from cadretrain_reports.applets.reminders.channels.mail import Mail
from cadretrain_reports.applets.reminders.channels.messenger import Messenger
from cadretrain_reports.applets.reminders.channels.sms import Sms

__all__ = ["CHANNELS", "Addressee", "Channel", "Message", "UndeliveredError", "channels"]

CHANNELS: Final[Mapping[str, Callable[[Mapping[str, Any]], Channel]]] = {
    "mail": Mail,
    "sms": Sms,
    "messenger": Messenger,
}
"""What makes a channel of its options, by the name that it has in ``CADRETRAIN_REMINDER_CHANNELS``."""


def channels() -> dict[str, Channel]:
    """Return the channels that the site uses, by name."""
    return {name: CHANNELS[name](options) for name, options in conf.reminder_channels(CHANNELS).items()}
