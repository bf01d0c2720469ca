"""Log indices as ranges, so that a seal can say which entries a package holds (9.1.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

Ranges = tuple[tuple[int, int], ...]
"""First and last index of each run, ascending, with a gap between one run and the next."""

_RANGE = re.compile(r"(0|[1-9][0-9]{0,15})(?:-([1-9][0-9]{0,15}))?")


@dataclass(slots=True)
class Runs:
    """Collects ascending indices as ranges."""

    _runs: list[list[int]] = field(default_factory=list)

    def add(self, index: int) -> None:
        """Take the next index; it is greater than all before."""
        if self._runs and self._runs[-1][1] + 1 == index:
            self._runs[-1][1] = index
        else:
            self._runs.append([index, index])

    @property
    def ranges(self) -> Ranges:
        """What was collected."""
        return tuple((first, last) for first, last in self._runs)


def ranges_text(ranges: Ranges) -> str:
    """Return ranges as a seal spells them: ``0-19,21``, or ``-`` for none."""
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges) or "-"


def read_ranges(text: str) -> Ranges | None:
    """Return the ranges whose only spelling this is, else ``None``."""
    parts = [] if text == "-" else [_RANGE.fullmatch(part) for part in text.split(",")]
    if not all(parts):
        return None
    ranges = tuple((int(part[1]), int(part[2] or part[1])) for part in parts if part)
    ends = [-2, *(end for pair in ranges for end in pair)]
    is_apart = all(first > before + 1 for before, first in zip(ends[::2], ends[1::2], strict=False))
    is_right = all(first <= last for first, last in ranges) and is_apart
    return ranges if is_right and ranges_text(ranges) == text else None


def missing(signed: Ranges, present: Ranges) -> Iterator[int]:
    """Yield the signed indices that are not present, ascending."""
    there = iter(present)
    current = next(there, None)
    for first, last in signed:
        index = first
        while index <= last:
            while current is not None and current[1] < index:
                current = next(there, None)
            if current is not None and current[0] <= index:
                index = current[1] + 1
            else:
                yield index
                index += 1
