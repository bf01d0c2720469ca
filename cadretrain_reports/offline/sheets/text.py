"""Texts of cells: how they are cleaned when read, and how CSV keeps spreadsheets from taking them for formulas.

``guarded`` and the writer of defusedcsv put an apostrophe before what a spreadsheet would evaluate; ``restored``
takes away exactly that apostrophe again, and nothing that it did not add.
"""

from __future__ import annotations

import re
from typing import Final
from unicodedata import normalize

from cadretrain_reports.offline.sheets.errors import SHOWN_LENGTH, BadCell
from cadretrain_reports.offline.sheets.faults import BAD_CHARACTER, CELL_TOO_LONG

_SPACES: Final = "".join(letter for letter in map(chr, range(0x3001)) if letter.isspace())
_UNSEEN: Final = "\ufeff\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060"
_EDGES: Final = _SPACES + _UNSEEN

_NO_TEXT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffd-\uffff]")

SCIENTIFIC: Final = re.compile(r"[+-]?\d(?:\.\d+)?[Ee]\+\d+")
"""How spreadsheets show a number too long for its column; whatever it was, its last digits are gone."""

# What defusedcsv puts an apostrophe before: =x becomes '=x, |x becomes '\|x, but -5 stays, and no | goes unescaped.
_EVALUATED: Final = r"(?:[@+\-=%]|\\\|)"
_DEFUSED: Final = re.compile(rf"'{_EVALUATED}")
_NEVER_DEFUSED: Final = re.compile(r"'-?[0-9,.]+\Z|(?s:.*)(?<!\\)\|")

_AMBIGUOUS: Final = re.compile(rf"'+{_EVALUATED}|'*{SCIENTIFIC.pattern}\Z")
_GUARDED: Final = re.compile(rf"''+{_EVALUATED}|'+{SCIENTIFIC.pattern}\Z")


def stripped(text: str) -> str:
    """Return ``text`` without white space, byte order marks and unseen direction marks at its ends."""
    return text.strip(_EDGES)


def clean(text: str, longest: int) -> str | BadCell:
    """Return a cell's text stripped, in NFC, with line feeds between its lines.

    A ``BadCell`` if it has more than ``longest`` characters or some that are no text.
    """
    text = stripped(text)
    if len(text) > longest:
        return BadCell(CELL_TOO_LONG, text[: SHOWN_LENGTH + 1], {"limit": longest})
    if _NO_TEXT.search(text):
        return BadCell(BAD_CHARACTER, text)
    text = normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text if len(text) <= longest else BadCell(CELL_TOO_LONG, text[: SHOWN_LENGTH + 1], {"limit": longest})


def writable(text: str) -> str:
    """Return ``text`` stripped, each character that is no text replaced by ``U+FFFD``."""
    return _NO_TEXT.sub("\ufffd", stripped(text))


def guarded(text: str) -> str:
    """Return ``text`` with one apostrophe more where defusedcsv adds none and ``restored`` would take one away.

    A text that looks like ``1.1E+17`` gets one too: a spreadsheet would make a number of it.
    """
    return f"'{text}" if _AMBIGUOUS.match(text) else text


def restored(text: str) -> str:
    """Return what ``text`` was before it was guarded and defused; any other text as it is."""
    if _GUARDED.match(text):
        return text[1:]
    if _DEFUSED.match(text) and not _NEVER_DEFUSED.match(text):
        return text[1:].replace("\\|", "|")
    return text
