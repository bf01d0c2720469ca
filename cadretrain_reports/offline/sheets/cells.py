"""What the cell of a worksheet says as text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from typing import Final

from openpyxl.utils.datetime import from_excel

from cadretrain_reports.offline.sheets.errors import BadCell
from cadretrain_reports.offline.sheets.faults import BAD_DATE, BAD_NUMBER, ERROR_VALUE, LONG_NUMBER
from cadretrain_reports.offline.sheets.formats import Format, Formats
from cadretrain_reports.offline.sheets.strings import SharedStrings, unescaped
from cadretrain_reports.offline.sheets.text import clean
from cadretrain_reports.rules.dictionary import NO, YES

EXACT_BELOW: Final = 10**15
"""Numbers from here on have more digits than a spreadsheet keeps."""


@dataclass(frozen=True, slots=True)
class Cells:
    """Turns cells into text by the workbook's ``strings``, ``formats`` and the day 0 of its dates."""

    strings: SharedStrings
    formats: Formats
    epoch: datetime
    cell_length: int

    def text(self, kind: str, style: int, raw: str) -> str | BadCell:
        """Return the text of a cell: whole numbers without a point, dates as ``2026-01-05``, truth as 是 and 否.

        ``kind`` and ``style`` are its attributes ``t`` and ``s``; ``ValueError`` for what no spreadsheet writes.
        """
        if kind == "n":
            return self._number(raw, self.formats[style])
        if kind == "s":
            raw = self.strings[int(raw)]
        if kind in {"s", "str", "inlineStr"}:
            return clean(unescaped(raw), self.cell_length)
        if kind == "b":
            return YES if raw.strip() in {"1", "true"} else NO
        if kind == "d":
            return _iso_date(raw)
        if kind == "e":
            return BadCell(ERROR_VALUE, raw)
        raise ValueError("no kind of cell")

    def _number(self, raw: str, form: Format) -> str | BadCell:
        try:
            number = float(raw)
        except ValueError:
            return BadCell(BAD_NUMBER, raw)
        if not isfinite(number):
            return BadCell(BAD_NUMBER, raw)
        if abs(number) >= EXACT_BELOW:
            return BadCell(LONG_NUMBER, raw)
        if form.date:
            return self._date(number, raw, form)
        return number_text(number).zfill(form.digits)

    def _date(self, number: float, raw: str, form: Format) -> str | BadCell:
        try:
            moment = from_excel(number, self.epoch, timedelta=form.span)
        except (OverflowError, ValueError):
            return BadCell(BAD_DATE, raw)
        if number < 0:
            return BadCell(BAD_DATE, raw)
        return span_text(moment) if form.span else moment_text(moment)


def number_text(number: float) -> str:
    """Return ``number`` as it is shown: without exponent, in at most the 15 digits that a spreadsheet keeps."""
    if number.is_integer():
        return str(int(number))
    return format(Decimal(f"{number:.15g}"), "f")


def moment_text(moment: datetime | time) -> str:
    """Return ``2026-01-05``, with the time behind it unless that is midnight; a time without a day alone."""
    if isinstance(moment, time):
        return moment.isoformat("seconds")
    return moment.date().isoformat() if moment.time() == time() else moment.isoformat(" ", "seconds")


def span_text(span: timedelta) -> str:
    """Return hours, minutes and seconds such as ``30:05:00``, a part of a second left out."""
    minutes, seconds = divmod(int(span.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def _iso_date(raw: str) -> str | BadCell:
    try:
        return moment_text(datetime.fromisoformat(raw.strip()).replace(tzinfo=None))
    except ValueError:
        return BadCell(BAD_DATE, raw)
