"""Errors at the edge: a stable code for programs, a sentence in the user's language for people."""

from __future__ import annotations

from typing import Final

from django.http import JsonResponse
from django.utils.translation import gettext_lazy as _

MESSAGES: Final = {
    "bad_message": _("The message is not understood: %(detail)s."),
    "bad_token": _("This page was not made by this site. Load it again."),
    "expired_token": _("This page has been open for too long. Load it again to go on."),
    "signed_out": _("You are signed out. Sign in again to go on."),
    "wrong_user": _("This page belongs to another account. Load it again."),
    "not_a_trainee": _("Your account is not registered as a trainee, so no learning time is kept."),
    "suspended": _("Your account is suspended. Ask the liaison officer of your unit."),
    "rules_not_accepted": _("Accept the rules of this platform first, then go on."),
    "unknown_course": _("This course is not registered yet. Its author has to publish it first."),
    "not_offered": _("This course is not offered at present, so no learning time is kept."),
    "other_course": _("You are studying “%(title)s” in another page. Only one course counts at a time."),
    "taken_over": _("You went on to study another course, so this page is no longer counted."),
    "bad_duration": _("A course duration is a whole number of seconds above zero."),
}


_SHOWN: Final = frozenset({"title"})
"""What of the details a program may want by itself."""


def refusal(status: int, code: str, **detail: object) -> JsonResponse:
    """Return an error answer: ``{"error": {"code", "message"}}``, with what ``detail`` has to show besides."""
    shown = {name: value for name, value in detail.items() if name in _SHOWN}
    return JsonResponse({"error": {"code": code, "message": str(MESSAGES[code]) % detail, **shown}}, status=status)
