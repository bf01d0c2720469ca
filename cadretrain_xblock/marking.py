"""What an author typed into the Studio form, checked field by field. Knows neither block nor host."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from .contract import (
    ASSESSMENTS,
    EXTENTS,
    MAX_COURSE_DURATION_S,
    MAX_PEOPLE,
    MAX_POINTS,
    PASS_MARK,
    REQUIREMENTS,
    SOURCES,
    Assessment,
    CreditCourseMarking,
    Extent,
    Requirement,
    Source,
)
from .typed_duration import DurationFormatError, parse_course_duration

MAX_TITLE_LENGTH: Final = 255
MAX_CATEGORY_LENGTH: Final = 64
MAX_OBJECTIVES_LENGTH: Final = 2000
FULL_MARK: Final = 100
LONG_COURSE_S: Final = 30 * 60
"""Above this a course gives one credit-hour however long it is: authors are told (R1)."""
OWN_COURSE_S: Final = 5 * 60
"""From this length on a part of a long course is named as one that could be a course by itself (R1)."""

_CHOICES: Final = {"requirement": REQUIREMENTS, "extent": EXTENTS, "assessment": ASSESSMENTS, "source": SOURCES}
_LINES: Final = ("display_name", "course_code", "provider", "category", *_CHOICES)
_CODE: Final = re.compile(r"(?=[._-]*[A-Za-z0-9])[A-Za-z0-9._-]{1,64}")
# What XML cannot hold, and so no course export could carry; line breaks have no place in a title either.
_NOT_IN_XML: Final = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# A line break in an XML attribute is read as a space, so OLX written by hand needs something else to part entries.
_BETWEEN_ENTRIES: Final = re.compile("[\r\n;；]")

Problems = dict[str, str | None]


class MarkingError(ValueError):
    """The form has mistakes: ``problems`` maps field names to keys of ``messages.PROBLEM``."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(", ".join(f"{field}: {problem}" for field, problem in problems.items()))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Marking:
    """A form without mistakes. Named as the block's fields, with their types.

    The duration is in whole seconds (3.7); ``lecturers`` and ``knowledge_points`` have one entry on each line.
    """

    display_name: str
    course_code: str
    course_duration: int
    requirement: Requirement
    provider: str
    extent: Extent
    assessment: Assessment
    pass_mark: int
    source: Source
    category: str
    lecturers: str
    objectives: str
    knowledge_points: str


def read_marking(form: Mapping[str, object]) -> Marking:
    """Return what the form says; raise ``MarkingError`` that names every mistake at once."""
    said: dict[str, Any] = {
        name: read_line(form.get(name))
        for name in (
            "display_name",
            "course_code",
            "requirement",
            "provider",
            "extent",
            "assessment",
            "source",
            "category",
        )
    }
    said |= {name: "\n".join(read_entries(form.get(name))) for name in ("lecturers", "knowledge_points")}
    said["objectives"] = read_text(form.get("objectives"))
    said["course_duration"], duration_problem = read_duration(form.get("course_duration"))
    said["pass_mark"], mark_problem = _read_pass_mark(form.get("pass_mark"), said["assessment"])
    found = _text_problems(said) | {"course_duration": duration_problem, "pass_mark": mark_problem}
    problems = {field: problem for field in said if (problem := found.get(field))}
    if problems:
        raise MarkingError(problems)
    return Marking(**said)


def read_duration(typed: object) -> tuple[int, str | None]:
    """Return the seconds that were typed and no problem, or 0 and a key of ``messages.PROBLEM``."""
    try:
        return parse_course_duration(read_line(typed)), None
    except DurationFormatError as error:
        return 0, f"duration_{error.code}"


def read_line(typed: object) -> str:
    """Return text as one line without spaces to spare; anything but text is as good as nothing typed."""
    return " ".join(_NOT_IN_XML.sub(" ", typed).split()) if isinstance(typed, str) else ""


def read_text(typed: object) -> str:
    """Return text of several lines, each without spaces to spare."""
    lines = typed.splitlines() if isinstance(typed, str) else []
    return "\n".join(read_line(line) for line in lines).strip()


def read_entries(typed: object) -> tuple[str, ...]:
    """Return the entries of a list, one per line or parted by semicolons; none twice."""
    parts = _BETWEEN_ENTRIES.split(typed) if isinstance(typed, str) else []
    return tuple(dict.fromkeys(entry for entry in map(read_line, parts) if entry))


def standing_problems(marking: CreditCourseMarking) -> list[str]:
    """Return what keeps a stored marking from yielding credit-hours, as keys of ``messages.PROBLEM``."""
    said = {"display_name": marking.title, "course_code": marking.code, "provider": marking.provider}
    said |= {name: getattr(marking, name) for name in (*_CHOICES, "category", "objectives")}
    said |= {name: "\n".join(getattr(marking, name)) for name in ("lecturers", "knowledge_points")}
    found = _text_problems(said) | {"course_duration": _standing_duration_problem(marking.course_duration)}
    if not 0 <= marking.pass_mark <= FULL_MARK:
        found |= {"pass_mark": "pass_mark_range"}
    return [problem for problem in found.values() if problem]


def _text_problems(said: Mapping[str, str]) -> Problems:
    provider = said["provider"]
    found: Problems = {
        "display_name": _title_problem(said["display_name"]),
        "course_code": _code_problem(said["course_code"]),
        "provider": "provider_format" if provider and not _CODE.fullmatch(provider) else None,
        "category": "category_too_long" if len(said["category"]) > MAX_CATEGORY_LENGTH else None,
        "objectives": "objectives_too_long" if len(said["objectives"]) > MAX_OBJECTIVES_LENGTH else None,
        "lecturers": _entries_problem("lecturers", said["lecturers"], MAX_PEOPLE),
        "knowledge_points": _entries_problem("knowledge_points", said["knowledge_points"], MAX_POINTS),
    }
    found |= {name: None if said[name] in known else f"{name}_unknown" for name, known in _CHOICES.items()}
    return found


def _title_problem(title: str) -> str | None:
    if not title:
        return "title_missing"
    return "title_too_long" if len(title) > MAX_TITLE_LENGTH else None


def _code_problem(code: str) -> str | None:
    if not code:
        return "code_missing"
    return None if _CODE.fullmatch(code) else "code_format"


def _entries_problem(name: str, lines: str, most: int) -> str | None:
    entries = lines.split("\n")
    if len(entries) > most:
        return f"{name}_too_many"
    return f"{name}_too_long" if max(map(len, entries)) > MAX_TITLE_LENGTH else None


def _standing_duration_problem(seconds: int) -> str | None:
    if seconds > MAX_COURSE_DURATION_S:
        return "duration_too_long"
    if seconds > 0:
        return None
    return "duration_not_positive" if seconds < 0 else "duration_empty"


def _read_pass_mark(typed: object, assessment: str) -> tuple[int, str | None]:
    """Return the pass mark, which is asked for only where there is an assessment (8.2.5)."""
    if assessment == "none":
        return PASS_MARK, None
    digits = read_line(typed).removesuffix("%").removesuffix("％").rstrip()
    mark = int(digits) if digits.isdecimal() and len(digits) <= len(str(FULL_MARK)) else -1
    return (mark, None) if 0 <= mark <= FULL_MARK else (PASS_MARK, "pass_mark_range")
