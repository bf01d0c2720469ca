"""An SMS gateway over HTTP, as an example: ``{"phone", "text"}``, 2xx for taken (8.2.3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.reminders.channels.base import Addressee, Message
from cadretrain_reports.applets.reminders.channels.http import Gateway


class Sms:
    """Options: ``url``, ``key_file``. The number is the one that the platform has."""

    label = _("text message")

    def __init__(self, options: Mapping[str, Any]) -> None:
        self._gateway = Gateway(options, "sms")

    def reaches(self, to: Addressee) -> bool:
        """Tell whether the platform has a number."""
        return bool(to.phone)

    def send(self, to: Addressee, message: Message) -> None:
        """Hand the text to the gateway."""
        self._gateway.post({"phone": to.phone, "text": message.text})
