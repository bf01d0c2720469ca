"""A webhook of an enterprise messenger, in the manner of 政务微信, as an example (8.2.3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.reminders.channels.base import Addressee, Message, UndeliveredError
from cadretrain_reports.applets.reminders.channels.http import Gateway


class Messenger:
    """Options: ``url``, ``key_file``. People are named there by the agreed identifier (6.1.3)."""

    label = _("messenger")

    def __init__(self, options: Mapping[str, Any]) -> None:
        self._gateway = Gateway(options, "messenger")

    def reaches(self, to: Addressee) -> bool:
        """Tell whether there is an identifier."""
        return bool(to.code)

    def send(self, to: Addressee, message: Message) -> None:
        """Post the text; an ``errcode`` that is not 0 is a refusal."""
        text = f"{message.subject}\n{message.text}"
        answer = self._gateway.post({"touser": to.code, "msgtype": "text", "text": {"content": text}})
        if code := answer.get("errcode", 0):
            raise UndeliveredError(f"errcode {str(code)[:16]}")
