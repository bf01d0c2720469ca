"""Texts in a workbook's XML: pieces put together, escapes of characters, and the table of shared strings, packed."""

from __future__ import annotations

import re
from array import array
from typing import Final

from cadretrain_reports.offline.sheets.markup import Attributes, Handler

_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ESCAPE_LENGTH: Final = 7
_KEPT: Final = 100


def unescaped(text: str) -> str:
    """Return ``text`` with ``_x000D_`` and the like as the characters that they stand for."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


class Pieces:
    """A text that comes in pieces, of which no more is kept than tells that it is longer than ``cell_length``."""

    def __init__(self, cell_length: int) -> None:
        self._most = _ESCAPE_LENGTH * cell_length
        # What is put in the place of the rest makes the cell too long, so that it is refused and not taken for whole.
        self._rest = "…" * (cell_length + 1)
        self._pieces: list[str] = []
        self._length = 0

    def add(self, piece: str) -> None:
        """Take one more piece, unless there is too much already."""
        if self._length <= self._most:
            self._pieces.append(piece)
            self._length += len(piece)

    def take(self) -> str:
        """Return the text and begin a new one."""
        text = "".join(self._pieces)
        if self._length > self._most:
            text = text[:_KEPT] + self._rest
        self._pieces, self._length = [], 0
        return text


class TextHandler(Handler):
    """Puts together the text of strings, runs of rich text included, the phonetic guide above them left out."""

    def __init__(self, cell_length: int) -> None:
        super().__init__()
        self.pieces = Pieces(cell_length)
        self._phonetic = 0
        self._into: Pieces | None = None
        self.starts = {"t": self._begin_text, "rPh": self._begin_phonetic}
        self.ends = {"t": self.end_text, "rPh": self._end_phonetic}

    def begin_text(self, pieces: Pieces) -> None:
        """Take what follows into ``pieces``."""
        self._into = pieces

    def end_text(self) -> None:
        """Take no more text."""
        self._into = None

    def text(self, data: str) -> None:
        """Take a piece of text if it belongs to a string."""
        if self._into is not None:
            self._into.add(data)

    def _begin_text(self, _attributes: Attributes) -> None:
        if not self._phonetic:
            self.begin_text(self.pieces)

    def _begin_phonetic(self, _attributes: Attributes) -> None:
        self._phonetic += 1

    def _end_phonetic(self) -> None:
        self._phonetic -= 1


class SharedStrings(TextHandler):
    """The strings that cells name by number, packed: as a list they would take several times as much."""

    def __init__(self, cell_length: int) -> None:
        super().__init__(cell_length)
        self._data = bytearray()
        self._ends = array("I", [0])
        self.ends["si"] = self._end

    def __getitem__(self, number: int) -> str:
        if not 0 <= number < len(self._ends) - 1:
            raise ValueError("no such string")
        return self._data[self._ends[number] : self._ends[number + 1]].decode("utf-8")

    def _end(self) -> None:
        self._data += self.pieces.take().encode("utf-8")
        self._ends.append(len(self._data))
