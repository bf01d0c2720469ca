"""Whether a plan asks for nothing less than the one that it refines (5.2, 8.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from cadretrain_reports.rules.levels import ALL_STEPS, Ladder, Step
from cadretrain_reports.rules.requirements import FIGURES, Line

COURSES = "courses"
"""What ``Shortfall.what`` says where a named course is missing."""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A line of the plan above, by its number, that is not met for everybody whom it touches, and in ``what``."""

    line: int
    what: str


def shortfall(above: Iterable[Line], below: Sequence[Line]) -> Shortfall | None:
    """Return the first line above that the lines below do not meet for everybody whom it touches, or ``None``.

    Everybody means every cadre category and every step of the ladders, told or not: the plan binds those who come.
    """
    above = list(above)
    people = list(_people([*above, *below]))
    for line in above:
        alike = [other for other in below if other.kind == line.kind]
        for category, steps in people:
            if line.whom.touches(category, steps):
                meeting = [other for other in alike if other.whom.touches(category, steps)]
                if what := _lacking(line, meeting):
                    return Shortfall(line.number, what)
    return None


def _lacking(line: Line, meeting: Sequence[Line]) -> str:
    for name in FIGURES:
        if getattr(line.figures, name) > max((getattr(other.figures, name) for other in meeting), default=0):
            return name
    named = frozenset[int]().union(*(other.courses for other in meeting))
    return "" if line.courses <= named else COURSES


def _people(lines: Iterable[Line]) -> Iterator[tuple[str, frozenset[Step]]]:
    """Yield one person of each kind that any of the lines tells apart; "" is every category that none of them names."""
    categories = {"", *(category for line in lines for category in line.whom.cadre_categories)}
    ladders = [[None, *(step for step in ALL_STEPS if step.ladder == ladder)] for ladder in Ladder]
    for category, *steps in product(sorted(categories), *ladders):
        yield str(category), frozenset(step for step in steps if isinstance(step, Step))
