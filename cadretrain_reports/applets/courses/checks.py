"""Refusing what no course can be made of: a course file need not have come through the author's form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cadretrain_reports.rules.values import RecordError, is_code, is_one_of, is_text
from cadretrain_xblock.contract import (
    ASSESSMENTS,
    EXTENTS,
    MAX_COURSE_DURATION_S,
    MAX_PEOPLE,
    MAX_POINTS,
    REQUIREMENTS,
    SOURCES,
    CreditCourseMarking,
)

LONGEST: Final = {
    "code": 64,
    "title": 255,
    "usage_key": 255,
    "course_run": 255,
    "category": 64,
    "objectives": 2000,
    "covers": 255,
}
"""Characters that a column holds."""

_CHOICES: Final = {"requirement": REQUIREMENTS, "extent": EXTENTS, "assessment": ASSESSMENTS, "source": SOURCES}


class RegistrationError(ValueError):
    """A marking that cannot become a course.

    ``field`` is the part of the marking to mend, ``other`` the usage key of a block that it cannot stand beside.
    """

    def __init__(self, field: str, message: str, other: str = "") -> None:
        super().__init__(message)
        self.field = field
        self.other = other


def check(marking: CreditCourseMarking) -> None:
    """Raise ``RegistrationError`` for what no column or archive record could hold."""
    try:
        _check_words(marking)
    except RecordError as error:
        raise RegistrationError(error.field, f"{marking.usage_key}: {error}") from error
    for field, length in LONGEST.items():
        if len(getattr(marking, field)) > length:
            raise RegistrationError(field, f"{marking.usage_key}: {field} is longer than {length} characters")
    if marking.course_duration > MAX_COURSE_DURATION_S:
        raise RegistrationError("course_duration", f"{marking.usage_key}: longer than {MAX_COURSE_DURATION_S} seconds")
    if not 0 <= marking.pass_mark <= 100:  # noqa: PLR2004 - percent
        raise RegistrationError("pass_mark", f"{marking.usage_key}: a pass mark lies between 0 and 100 percent")
    _check_list(marking, "lecturers", marking.lecturers, MAX_PEOPLE)
    _check_list(marking, "knowledge_points", marking.knowledge_points, MAX_POINTS)


def _check_words(marking: CreditCourseMarking) -> None:
    is_code("code", marking.code)
    is_text("title", marking.title)
    for field, choices in _CHOICES.items():
        is_one_of(*choices)(field, getattr(marking, field))
    for field in ("category", "objectives"):
        if getattr(marking, field):
            is_text(field, getattr(marking, field))


def _check_list(marking: CreditCourseMarking, field: str, said: Sequence[str], most: int) -> None:
    if len(said) > most or any(not text or len(text) > LONGEST["title"] for text in said):
        raise RegistrationError(field, f"{marking.usage_key}: at most {most} of {field}, of 1 to 255 characters each")
