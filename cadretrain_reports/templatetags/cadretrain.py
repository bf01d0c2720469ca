"""Components of every page: figures as people read them, badges, progress, fields with their errors, paging."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import template
from django.forms import BoundField, Form

from cadretrain_reports import conf
from cadretrain_reports.rules.credit_hours import credit_hours_text
from cadretrain_reports.rules.minutes import course_minutes, learning_minutes

register = template.Library()

_PARTS: Final = "cadretrain_reports/parts"
_TONES: Final = {
    "open": "plain",
    "chosen": "calm",
    "studying": "calm",
    "earned": "good",
    "exempt": "good",
    "required": "warn",
    "recommended": "warn",
    "withdrawn": "plain",
    "draft": "plain",
    "in_production": "calm",
    "under_review": "warn",
    "released": "good",
    "offline": "plain",
    "revoked": "bad",
    "awaited": "warn",
    "pass": "good",
    "return": "bad",
}
"""How a state looks; one that is not named looks plain. The word is always said too: colour alone says nothing."""


@register.filter
def hours(credit_hours: Decimal) -> str:
    """Return credit-hours (3.6) without needless zeros."""
    return credit_hours_text(credit_hours)


@register.filter
def course_min(seconds: int) -> int:
    """Return a course duration in minutes, rounded up (R8)."""
    return course_minutes(seconds)


@register.filter
def learned_min(seconds: int) -> int:
    """Return a learning duration in minutes, rounded down (R8)."""
    return learning_minutes(seconds)


@register.filter
def clock_time(seconds: int) -> str:
    """Return whole seconds as minutes and seconds, with hours where there are any: ``1:05:09``."""
    minutes, rest = divmod(seconds, 60)
    hours_there, minutes = divmod(minutes, 60)
    return f"{hours_there}:{minutes:02d}:{rest:02d}" if hours_there else f"{minutes}:{rest:02d}"


@register.filter
def day(at: datetime) -> date:
    """Return the day of an instant in the site's zone."""
    return at.astimezone(ZoneInfo(conf.time_zone())).date()


@register.inclusion_tag(f"{_PARTS}/badge.html")
def badge(state: str, text: str) -> dict[str, str]:
    """Show a state: ``text`` says it, ``state`` or the name of a tone (plain, calm, good, warn, bad) colours it."""
    return {"tone": _TONES.get(state, state), "text": text}


@register.inclusion_tag(f"{_PARTS}/progress.html")
def progress(percent: int, label: str) -> dict[str, Any]:
    """Show how far something is, with the figure beside the bar; ``label`` says of what."""
    return {"percent": percent, "label": label}


@register.inclusion_tag(f"{_PARTS}/field.html")
def field(bound: BoundField) -> dict[str, BoundField]:
    """Show a field of a form with label, help and errors."""
    return {"field": bound}


@register.inclusion_tag(f"{_PARTS}/errors.html")
def errors(form: Form, lines: Iterable[Form] = ()) -> dict[str, Any]:
    """Show, above a form and those of its lines, all that is to be mended, each with a link to its field."""
    wrong = [(number, line) for number, line in enumerate(lines, 1) if line.errors]
    return {"form": form, "lines": wrong, "is_wrong": bool(form.errors or wrong)}


@register.inclusion_tag(f"{_PARTS}/tabs.html")
def tabs(label: str, offered: Any) -> dict[str, Any]:
    """Show what a list is narrowed by, each with how many rows there are (``web.tabs``); ``label`` names them all."""
    return {"label": label, "tabs": offered}


@register.inclusion_tag(f"{_PARTS}/paging.html")
def paging(page: Any) -> dict[str, Any]:
    """Show the links to the pages before and after."""
    return {"page": page}
