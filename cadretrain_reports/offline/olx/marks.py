"""What a Credit course block in a course archive says: the attributes of its element are the fields of the block.

The names, values and limits are those of ``cadretrain_xblock``, which the offline tools do not import; a test holds
both together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Final

BLOCK: Final = "cadretrain_credit_course"

REQUIREMENTS: Final = ("required", "elective")
EXTENTS: Final = ("unit", "subsection", "course_run")
ASSESSMENTS: Final = ("none", "objective_online", "objective_offline", "subjective_online", "subjective_offline")
SOURCES: Final = ("self_developed", "solicited", "co_developed", "commissioned", "purchased")

CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "requirement": REQUIREMENTS,
    "extent": EXTENTS,
    "assessment": ASSESSMENTS,
    "source": SOURCES,
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One marking of a course (3.5), its fields named as the block's, with the block's defaults.

    ``course_duration`` is in whole seconds (3.7); ``lecturers`` and ``knowledge_points`` have one entry on each line.
    """

    display_name: str = ""
    course_code: str = ""
    course_duration: int = 0
    requirement: str = "elective"
    provider: str = ""
    extent: str = "unit"
    assessment: str = "none"
    pass_mark: int = 60
    source: str = "self_developed"
    category: str = ""
    lecturers: str = ""
    objectives: str = ""
    knowledge_points: str = ""


DEFAULT: Final = Mark()
LISTS: Final = frozenset({"lecturers", "knowledge_points"})
"""Fields that hold several entries, one on each line."""

_BETWEEN_ENTRIES: Final = re.compile("[\r\n;；]")
_ALWAYS: Final = ("display_name", "course_code", "course_duration", "requirement", "extent")


def mark_of(attributes: Mapping[str, str]) -> Mark:
    """Return what an element says; what is no value of its field counts as not said, as the block has it."""
    said: dict[str, str | int] = {}
    for one in fields(Mark):
        default = getattr(DEFAULT, one.name)
        text = attributes.get(one.name)
        if text is not None:
            said[one.name] = _text(one.name, text) if isinstance(default, str) else _whole(text, default)
    for name, known in CHOICES.items():
        if said.get(name) not in known:
            said.pop(name, None)
    return Mark(**said)  # type: ignore[arg-type]  # each as its default


def attributes_of(mark: Mark) -> dict[str, str]:
    """Return the attributes that say ``mark``: those that every marking has, and what differs from the default."""
    return {
        name: str(value) for name, value in asdict(mark).items() if name in _ALWAYS or value != getattr(DEFAULT, name)
    }


def entries(text: str) -> tuple[str, ...]:
    """Return the entries of a list, one per line or parted by semicolons; none twice."""
    return tuple(dict.fromkeys(entry for part in _BETWEEN_ENTRIES.split(text) if (entry := line(part))))


def line(text: str) -> str:
    """Return a text as one line without spaces to spare."""
    return " ".join(text.split())


def _text(name: str, text: str) -> str:
    if name in LISTS:
        return "\n".join(entries(text))
    return "\n".join(map(line, text.splitlines())).strip() if name == "objectives" else line(text)


def _whole(text: str, default: int) -> int:
    digits = text.strip()
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= 9 else default  # noqa: PLR2004
