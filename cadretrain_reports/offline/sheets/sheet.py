"""``open_sheet``: a table of a known kind of rows, from a file of whatever kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from cadretrain_reports.offline.sheets.columns import Column, Header, match_header
from cadretrain_reports.offline.sheets.csv_reader import CsvRows
from cadretrain_reports.offline.sheets.detect import workbook_or_encoding
from cadretrain_reports.offline.sheets.errors import BadCell, CellProblem, SheetError
from cadretrain_reports.offline.sheets.faults import (
    EMPTY,
    MERGED,
    MERGED_HEADER,
    NO_ROWS,
    SURPLUS_CELLS,
    TOO_MANY_COLUMNS,
    TOO_MANY_ROWS,
)
from cadretrain_reports.offline.sheets.limits import Limits
from cadretrain_reports.offline.sheets.source import RawRow, Source
from cadretrain_reports.offline.sheets.xlsx_reader import XlsxRows


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is not blank: its ``line`` as the file counts, the text of each column by key, and what is wrong.

    A column that the file does not have and a cell with a problem are empty texts.
    """

    line: int
    cells: Mapping[str, str]
    problems: tuple[CellProblem, ...]


class Sheet:
    """An open table. Its rows can be read once, in one pass, and never lie in memory together.

    ``kind`` is ``csv`` or ``xlsx``; ``columns`` are those that the file has, in its order; ``ignored`` are the headers
    that name none of them, and ``other_sheets`` the worksheets that are not read.
    """

    def __init__(self, source: Source, columns: Sequence[Column], limits: Limits) -> None:
        self._source = source
        self._keys = tuple(column.key for column in columns)
        self._limits = limits
        raw_rows = source.rows()
        self._header = self._read_header(raw_rows, columns)
        self.kind = source.kind
        self.columns = tuple(self._header.columns.values())
        self.ignored = self._header.ignored
        self.other_sheets = source.other_sheets
        self.blank_rows = 0
        self._rows = self._at_least_one(self._read(raw_rows))

    @property
    def progress(self) -> float:
        """How much has been read, from 0 to 1."""
        return self._source.progress

    def __iter__(self) -> Iterator[Row]:
        return self._rows

    def _read_header(self, raw_rows: Iterator[RawRow], columns: Sequence[Column]) -> Header:
        raw = next((row for row in raw_rows if row.cells), None)
        if raw is None:
            raise SheetError(EMPTY)
        if max(raw.cells) >= self._limits.columns:
            raise SheetError(TOO_MANY_COLUMNS, {"limit": self._limits.columns})
        if self._source.merges.touch(raw.line):
            raise SheetError(MERGED_HEADER, {"line": raw.line})
        texts = {index: cell.value if isinstance(cell, BadCell) else cell for index, cell in raw.cells.items()}
        return match_header(raw.line, texts, columns)

    def _at_least_one(self, rows: Iterator[Row]) -> Iterator[Row]:
        first = next(rows, None)
        if first is None:
            raise SheetError(NO_ROWS, {"line": self._header.line})
        return chain([first], rows)

    def _read(self, raw_rows: Iterator[RawRow]) -> Iterator[Row]:
        count = 0
        for raw in raw_rows:
            if not self._has_surplus(raw) and not any(index in raw.cells for index in self._header.columns):
                self.blank_rows += 1
                continue
            count += 1
            if count > self._limits.rows:
                raise SheetError(TOO_MANY_ROWS, {"limit": self._limits.rows})
            yield self._row(raw)

    def _row(self, raw: RawRow) -> Row:
        cells = dict.fromkeys(self._keys, "")
        problems = []
        for index, column in self._header.columns.items():
            cell = raw.cells.get(index, "")
            if self._source.merges.cover(raw.line, index):
                cell = BadCell(MERGED, cell.value if isinstance(cell, BadCell) else cell)
            if isinstance(cell, BadCell):
                problems.append(cell.at(column.key, column.header))
            else:
                cells[column.key] = cell
        if self._has_surplus(raw):
            problems.append(BadCell(SURPLUS_CELLS, "").at("", ""))
        return Row(raw.line, cells, tuple(problems))

    def _has_surplus(self, raw: RawRow) -> bool:
        return self._source.surplus_moves and max(raw.cells, default=0) >= self._header.width


@contextmanager
def open_sheet(path: Path, columns: Sequence[Column], limits: Limits | None = None) -> Iterator[Sheet]:
    """Open the table in ``path``, which may be CSV or the first visible worksheet of an XLSX workbook.

    The whole file is looked through first, so that ``SheetError`` for a file that is no table, is damaged or lacks a
    column comes at once. What is wrong with single cells comes with their rows.
    """
    limits = limits or Limits()
    with path.open("rb") as stream:
        yield Sheet(_source(stream, limits), columns, limits)


def _source(stream: BinaryIO, limits: Limits) -> Source:
    encoding = workbook_or_encoding(stream, limits.file_size)
    if encoding is None:
        return XlsxRows(stream, limits)
    return CsvRows(stream, encoding, limits.cell_length)
