"""What the readers of CSV and of workbooks have in common: rows as they stand in the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple, Protocol

from cadretrain_reports.offline.sheets.errors import BadCell
from cadretrain_reports.offline.sheets.merges import Merges


class RawRow(NamedTuple):
    """A row as it stands in the file: its ``line`` from 1 and the ``cells`` that are not blank, by position from 0."""

    line: int
    cells: Mapping[int, str | BadCell]


class Source(Protocol):
    """The rows of one file, from top to bottom, read as they are asked for."""

    @property
    def kind(self) -> str:
        """``csv`` or ``xlsx``."""

    @property
    def other_sheets(self) -> tuple[str, ...]:
        """The titles of worksheets that are not read."""

    @property
    def merges(self) -> Merges:
        """Which cells are merged with others."""

    @property
    def surplus_moves(self) -> bool:
        """Whether a cell beyond the header says that others stand in the wrong column."""

    @property
    def progress(self) -> float:
        """How much has been read, from 0 to 1."""

    def rows(self) -> Iterator[RawRow]:
        """Yield every row, blank ones with no cells; ``SheetError`` where the file cannot be read further."""
