"""What the cells of a plan say: each reader returns a value of the block's field, or what is wrong with the cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from cadretrain_reports.offline.olx import faults
from cadretrain_reports.offline.olx.columns import LABELS
from cadretrain_reports.offline.olx.marks import DEFAULT, entries, line
from cadretrain_reports.offline.sheets.errors import BadCell
from cadretrain_reports.rules.dictionary import NO, YES

LONGEST_COURSE_S: Final = 200 * 3600
MAX_PEOPLE: Final = 20
MAX_POINTS: Final = 50
LONGEST_OBJECTIVES: Final = 2000
LONGEST_CATEGORY: Final = 64
LONGEST_LINE: Final = 255
FULL_MARK: Final = 100

_CODE: Final = re.compile(r"(?=[._-]*[A-Za-z0-9])[A-Za-z0-9._-]{1,64}")
_NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_CLOCK: Final = re.compile(r"(?:([0-9]{1,3}):)?([0-9]{1,5}):([0-5][0-9])")
_MINUTES: Final = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,4})?")
_ENDING: Final = re.compile(r"\s*(?:min|minutes?|分钟?)\Z", re.IGNORECASE)
_WIDE: Final = str.maketrans("０１２３４５６７８９：．％", "0123456789:.%")
_NAMES: Final = re.compile("[、,，]")

YES_WORDS: Final = frozenset({YES, "yes", "y", "true", "1", "√", "✓"})
NO_WORDS: Final = frozenset({NO, "no", "n", "false", "0", ""})

Read = str | int | BadCell


def is_to_be_marked(text: str) -> bool | BadCell:
    """Return what the cell of ``mark`` says; an empty one says no."""
    word = text.strip().casefold()
    if word in YES_WORDS:
        return True
    return False if word in NO_WORDS else BadCell(faults.YES_OR_NO, text)


def _title(text: str) -> Read:
    return _short(line(text), LONGEST_LINE) if text.strip() else BadCell(faults.MISSING, text)


def _code(text: str) -> Read:
    return text if _CODE.fullmatch(text) else BadCell(faults.NO_CODE if text else faults.MISSING, text)


def _provider(text: str) -> Read:
    return _code(text) if text else ""


def _duration(text: str) -> Read:
    """Return the seconds in ``16``, ``15.5``, ``15:01`` or ``1:05:00``."""
    said = _ENDING.sub("", text.translate(_WIDE).strip())
    if clock := _CLOCK.fullmatch(said):
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        total = hours * 3600 + minutes * 60 + seconds
    else:
        total = round(Decimal(said) * 60) if _MINUTES.fullmatch(said) else 0
    return total if 0 < total <= LONGEST_COURSE_S else BadCell(faults.NO_DURATION if text else faults.MISSING, text)


def _pass_mark(text: str) -> Read:
    said = text.translate(_WIDE).strip().removesuffix("%").strip()
    if not said:
        return DEFAULT.pass_mark
    is_number = said.isascii() and said.isdecimal() and len(said) <= 3  # noqa: PLR2004 - digits of 100
    return int(said) if is_number and int(said) <= FULL_MARK else BadCell(faults.NO_MARK, text)


def _choice(name: str) -> Callable[[str], Read]:
    labels = LABELS[name]
    known = {**{label: value for value, label in labels.items()}, **{value: value for value in labels}}

    def read(text: str) -> Read:
        value = known.get(text.strip().casefold() or str(getattr(DEFAULT, name)))
        return value or BadCell(faults.NO_CHOICE, text, {"known": "、".join(labels.values())})

    return read


def _list(most: int, also: re.Pattern[str] | None = None) -> Callable[[str], Read]:
    def read(text: str) -> Read:
        found = entries(also.sub("\n", text) if also else text)
        if len(found) > most:
            return BadCell(faults.TOO_MANY, text, {"limit": most})
        longest = max(found, key=len, default="")
        return "\n".join(found) if len(longest) <= LONGEST_LINE else _short(longest, LONGEST_LINE)

    return read


def _short(text: str, longest: int) -> Read:
    if _NOT_IN_XML.search(text):
        return BadCell(faults.NOT_IN_XML, text)
    return text if len(text) <= longest else BadCell(faults.TOO_LONG, text, {"limit": longest})


def _category(text: str) -> Read:
    return _short(line(text), LONGEST_CATEGORY)


def _objectives(text: str) -> Read:
    return _short("\n".join(map(line, text.splitlines())).strip(), LONGEST_OBJECTIVES)


READERS: Final[Mapping[str, Callable[[str], Read]]] = {
    "display_name": _title,
    "course_code": _code,
    "course_duration": _duration,
    "requirement": _choice("requirement"),
    "provider": _provider,
    "extent": _choice("extent"),
    "assessment": _choice("assessment"),
    "pass_mark": _pass_mark,
    "source": _choice("source"),
    "category": _category,
    "lecturers": _list(MAX_PEOPLE, _NAMES),
    "objectives": _objectives,
    "knowledge_points": _list(MAX_POINTS),
}
"""What reads each field of the block."""
