"""The columns a table should have, and which of its own columns they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from unicodedata import normalize

from cadretrain_reports.offline.problems import shown
from cadretrain_reports.offline.sheets.errors import SHOWN_LENGTH, Fault, SheetError
from cadretrain_reports.offline.sheets.faults import DOUBLED_COLUMNS, MISSING_COLUMNS

LINE_HEADER: Final = "行号"
PROBLEM_HEADER: Final = "问题"
"""What ``problem_sheet`` adds to refused rows; a reader passes over both."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a table may have: its ``key`` in the program and its Chinese ``header``.

    A table may name it by header, key or any of the ``aliases``; without a ``required`` one it is refused.
    """

    key: str
    header: str
    required: bool
    aliases: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table: its ``line``, the known ``columns`` by position from 0, and the ``ignored`` texts.

    ``width`` is how many cells it has.
    """

    line: int
    columns: Mapping[int, Column]
    ignored: tuple[str, ...]
    width: int


def match_header(line: int, cells: Mapping[int, str], columns: Sequence[Column]) -> Header:
    """Return which of ``columns`` stand where; ``SheetError`` names all that are missing or there twice.

    White space, full-width forms, upper case and an asterisk for required columns do not matter.
    """
    known = _by_name(columns)
    found = {index: known[_name(text)] for index, text in sorted(cells.items()) if _name(text) in known}
    counts = Counter(column.header for column in found.values())
    _refuse(DOUBLED_COLUMNS, line, [header for header, count in counts.items() if count > 1])
    _refuse(
        MISSING_COLUMNS, line, [column.header for column in columns if column.required and not counts[column.header]]
    )
    passed_over = {_name(LINE_HEADER), _name(PROBLEM_HEADER), ""}
    ignored = (text for index, text in sorted(cells.items()) if index not in found and _name(text) not in passed_over)
    return Header(line, found, tuple(shown(text, SHOWN_LENGTH) for text in ignored), max(cells, default=-1) + 1)


def _by_name(columns: Sequence[Column]) -> dict[str, Column]:
    known: dict[str, Column] = {}
    for column in columns:
        for name in {_name(text) for text in (column.key, column.header, *column.aliases)}:
            if known.setdefault(name, column) is not column:
                raise ValueError(f"two columns are called {name}")
    return known


def _name(text: str) -> str:
    return "".join(normalize("NFKC", text).casefold().split()).strip("*")


def _refuse(fault: Fault, line: int, headers: Sequence[str]) -> None:
    if headers:
        raise SheetError(fault, {"line": line, "headers": "、".join(headers)})
