"""What can be wrong with a table: stable codes and values, and texts that are translated where they are shown.

A page translates ``error.message % error.values`` with Django's gettext, the command line calls ``text()``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from cadretrain_reports.offline.messages import gettext
from cadretrain_reports.offline.problems import shown

SHOWN_LENGTH: Final = 80
"""How much of a cell a problem repeats, in characters."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of fault: its stable ``code`` for programs, its ``message`` in English with named places for values."""

    code: str
    message: str


class SheetError(ValueError):
    """A table that cannot be read or written at all. It never repeats the content of a cell."""

    def __init__(self, fault: Fault, values: Mapping[str, object] | None = None) -> None:
        super().__init__(fault, values)
        self.code = fault.code
        self.message = fault.message
        self.values = dict(values or {})

    def __str__(self) -> str:
        return self.message % self.values

    def text(self) -> str:
        """Return what is wrong and how to mend it, in the language of the environment."""
        return gettext(self.message) % self.values


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong with one cell; the other rows can be read all the same.

    ``column_key`` and ``header`` name its column and are empty where the row as a whole is meant; ``value`` is what
    the cell shows, at most 80 characters.
    """

    column_key: str
    header: str
    value: str
    code: str
    message: str
    values: Mapping[str, object]

    def text(self) -> str:
        """Return what is wrong and how to mend it, in the language of the environment."""
        return gettext(self.message) % self.values


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell that a reader refuses: why, and what it holds."""

    fault: Fault
    value: str
    values: Mapping[str, object] = field(default_factory=dict)

    def at(self, column_key: str, header: str) -> CellProblem:
        """Return the problem as one of the named column."""
        value = shown(self.value, SHOWN_LENGTH)[:SHOWN_LENGTH]
        return CellProblem(column_key, header, value, self.fault.code, self.fault.message, self.values)
