"""How long a video is by the last cue of its transcript: SubRip, WebVTT or the platform's own JSON (sjson)."""

from __future__ import annotations

import json
import re
from math import ceil
from typing import Final

LONGEST_VIDEO_S: Final = 200 * 3600
"""Longer than this no video is: such a cue is a mistake and is passed over."""

_CUE_END: Final = re.compile(r"-->[ \t]*(?:([0-9]{1,4}):)?([0-9]{1,2}):([0-9]{1,2})(?:[.,]([0-9]{1,3}))?")
_CLOCK: Final = re.compile(r"(?:([0-9]{1,3}):)?([0-9]{1,2}):([0-9]{1,2})(?:\.[0-9]+)?")


def last_cue(transcript: str) -> int | None:
    """Return the second at which the last cue ends, rounded up; ``None`` where no cue is found."""
    text = transcript.lstrip("\ufeff \t\r\n")
    ends = _json_ends(text) if text.startswith("{") else _cue_ends(text)
    return max((ceil(end) for end in ends if 0 < end <= LONGEST_VIDEO_S), default=None)


def clock_seconds(text: str) -> int:
    """Return the seconds in ``00:12:57``, as OLX has the start and the end of a clip; 0 for what is none."""
    if match := _CLOCK.fullmatch(text.strip()):
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        return hours * 3600 + minutes * 60 + seconds
    return 0


def _cue_ends(text: str) -> list[float]:
    return [
        int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + int((part or "0").ljust(3, "0")) / 1000
        for hours, minutes, seconds, part in _CUE_END.findall(text)
    ]


def _json_ends(text: str) -> list[float]:
    try:
        said = json.loads(text)
    except (RecursionError, ValueError):
        return []
    ends = said.get("end")
    numbers = ends if isinstance(ends, list) else []
    return [end / 1000 for end in numbers if isinstance(end, int | float) and abs(end) < LONGEST_VIDEO_S * 1000 + 1]
