"""The first visible worksheet of an XLSX workbook, read row by row.

The XML is read twice: once for its end, where the merged cells are named and damage shows, and once for the rows.
openpyxl's reader leaves out rows that stand in the wrong order, takes dates in Chinese formats for numbers, and prints
numbers that it takes for bad dates, citizen ids included. So only its tables of formats and its calendar are used.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from cadretrain_reports.offline.sheets.archive import Archive
from cadretrain_reports.offline.sheets.cells import Cells
from cadretrain_reports.offline.sheets.formats import Formats
from cadretrain_reports.offline.sheets.limits import Limits
from cadretrain_reports.offline.sheets.markup import parse, parse_whole
from cadretrain_reports.offline.sheets.source import RawRow
from cadretrain_reports.offline.sheets.strings import SharedStrings
from cadretrain_reports.offline.sheets.workbook import Workbook, find_workbook
from cadretrain_reports.offline.sheets.worksheet import Outline, RowTexts


class XlsxRows:
    """The rows of the first visible worksheet; ``SheetError`` at once for a workbook that is damaged or hostile."""

    kind = "xlsx"
    surplus_moves = False

    def __init__(self, stream: BinaryIO, limits: Limits) -> None:
        self._archive = Archive(stream, limits)
        self._limits = limits
        book = find_workbook(self._archive)
        self._sheet = book.sheet
        self.other_sheets = book.others
        outline = Outline()
        parse_whole(self._archive.open(self._sheet), outline)
        self._last_line, self._line = outline.line, 0
        self.merges = outline.merges()
        self._cells = self._cell_texts(book)

    @property
    def progress(self) -> float:
        """Rows read of all rows."""
        return self._line / self._last_line if self._last_line else 1.0

    def rows(self) -> Iterator[RawRow]:
        """Yield every row that is written in the file."""
        handler = RowTexts(self._cells, self._limits)
        for _pause in parse(self._archive.open(self._sheet), handler):
            for row in handler.take():
                self._line = row.line
                yield row

    def _cell_texts(self, book: Workbook) -> Cells:
        strings, formats = SharedStrings(self._limits.cell_length), Formats()
        if book.strings:
            parse_whole(self._archive.open(book.strings, self._limits.strings_size), strings)
        if book.styles:
            parse_whole(self._archive.open(book.styles), formats)
        return Cells(strings, formats, book.epoch, self._limits.cell_length)
