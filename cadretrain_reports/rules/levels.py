"""How high a person stands: position levels (GB/T 12407) and ranks (职级) on one ladder, as 8.1 asks for.

The ten levels of leading civil servants and the two below them are the steps. That 一级巡视员 stands with 厅局级正职
and 二级巡视员 with 厅局级副职 is stated by public sources, as are the levels of 职员; that the ranks below follow two
by two, and the other two ladders of ranks likewise, is inferred. Professional levels are a ladder of their own: no
source ties them to the first. Whoever has no level yet (199, 299, 499) stands on neither.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import chain
from types import MappingProxyType
from typing import Final

from cadretrain_reports.rules.codes import POSITION_LEVEL, RANK, RANK_LADDERS, CodeError


class Ladder(StrEnum):
    """On which ladder a level stands."""

    OFFICE = "office"
    PROFESSION = "profession"


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """A step of a ladder; ``number`` 1 is the highest."""

    ladder: Ladder
    number: int


_OFFICES: Final = ("101", "102", "111", "112", "121", "122", "131", "132", "141", "142", "150", "160")
_STAFF: Final = ("211", "212", "221", "222", "231", "232", "241", "242", "250", "260")
_FIRST_OF_STAFF: Final = 3
"""一级职员 stands with 省部级正职, the third step."""

_PROFESSIONS: Final = (("411",), ("410", "412"), ("420",), ("430", "434"), ("435",))
"""正高级, then 高级 and 副高级: who is only said to be 高级 is taken for the lower of the two."""

_RANKS: Final[Mapping[str, tuple[int, ...]]] = {
    "综合管理类": (5, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 12),
    "行政执法类": (6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 12),
    "专业技术类": (5, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11),
}
"""Ladder of ranks to the step of each of its ranks, high to low."""


def _pairs() -> Iterator[tuple[str, Step]]:
    for number, code in chain(enumerate(_OFFICES, 1), enumerate(_STAFF, _FIRST_OF_STAFF)):
        yield code, Step(Ladder.OFFICE, number)
    for number, codes in enumerate(_PROFESSIONS, 1):
        yield from ((code, Step(Ladder.PROFESSION, number)) for code in codes)
    for name, numbers in _RANKS.items():
        for rank, number in zip(RANK_LADDERS[name], numbers, strict=True):
            yield rank, Step(Ladder.OFFICE, number)


STEPS: Final[Mapping[str, Step]] = MappingProxyType(dict(_pairs()))
"""Code of a position level, or rank, to its step."""

ALL_STEPS: Final = tuple(sorted(set(STEPS.values())))
"""Every step there is, ladder by ladder, the highest first."""


@lru_cache(maxsize=1024)
def step_of(level: str) -> Step | None:
    """Return the step of a position level or a rank, by code or label; ``None`` for what stands on no ladder."""
    for table in (POSITION_LEVEL, RANK):
        try:
            return STEPS.get(table.code_of(level))
        except CodeError:
            continue
    return None


def steps_of(position_level: str, rank: str) -> frozenset[Step]:
    """Return where a person stands: on each ladder the higher of what position level and rank say (R6)."""
    highest: dict[Ladder, Step] = {}
    for step in filter(None, map(step_of, (position_level, rank))):
        highest[step.ladder] = min(step, highest.get(step.ladder, step))
    return frozenset(highest.values())
