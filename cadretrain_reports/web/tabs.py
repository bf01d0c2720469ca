"""What a list is narrowed by with one click: each part with the number of its rows, as an address of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict


@dataclass(frozen=True, slots=True)
class Tab:
    """A part of a list: its ``query`` behind the question mark keeps what else is asked for, but not the page."""

    label: Any
    count: int
    query: str
    is_current: bool


def tabs_of(asked: QueryDict, name: str, current: str, parts: Iterable[tuple[str, Any, int]]) -> list[Tab]:
    """Return the tabs for ``parts``: the value that ``name`` has in the address, what it is called, and its rows."""
    return [Tab(label, count, _query(asked, name, value), value == current) for value, label, count in parts]


def _query(asked: QueryDict, name: str, value: str) -> str:
    wanted = asked.copy()
    for other in ("after", "before", name):
        wanted.pop(other, None)
    if value:
        wanted[name] = value
    return wanted.urlencode()
