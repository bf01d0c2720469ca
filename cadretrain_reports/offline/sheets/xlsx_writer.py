"""XLSX workbooks written row by row, every cell as text, so that no id loses digits and nothing is a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from unicodedata import east_asian_width

from xlsxwriter import Workbook

from cadretrain_reports.offline.sheets.errors import SheetError
from cadretrain_reports.offline.sheets.faults import UNWRITABLE_CELL, UNWRITABLE_ROWS
from cadretrain_reports.offline.sheets.files import whole_file
from cadretrain_reports.offline.sheets.values import Value, value_text
from cadretrain_reports.offline.sheets.worksheet import LAST_LINE

LONGEST_CELL: Final = 32_767
"""Characters of UTF-16 in one cell."""

_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\]")
_LONGEST_TITLE: Final = 31
_NARROWEST, _WIDEST = 10, 50


def write_xlsx(path: Path, title: str, headers: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """Write a workbook of one worksheet called ``title``; it appears whole or not at all.

    ``SheetError`` for more rows, or a longer cell, than a worksheet can hold. Reading it back gives the same texts.
    """
    with (
        whole_file(path) as partial,
        TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as scratch,
        Workbook(str(partial), {"constant_memory": True, "tmpdir": scratch}) as workbook,
    ):
        _write(workbook, sheet_title(title), headers, rows)


def sheet_title(text: str) -> str:
    """Return ``text`` as a worksheet may be called: without ``[]:*?/`` and the like, at most 31 characters."""
    return _FORBIDDEN.sub(" ", text).strip(" '")[:_LONGEST_TITLE].strip(" '") or "1"


def column_width(header: str) -> int:
    """Return the width of a column in characters of the Latin alphabet, of which a Chinese one takes two."""
    width = sum(2 if east_asian_width(letter) in "WF" else 1 for letter in header) + 2
    return min(max(width, _NARROWEST), _WIDEST)


def _write(workbook: Any, title: str, headers: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    worksheet = workbook.add_worksheet(title)
    plain, bold = workbook.add_format({"num_format": "@"}), workbook.add_format({"num_format": "@", "bold": True})
    for index, header in enumerate(headers):
        worksheet.set_column(index, index, column_width(header), plain)
    worksheet.freeze_panes(1, 0)
    _write_row(worksheet, 0, headers, bold)
    for number, row in enumerate(rows, start=1):
        if number >= LAST_LINE:
            raise SheetError(UNWRITABLE_ROWS, {"limit": LAST_LINE})
        _write_row(worksheet, number, row, plain)


def _write_row(worksheet: Any, number: int, row: Sequence[Value], form: Any) -> None:
    for index, value in enumerate(row):
        text = value_text(value)
        if len(text.encode("utf-16-le")) > 2 * LONGEST_CELL:
            raise SheetError(UNWRITABLE_CELL, {"line": number + 1})
        if text:
            worksheet.write_string(number, index, text, form)
