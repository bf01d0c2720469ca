"""What the platform knows of a person's work in a course: what is completed, and with which grade (8.2.5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.conf import settings

from cadretrain_reports.compat.host import stand_in

_HUNDRED: Final = Decimal(100)
_CENT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a course run that a course covers; ``covers`` is empty where it is what the block lies in (R1)."""

    course_run: str
    usage_key: str
    covers: str
    whole_run: bool = False


@dataclass(frozen=True, slots=True)
class Completion:
    """Whether all that can be completed in a part is completed, and when the last of it was, if it is known."""

    is_done: bool
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade in percent. ``is_final``: every problem behind it was answered."""

    percent: Decimal
    is_final: bool


def tracks_completion() -> bool:
    """Tell whether the platform keeps count of what is completed."""
    if settings.CADRETRAIN_HOST:
        return bool(stand_in().tracks_completion())
    try:
        from completion.waffle import ENABLE_COMPLETION_TRACKING_SWITCH
    except ImportError:
        return False
    return bool(ENABLE_COMPLETION_TRACKING_SWITCH.is_enabled())


def completion(user: Any, part: Part) -> Completion | None:
    """Return whether somebody has completed a part; ``None`` where the platform keeps no count of it; LMS only."""
    if not tracks_completion():
        return None
    if settings.CADRETRAIN_HOST:
        found: Completion | None = stand_in().completion(user, part)
        return found
    from completion.models import BlockCompletion
    from lms.djangoapps.course_blocks.api import get_course_blocks
    from opaque_keys.edx.keys import CourseKey

    course_key = CourseKey.from_string(part.course_run)
    structure = get_course_blocks(user, course_key.make_usage_key("course", "course"))
    covered = list(_below(structure, part))
    if not covered:
        return Completion(False)
    asked = {str(key) for key in covered if _is_completable(structure, key)}
    rows = BlockCompletion.objects.filter(user=user, context_key=course_key, completion__gte=1)
    done = {str(key): at for key, at in rows.values_list("block_key", "modified") if str(key) in asked}
    return Completion(asked <= done.keys(), max(done.values(), default=None))


def grade(user: Any, part: Part) -> Grade | None:
    """Return somebody's grade in a part, ``None`` before they answered anything there; LMS only.

    Of a whole course run it is its grade by the grading policy, else the sum of the problems that lie in the part: the
    platform grades no single units.
    """
    if settings.CADRETRAIN_HOST:
        found: Grade | None = stand_in().grade(user, part)
        return found
    from lms.djangoapps.grades.api import CourseGradeFactory
    from opaque_keys.edx.keys import CourseKey

    course_grade = CourseGradeFactory().read(user, course_key=CourseKey.from_string(part.course_run))
    if course_grade is None:
        return None
    known = course_grade.problem_scores
    scores = [known[key] for key in _below(course_grade.course_data.structure, part) if key in known]
    if not any(score.first_attempted for score in scores):
        return None
    return _grade(course_grade, scores, whole_run=part.whole_run)


def _grade(course_grade: Any, scores: list[Any], *, whole_run: bool) -> Grade | None:
    earned = Decimal(str(course_grade.percent if whole_run else sum(score.earned for score in scores)))
    possible = Decimal(1) if whole_run else Decimal(str(sum(score.possible for score in scores)))
    if not possible:
        return None
    percent = min(_HUNDRED, _HUNDRED * earned / possible).quantize(_CENT)
    return Grade(percent, all(score.first_attempted for score in scores))


def _below(structure: Any, part: Part) -> Iterator[Any]:
    """Yield the keys of the blocks at or below a part, as far as this person is let in."""
    from opaque_keys.edx.keys import UsageKey

    if part.whole_run:
        top = structure.root_block_usage_key
    elif part.covers:
        top = UsageKey.from_string(part.covers)
    else:
        block = UsageKey.from_string(part.usage_key)
        top = next(iter(structure.get_parents(block)), block) if block in structure else block
    if top in structure:
        yield from structure.topological_traversal(start_node=top)


def _is_completable(structure: Any, key: Any) -> bool:
    return structure.get_xblock_field(key, "completion_mode", None) not in ("aggregator", "excluded")
