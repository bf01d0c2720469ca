"""What a sheet says as a browser sends it: names to values. A line is added and taken away without any script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, Final

from django.utils.datastructures import MultiValueDict

from cadretrain_reports.applets.plans.api import Issuance, content_of
from cadretrain_reports.web.plans.forms import initial_of, initial_of_line

Written = MultiValueDict[str, str]

MOST_LINES: Final = 100
_OF_LINE: Final = re.compile(r"line-([0-9]{1,3})-(.+)")
_COUNT: Final = re.compile("[0-9]{1,3}")


def as_written(draft: Issuance) -> Written:
    """Return what a browser would send of a draft that nobody has changed."""
    # A new edition takes no day over from an older one; a draft that is written on keeps its own.
    content = replace(content_of(draft), in_force_from=draft.in_force_from)
    values = dict(_values("", initial_of(content)))
    for number, line in enumerate(content.lines):
        values.update(_values(f"line-{number}-", initial_of_line(line)))
    return MultiValueDict({**values, "lines": [str(len(content.lines))]})


def line_count(written: Written) -> int:
    """Return how many lines a sheet has."""
    said = written.get("lines") or ""
    return min(int(said), MOST_LINES) if _COUNT.fullmatch(said) else 0


def with_line(written: Written) -> Written:
    """Return what was sent with one more line, on which nothing is written yet."""
    changed = written.copy()
    changed["lines"] = str(min(line_count(written) + 1, MOST_LINES))
    return changed


def without_line(written: Written, number: int) -> Written:
    """Return what was sent without one of its lines; those after it move up."""
    changed: Written = MultiValueDict()
    for name, values in written.lists():
        found = _OF_LINE.fullmatch(name)
        if found is None:
            changed.setlist(name, values)
        elif (place := int(found[1])) != number:
            changed.setlist(f"line-{place - (place > number)}-{found[2]}", values)
    changed["lines"] = str(max(0, line_count(written) - (number < line_count(written))))
    return changed


def _values(start: str, initial: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    for name, value in initial.items():
        if isinstance(value, list):
            yield start + name, value
        elif isinstance(value, date):
            yield start + name, [value.isoformat()]
        elif isinstance(value, bool):
            yield start + name, ["on"] if value else []
        else:
            yield start + name, ["" if value is None else str(value)]
