"""CSV read row by row: one line in memory, whatever the size of the file or of a cell."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from cadretrain_reports.offline.sheets.errors import BadCell, SheetError
from cadretrain_reports.offline.sheets.faults import BROKEN_ROW, ENDLESS_ROW, FORMULA, LONG_NUMBER
from cadretrain_reports.offline.sheets.merges import Merges
from cadretrain_reports.offline.sheets.source import RawRow
from cadretrain_reports.offline.sheets.text import SCIENTIFIC, clean, restored, stripped

LONGEST_ROW: Final = 1 << 18
"""How many characters a row may have once its overlong cells are cut."""

_PIECE: Final = 1 << 16
_KEPT: Final = 100
_DELIMITERS: Final = ",;\t"
_ORDINARY: Final = r'[^",;\t\r\n]'
_QUOTED: Final = re.compile(r'"[^"]*"')


class CsvRows:
    """The rows of a CSV text in ``encoding``; cells are cut after about ``cell_length`` characters and then refused.

    The line of a row is that in which it begins. A cell that begins with ``=`` or ``@`` is refused as a formula; one
    that begins with ``+`` or ``-`` is left to whoever knows its column.
    """

    kind = "csv"
    other_sheets: tuple[str, ...] = ()
    merges = Merges()
    surplus_moves = True

    def __init__(self, stream: BinaryIO, encoding: str, cell_length: int) -> None:
        self._stream = stream
        self._size = max(stream.seek(0, io.SEEK_END), 1)
        stream.seek(0)
        self._text = io.TextIOWrapper(stream, encoding, newline="")
        self._cell_length = cell_length

    @property
    def progress(self) -> float:
        """Bytes read of all bytes."""
        return self._stream.tell() / self._size

    def rows(self) -> Iterator[RawRow]:
        """Yield every row; ``SheetError`` where a quotation mark leaves it open what a row is."""
        lines = _Lines(self._text, self._cell_length)
        reader = csv.reader(lines, delimiter=_delimiter(lines.header()), strict=True)
        while True:
            line = lines.begin_row()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                endless = "field limit" in str(error)
                raise SheetError(ENDLESS_ROW if endless else BROKEN_ROW, {"line": line}) from None
            yield RawRow(line, {index: cell for index, raw in enumerate(cells) if raw and (cell := self._cell(raw))})

    def _cell(self, raw: str) -> str | BadCell:
        text = stripped(raw)
        if text[:1] in {"=", "@"}:
            return BadCell(FORMULA, text)
        if SCIENTIFIC.fullmatch(text):
            return BadCell(LONG_NUMBER, text)
        return clean(restored(text), self._cell_length)


def _delimiter(header: str) -> str:
    bare = _QUOTED.sub("", header)
    return max(_DELIMITERS, key=bare.count)


class _Lines:
    """The lines of a text for ``csv``, long runs of ordinary characters cut so that no cell fills the memory."""

    def __init__(self, text: io.TextIOWrapper, cell_length: int) -> None:
        self._text = text
        self._count = 0
        self._row_line = 1
        self._row_length = 0
        # What is put in the place of the rest makes the cell too long, so that it is refused and not taken for whole.
        self._cut = "…" * (cell_length + 1)
        self._long_run = re.compile(rf"(?<!{_ORDINARY})({_ORDINARY}{{{_KEPT}}}){_ORDINARY}{{{cell_length + 2},}}")

    def header(self) -> str:
        """Return the first line that is not blank, and go back to the beginning."""
        line = self._read()
        while line and not line.strip(_DELIMITERS + "\r\n "):
            line = self._read()
        self._text.seek(0)
        return line

    def begin_row(self) -> int:
        """Return the number of the next line, in which a row begins."""
        self._row_line, self._row_length = self._count + 1, 0
        return self._row_line

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._read()
        if not line:
            raise StopIteration
        self._count += 1
        self._row_length += len(line)
        if self._row_length > LONGEST_ROW:
            raise SheetError(ENDLESS_ROW, {"line": self._row_line})
        return line

    def _read(self) -> str:
        line = piece = self._text.readline(_PIECE)
        while len(piece) == _PIECE and not piece.endswith("\n"):
            piece = self._text.readline(_PIECE)
            line = self._long_run.sub(lambda run: run[1] + self._cut, line + piece)
            if len(line) > LONGEST_ROW + _PIECE:
                raise SheetError(ENDLESS_ROW, {"line": self._count + 1})
        return line
