"""What is wrong with a row, as sentences in the language of whoever reads them (6.1.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from cadretrain_reports.offline.problems import shown
from cadretrain_reports.offline.sheets import CellProblem, Column
from cadretrain_reports.refusals import Refused

LONGEST_VALUE: Final = 40
"""How much of a cell a sentence repeats, in characters."""

_UNSAID: Final = frozenset({"identity_number"})
"""Columns whose values no sentence repeats."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is refused: the key of the column to mend, empty for the row as a whole, and the reason as it is read.

    ``code`` is stable, for programs.
    """

    key: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Told:
    """A problem as it is read: the line, the header of the column, what stands there, and the reason.

    ``column`` is empty for the row as a whole, ``value`` also where it is not to be repeated.
    """

    line: int
    column: str
    value: str
    reason: str

    def sentence(self) -> str:
        """Return it as it stands beside a refused row."""
        said = {"column": self.column, "value": self.value, "reason": self.reason}
        if not self.column:
            return self.reason
        if not self.value:
            return _("%(column)s: %(reason)s") % said
        return _("%(column)s “%(value)s”: %(reason)s") % said


def of_refusal(refused: Refused) -> Problem:
    """Return what an applet or a workflow said no to."""
    return Problem(refused.field, refused.code, str(refused))


def of_cell(problem: CellProblem) -> Problem:
    """Return what the reader of the file says of a cell."""
    return Problem(problem.column_key, problem.code, _(problem.message) % problem.values)


def told(line: int, problems: Iterable[Problem], columns: Sequence[Column], cells: Mapping[str, str]) -> list[Told]:
    """Return each problem of a row with its column's header and what stands there, where that may be repeated.

    They come in the order of the columns.
    """
    headers = {column.key: column.header for column in columns}
    places = {key: place for place, key in enumerate(headers)}
    ordered = sorted(problems, key=lambda problem: places.get(problem.key, len(places)))
    return [_told(line, problem, headers.get(problem.key, ""), cells.get(problem.key, "")) for problem in ordered]


def _told(line: int, problem: Problem, header: str, value: str) -> Told:
    is_said = header and problem.key not in _UNSAID
    return Told(line, header, shown(value, LONGEST_VALUE) if is_said else "", problem.reason)
