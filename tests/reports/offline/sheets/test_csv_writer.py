"""CSV is written so that spreadsheets open it as text, and read back as it was."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cadretrain_reports.offline.sheets import csv_lines, write_csv
from tests.reports.offline.sheets import build


def test_the_bytes_of_a_table(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    write_csv(path, ["姓名", "学时"], [["张三", Decimal("0.25")], ['李"四', None], [date(2026, 1, 5), True]])
    assert path.read_bytes() == '\ufeff姓名,学时\r\n张三,0.25\r\n"李""四",\r\n2026-01-05,是\r\n'.encode()


def test_a_stream_gets_the_same_bytes(tmp_path: Path) -> None:
    stream, path = io.BytesIO(), tmp_path / "out.csv"
    table = (build.HEADERS, [["张三", "1", "=x"]])
    write_csv(stream, *table)
    write_csv(path, *table)
    assert stream.getvalue() == path.read_bytes() == b"".join(csv_lines(*table))
    assert not stream.closed


@pytest.mark.parametrize(
    "text", ["=1+1", "@SUM(A1)", "+86 10", "-x|y", "%x", "|cmd", " =1+1", "\t=1+1", "\r@x", "\ufeff=x"]
)
def test_nothing_that_is_written_is_evaluated(text: str) -> None:
    line = list(csv_lines(["值"], [[text]]))[2]
    assert line.startswith(b"'")


def test_formulas_come_back_as_the_text_they_were(tmp_path: Path) -> None:
    texts = ["=1+1", "'=1+1", "@x", "+86|10", "1.1E+17", "-5", "'-5"]
    path = tmp_path / "out.csv"
    write_csv(path, build.HEADERS, [[text, "1", ""] for text in texts])
    assert [row[0] for row in build.texts(path)] == texts


def test_rows_are_written_as_they_come() -> None:
    def rows() -> Iterator[list[str]]:
        for number in range(50_000):
            yield ["张三" * 10, str(number)]

    tracemalloc.start()
    total = sum(len(line) for line in csv_lines(["姓名", "号"], rows()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert total > 3_000_000
    assert peak < 300_000


def test_an_error_in_the_rows_leaves_the_old_file(tmp_path: Path) -> None:
    def rows() -> Iterator[list[str]]:
        yield ["张三"]
        raise KeyError("stop")

    path = tmp_path / "out.csv"
    path.write_text("old")
    with pytest.raises(KeyError):
        write_csv(path, ["姓名"], rows())
    assert path.read_text() == "old"
    assert [found.name for found in tmp_path.iterdir()] == ["out.csv"]
