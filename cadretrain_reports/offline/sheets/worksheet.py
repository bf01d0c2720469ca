"""What is read of a worksheet's XML: its outline in a first pass, the text of its cells in a second."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from openpyxl.utils.cell import column_index_from_string

from cadretrain_reports.offline.sheets.cells import Cells
from cadretrain_reports.offline.sheets.errors import BadCell, SheetError
from cadretrain_reports.offline.sheets.faults import DAMAGED, FORMULA, TOO_MANY_MERGES
from cadretrain_reports.offline.sheets.limits import Limits
from cadretrain_reports.offline.sheets.markup import Attributes, Handler
from cadretrain_reports.offline.sheets.merges import MOST_MERGES, Merges
from cadretrain_reports.offline.sheets.source import RawRow
from cadretrain_reports.offline.sheets.strings import Pieces, TextHandler

LAST_LINE: Final = 1_048_576
"""The last row that a worksheet can have."""

_DIGITS: Final = "0123456789"


class Outline(Handler):
    """The number of the last row, and the merged cells."""

    def __init__(self) -> None:
        super().__init__()
        self.line = 0
        self._ranges: list[str] = []
        self.starts = {"row": self._row, "mergeCell": self._merge}

    def merges(self) -> Merges:
        """Return the merged cells; ``SheetError`` if their names are none."""
        try:
            return Merges(self._ranges)
        except ValueError:
            raise SheetError(DAMAGED) from None

    def _row(self, attributes: Attributes) -> None:
        self.line = _line(attributes, self.line)

    def _merge(self, attributes: Attributes) -> None:
        self._ranges.append(attributes["ref"])
        if len(self._ranges) > MOST_MERGES:
            raise SheetError(TOO_MANY_MERGES, {"limit": MOST_MERGES})


class RowTexts(TextHandler):
    """Rows with the text of their cells, as far as the last column that is read."""

    def __init__(self, cells: Cells, limits: Limits) -> None:
        super().__init__(limits.cell_length)
        self._cells = cells
        self._columns = limits.columns
        self._done: list[RawRow] = []
        self._line = 0
        self._row: dict[int, str | BadCell] = {}
        self._index = -1
        self._kind, self._style = "n", 0
        self._formula = Pieces(limits.cell_length)
        self._is_formula = False
        self.starts |= {"row": self._begin_row, "c": self._begin_cell, "v": self._begin_value, "f": self._begin_formula}
        self.ends |= {"row": self._end_row, "c": self._end_cell, "v": self.end_text, "f": self.end_text}

    def take(self) -> list[RawRow]:
        """Return the rows that are complete and have not been returned."""
        done, self._done = self._done, []
        return done

    def _begin_row(self, attributes: Attributes) -> None:
        self._line = _line(attributes, self._line)
        self._row, self._index = {}, -1

    def _end_row(self) -> None:
        self._done.append(RawRow(self._line, self._row))

    def _begin_cell(self, attributes: Attributes) -> None:
        name = attributes.get("r")
        index = _column(name.rstrip(_DIGITS)) if name else self._index + 1
        if index <= self._index:
            raise SheetError(DAMAGED)
        self._index = index
        self._kind, self._style = attributes.get("t", "n"), int(attributes.get("s", "0"))

    def _begin_value(self, _attributes: Attributes) -> None:
        self.begin_text(self.pieces)

    def _begin_formula(self, _attributes: Attributes) -> None:
        self._is_formula = True
        self.begin_text(self._formula)

    def _end_cell(self) -> None:
        raw, formula = self.pieces.take(), self._formula.take()
        is_formula, self._is_formula = self._is_formula, False
        # Whatever stands beyond the last column that is read, stands in the first that is not.
        index = min(self._index, self._columns)
        if is_formula:
            self._row[index] = BadCell(FORMULA, f"={formula}")
        elif raw and (text := self._cells.text(self._kind, self._style, raw)):
            self._row[index] = text


def _line(attributes: Attributes, last: int) -> int:
    """Return the number of a row that follows the row ``last``; ``SheetError`` if it does not follow."""
    line = int(attributes.get("r", last + 1))
    if not last < line <= LAST_LINE:
        raise SheetError(DAMAGED)
    return line


@lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    return int(column_index_from_string(letters)) - 1
