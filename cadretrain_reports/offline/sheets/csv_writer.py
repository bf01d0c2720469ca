"""CSV written row by row: UTF-8 with a byte order mark, formulas neutralised, so that spreadsheets open it as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from defusedcsv import csv

from cadretrain_reports.offline.rows import BYTE_ORDER_MARK
from cadretrain_reports.offline.sheets.files import whole_file
from cadretrain_reports.offline.sheets.text import guarded
from cadretrain_reports.offline.sheets.values import Value, value_text


def csv_lines(headers: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    """Yield the table as bytes, row by row, the header first. Reading it back gives the same texts."""
    writer = csv.writer(_Echo(), lineterminator="\r\n")
    yield BYTE_ORDER_MARK
    yield _line(writer, headers)
    for row in rows:
        yield _line(writer, row)


def write_csv(target: Path | BinaryIO, headers: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """Write the table to a binary stream, or to a path where it appears whole or not at all."""
    if not isinstance(target, Path):
        target.writelines(csv_lines(headers, rows))
        return
    with whole_file(target) as partial, partial.open("wb") as stream:
        stream.writelines(csv_lines(headers, rows))


class _Echo:
    """Gives back what a writer writes."""

    def write(self, text: str) -> str:
        return text


def _line(writer: Any, row: Sequence[Value]) -> bytes:
    line: str = writer.writerow([guarded(value_text(value)) for value in row])
    return line.encode("utf-8")
