"""Number formats of a workbook: which numbers are dates, and how many digits a code has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Final

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

from cadretrain_reports.offline.sheets.errors import SheetError
from cadretrain_reports.offline.sheets.faults import DAMAGED
from cadretrain_reports.offline.sheets.markup import Attributes, Handler

MOST_FORMATS: Final = 100_000

_LONGEST_CODE: Final = 255
_CHINESE_DATES: Final = frozenset((*range(27, 37), *range(50, 59)))
"""Formats without a code that are dates and times in Chinese spreadsheets (ECMA-376-1, 18.8.30); 31 is 2026年1月5日."""


@dataclass(frozen=True, slots=True)
class Format:
    """How a number is shown: as a date or time, as a ``span`` of time, or with at least so many ``digits``."""

    date: bool = False
    span: bool = False
    digits: int = 0


GENERAL: Final = Format()


@lru_cache(maxsize=1024)
def format_of(code: str) -> Format:
    """Return what a format ``code`` such as ``yyyy-mm-dd`` or ``000000`` says."""
    code = code[:_LONGEST_CODE]
    digits = len(code) if re.fullmatch("0+", code) else 0
    return Format(bool(is_date_format(code)), bool(is_timedelta_format(code)), digits)


class Formats(Handler):
    """The formats that cells name by number."""

    def __init__(self) -> None:
        super().__init__()
        self._codes: dict[int, str] = {}
        self._formats: list[Format] = []
        self._part = ""
        self.starts = {"numFmt": self._code, "xf": self._format}
        for part in ("numFmts", "cellXfs"):
            self.starts[part] = partial(self._enter, part)
            self.ends[part] = partial(self._enter, "")

    def __getitem__(self, number: int) -> Format:
        return self._formats[number] if 0 <= number < len(self._formats) else GENERAL

    def _enter(self, part: str, _attributes: Attributes | None = None) -> None:
        self._part = part

    def _code(self, attributes: Attributes) -> None:
        # Conditional formats have such elements too, with numbers of their own.
        if self._part == "numFmts" and len(self._codes) < MOST_FORMATS:
            self._codes[int(attributes["numFmtId"])] = attributes["formatCode"][:_LONGEST_CODE]

    def _format(self, attributes: Attributes) -> None:
        if self._part != "cellXfs":
            return
        if len(self._formats) >= MOST_FORMATS:
            raise SheetError(DAMAGED)
        number = int(attributes.get("numFmtId", "0"))
        code = self._codes.get(number, BUILTIN_FORMATS.get(number, ""))
        self._formats.append(Format(date=True) if not code and number in _CHINESE_DATES else format_of(code))
