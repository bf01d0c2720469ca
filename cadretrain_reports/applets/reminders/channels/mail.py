"""The host's mail (8.2.3)."""

from __future__ import annotations

from collections.abc import Mapping
from smtplib import SMTPConnectError, SMTPRecipientsRefused, SMTPSenderRefused
from typing import Any

from django.utils.translation import gettext_lazy as _

from cadretrain_reports import compat
from cadretrain_reports.applets.reminders.channels.base import Addressee, Message, UndeliveredError


class Mail:
    """Sends as the host sends its own mails; it has no options."""

    label = _("e-mail")

    def __init__(self, _options: Mapping[str, Any]) -> None:
        pass

    def reaches(self, to: Addressee) -> bool:
        """Tell whether the platform has an address."""
        return bool(to.user.email)

    def send(self, to: Addressee, message: Message) -> None:
        """Hand the mail to the host. Raises ``UndeliveredError`` where its server took nothing."""
        try:
            compat.send_mail(to.user, message.subject, message.text, to.language)
        except (ConnectionRefusedError, SMTPConnectError, SMTPRecipientsRefused, SMTPSenderRefused) as error:
            raise UndeliveredError(type(error).__name__) from None
