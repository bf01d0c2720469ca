"""How the platform reaches people: by its mail, in their language (8.2.3)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import send_mail as send_by_django

from cadretrain_reports.compat.host import stand_in


@dataclass(frozen=True, slots=True)
class Contact:
    """The language in which a person reads the platform, and a phone number; each empty where it is not known."""

    language: str = ""
    phone: str = ""


def contacts_of(user_ids: Collection[int]) -> dict[int, Contact]:
    """Return how to reach platform users, by their ids; whoever has told the platform nothing is left out."""
    if settings.CADRETRAIN_HOST:
        return dict(stand_in().contacts_of(user_ids))
    from common.djangoapps.student.models import UserProfile
    from openedx.core.djangoapps.user_api.models import UserPreference

    languages = UserPreference.objects.filter(user__in=user_ids, key="pref-lang").values_list("user", "value")
    profiles = UserProfile.objects.filter(user__in=user_ids).values_list("user", "phone_number")
    spoken, phones = dict(languages), {user: phone or "" for user, phone in profiles}
    return {user: Contact(spoken.get(user, ""), phones.get(user, "")) for user in {*spoken, *phones}}


def send_mail(user: Any, subject: str, text: str, language: str) -> None:
    """Send a mail as the platform sends its own: by edx-ace where it is there, else by Django."""
    try:
        from edx_ace import ace
        from edx_ace.message import Message
        from edx_ace.recipient import Recipient
    except ImportError:
        send_by_django(subject, text, None, [user.email])
        return
    message = Message(
        app_label="cadretrain_reports",
        name="reminder",
        recipient=Recipient(lms_user_id=user.pk, email_address=user.email),
        language=language,
        context={"subject": subject, "text": text},
    )
    ace.send(message)
