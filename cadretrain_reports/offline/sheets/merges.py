"""Which cells of a worksheet are merged with others."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import Final

from openpyxl.utils.cell import range_boundaries

MOST_MERGES: Final = 10_000
"""More are refused: a worksheet of rows has none."""


class Merges:
    """Merged ranges such as ``A1:C1``; ``ValueError`` for one that is no range."""

    def __init__(self, ranges: Iterable[str] = ()) -> None:
        self._ranges = sorted(_rectangle(text) for text in ranges)
        self._by_column: dict[int, list[tuple[int, int]]] = {}

    def touch(self, line: int) -> bool:
        """Tell whether any range covers a cell in the row ``line`` (from 1)."""
        return any(top <= line <= bottom for top, bottom, _left, _right in self._ranges)

    def cover(self, line: int, index: int) -> bool:
        """Tell whether a range covers the cell in the row ``line`` and at position ``index`` (from 0)."""
        if not self._ranges:
            return False
        if index not in self._by_column:
            self._by_column[index] = self._spans(index)
        spans = self._by_column[index]
        place = bisect_right(spans, (line, _BEYOND)) - 1
        return place >= 0 and line <= spans[place][1]

    def _spans(self, index: int) -> list[tuple[int, int]]:
        """Return the rows that are covered in one column, as disjoint spans from top to bottom."""
        spans: list[tuple[int, int]] = []
        for top, bottom in ((top, bottom) for top, bottom, left, right in self._ranges if left <= index <= right):
            if spans and top <= spans[-1][1]:
                spans[-1] = (spans[-1][0], max(bottom, spans[-1][1]))
            else:
                spans.append((top, bottom))
        return spans


_BEYOND: Final = 1 << 32


def _rectangle(text: str) -> tuple[int, int, int, int]:
    left, top, right, bottom = range_boundaries(text)
    if None in {left, top, right, bottom}:
        raise ValueError("a range without an end")
    return top, bottom, left - 1, right - 1
