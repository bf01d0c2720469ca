"""A course duration as authors type and read it (3.7). Knows neither block nor host."""

from __future__ import annotations

import re
from typing import Final, Literal

from .contract import MAX_COURSE_DURATION_S


class DurationFormatError(ValueError):
    """What an author typed is no course duration.

    ``code`` is ``empty``, ``format``, ``not_positive`` or ``too_long``.
    """

    def __init__(self, code: Literal["empty", "format", "not_positive", "too_long"]) -> None:
        super().__init__(code)
        self.code = code


# What Chinese keyboards give for digits, colon, full stop, minus and space; escapes, because they look alike.
_PLAIN: Final = str.maketrans(
    "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19\uff1a\uff0e\u3002\uff0d\u2212\u3000",
    "0123456789:..-- ",
)
_CLOCK: Final = re.compile(r"(?:([0-9]{1,3}):([0-5]?[0-9])|([0-9]{1,9})):([0-5][0-9])")
_MINUTES: Final = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,2}))?\s*(?:min|minutes?|分钟?)?", re.IGNORECASE)


def parse_course_duration(text: str) -> int:
    """Return the whole seconds in what an author typed: ``16``, ``15.5``, ``15:01`` or ``1:05:00``.

    Minutes is the unit of 3.7, with at most two decimals, rounded to the second. Full-width digits and
    punctuation, as Chinese keyboards give them, are accepted. Raises ``DurationFormatError``.
    """
    typed = text.translate(_PLAIN).strip()
    if not typed:
        raise DurationFormatError("empty")
    total = _typed_seconds(typed.removeprefix("-"))
    if total <= 0 or typed.startswith("-"):
        raise DurationFormatError("not_positive")
    if total > MAX_COURSE_DURATION_S:
        raise DurationFormatError("too_long")
    return total


def _typed_seconds(typed: str) -> int:
    if match := _CLOCK.fullmatch(typed):
        hours, minutes, only_minutes, seconds = (int(part or 0) for part in match.groups())
        return hours * 3600 + (minutes + only_minutes) * 60 + seconds
    if match := _MINUTES.fullmatch(typed):
        whole, fraction = match.groups()
        return int(whole) * 60 + round(60 * float(f"0.{fraction or 0}"))
    raise DurationFormatError("format")


def format_course_duration(seconds: int) -> str:
    """Return seconds as an author types them, without loss: ``16`` minutes or ``15:01``."""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes}:{rest:02d}" if rest else str(minutes)
