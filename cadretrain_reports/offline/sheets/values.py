"""What is written into a cell: always text, whatever the value."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from cadretrain_reports.offline.sheets.text import writable
from cadretrain_reports.rules.dictionary import NO, YES

Value: TypeAlias = str | int | Decimal | date | bool | None
"""What a cell may be given. Moments are written with their offset, so whoever wants local time converts before."""


def value_text(value: Value) -> str:
    """Return the text of a value: nothing for ``None``, 是 and 否 for truth, ISO 8601 for days and moments."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    return writable(str(value))
