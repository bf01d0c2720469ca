"""Minutes at the edges (R8): inside durations are whole seconds, exports carry minutes as well."""

from __future__ import annotations

_MINUTE = 60


class SecondsError(ValueError):
    """What shall become minutes is not a whole, non-negative number of seconds."""


def course_minutes(seconds: int) -> int:
    """Return a course duration (3.7) in minutes, rounded up: 901 s is 16 (R8).

    Up, so that a printed duration never falls into a lower band than the hours beside it. Raises
    ``SecondsError`` on anything but a whole, non-negative number.
    """
    return -(-_whole(seconds) // _MINUTE)


def learning_minutes(seconds: int) -> int:
    """Return a learning duration (3.9) in minutes, rounded down: 901 s is 15 (R8).

    Down, so that nobody is shown time that was not spent. Raises ``SecondsError`` on anything but a whole,
    non-negative number.
    """
    return _whole(seconds) // _MINUTE


def _whole(seconds: object) -> int:
    if isinstance(seconds, bool) or not isinstance(seconds, int) or seconds < 0:
        raise SecondsError(f"a duration is a whole number of seconds, zero or more; got {seconds!r}")
    return seconds
