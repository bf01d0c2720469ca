"""Portfolio rows as lines: JSON in one spelling, and their CSV twins for people with spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from typing import Any, NoReturn

from cadretrain_reports.rules.dictionary import csv_cells, csv_headers
from cadretrain_reports.rules.rows import Row

BYTE_ORDER_MARK = "\ufeff".encode()


class RowError(ValueError):
    """A line is no row in the spelling that packages use."""


def row_line(row: Row) -> bytes:
    """Return a row as its JSON line, newline included; ``ValueError`` for what JSON cannot say."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode() + b"\n"


def read_row(line: bytes) -> Row:
    """Return the row of a line without its newline; ``RowError`` for any other spelling than ``row_line`` gives."""
    row = strict_json(line)
    try:
        if row_line(row)[:-1] == line:
            return row
    except (ValueError, RecursionError):
        pass
    raise RowError("JSON in another spelling than packages use")


def strict_json(data: bytes) -> Row:
    """Return the JSON object in ``data``; ``RowError`` if it is none, names a key twice, or is no UTF-8."""
    try:
        value = json.loads(data.decode("utf-8"), object_pairs_hook=_without_repeats, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise RowError(f"not JSON in UTF-8: {error}") from error
    if not isinstance(value, dict):
        raise RowError("not a JSON object")
    return value


def twin_header(name: str) -> bytes:
    """Return the first line of the CSV twin of the set ``name``: byte order mark and Chinese headers."""
    return BYTE_ORDER_MARK + _csv_line(csv_headers(name))


def twin_line(name: str, row: Row) -> bytes:
    """Return the row as it stands in the CSV twin of the set ``name``; ``RowError`` for a row of another shape."""
    try:
        return _csv_line(csv_cells(name, row))
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise RowError(f"not a row of {name}: {error!r}") from error


def _csv_line(cells: list[str]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue().encode()


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = dict(pairs)
    if len(mapping) != len(pairs):
        raise RowError("an object names the same key twice")
    return mapping


def _refuse(text: str) -> NoReturn:
    raise RowError(f"not a number of JSON: {text}")
