"""Refused rows written back, each with what is wrong, so that a person can mend the file and send it again (6.1.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cadretrain_reports.offline.sheets.columns import LINE_HEADER, PROBLEM_HEADER, Column
from cadretrain_reports.offline.sheets.csv_writer import write_csv
from cadretrain_reports.offline.sheets.values import Value
from cadretrain_reports.offline.sheets.xlsx_writer import write_xlsx


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that was not taken: its ``line`` in the file, its ``cells`` by key, and each problem as a sentence."""

    line: int
    cells: Mapping[str, str]
    problems: Sequence[str]


def problem_sheet(path: Path, columns: Sequence[Column], rows: Iterable[RefusedRow]) -> None:
    """Write refused rows under the headers of ``columns``, then 行号 and 问题: XLSX, or CSV if ``path`` ends so.

    ``open_sheet`` reads the mended file like any other and passes over the last two columns.
    """
    headers = [*(column.header for column in columns), LINE_HEADER, PROBLEM_HEADER]
    written = _written(columns, rows)
    if path.suffix.lower() == ".csv":
        write_csv(path, headers, written)
    else:
        write_xlsx(path, PROBLEM_HEADER, headers, written)


def _written(columns: Sequence[Column], rows: Iterable[RefusedRow]) -> Iterator[list[Value]]:
    for row in rows:
        cells: list[Value] = [row.cells.get(column.key, "") for column in columns]
        yield [*cells, row.line, "\n".join(row.problems)]
