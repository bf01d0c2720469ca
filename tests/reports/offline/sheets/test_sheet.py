"""The door: one way to read tables of both kinds, in memory that does not grow with them."""

from __future__ import annotations

import threading
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter

from cadretrain_reports.offline import sheets
from cadretrain_reports.offline.sheets import Column, open_sheet, write_csv, write_xlsx
from tests.reports.offline.sheets import build

WIDE = tuple(Column(f"k{number}", f"列{number}", required=True) for number in range(6))


def rows(count: int) -> Iterator[list[str]]:
    return ([f"单元格{line}-{number}" for number in range(6)] for line in range(count))


def write(path: Path, kind: str, count: int) -> None:
    headers = [column.header for column in WIDE]
    if kind == "csv":
        write_csv(path, headers, rows(count))
    elif kind == "inline":
        write_xlsx(path, "名单", headers, rows(count))
    else:
        with xlsxwriter.Workbook(path) as made:
            worksheet = made.add_worksheet()
            for line, row in enumerate([headers, *rows(count)]):
                worksheet.write_row(line, 0, row)


def peak_of_reading(path: Path, count: int) -> int:
    tracemalloc.start()
    with open_sheet(path, WIDE) as sheet:
        assert sum(1 for row in sheet if row.cells["k5"] and not row.problems) == count
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


@pytest.mark.parametrize(("kind", "growth"), [("csv", 50_000), ("inline", 50_000), ("shared", 15_000 * 6 * 45)])
def test_memory_does_not_grow_with_the_rows(tmp_path: Path, kind: str, growth: int) -> None:
    """Shared strings must be at hand all at once: they may take 45 bytes each, of which the text itself is 20."""
    peaks = []
    for count in (5_000, 20_000):
        path = tmp_path / f"{count}"
        write(path, kind, count)
        peaks.append(peak_of_reading(path, count))
    assert peaks[1] - peaks[0] < growth
    assert peaks[1] < 8_000_000


def test_rows_are_read_once(tmp_path: Path) -> None:
    path = build.csv_file(tmp_path, "姓名,身份证号\n张三,1\n李四,2\n")
    with open_sheet(path, build.COLUMNS) as sheet:
        assert next(iter(sheet)).cells["name"] == "张三"
        assert [row.cells["name"] for row in sheet] == ["李四"]
        assert list(sheet) == []


def test_reading_may_stop_in_the_middle(tmp_path: Path) -> None:
    for path in (
        build.csv_file(tmp_path, "姓名,身份证号\n" + "张三,1\n" * 10_000),
        build.workbook(tmp_path, *(build.row(line, "张三", "1") for line in range(2, 5_000))),
    ):
        with open_sheet(path, build.COLUMNS) as sheet:
            next(iter(sheet))


def test_the_file_is_closed_whatever_happens(tmp_path: Path) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    for text in ("", "姓名\n张三\n", "姓名,身份证号\n", '姓名,身份证号\n"张三"x,1\n'):
        build.refusal(build.csv_file(tmp_path, text))
    build.refusal(build.archive(tmp_path, build.parts("<")))
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_two_files_are_read_side_by_side(tmp_path: Path) -> None:
    found: dict[int, list[str]] = {}

    def read(number: int) -> None:
        folder = tmp_path / str(number)
        folder.mkdir()
        path = build.workbook(folder, *(build.row(line, f"{number}-{line}", "1") for line in range(2, 2_000)))
        found[number] = [row.cells["name"] for row in build.read(path)]

    threads = [threading.Thread(target=read, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: [f"{number}-{line}" for line in range(2, 2_000)] for number in range(4)}


def test_a_file_that_is_not_there_is_the_system_s_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), open_sheet(tmp_path / "none", build.COLUMNS):
        pass


def test_the_door_names_what_there_is() -> None:
    assert all(getattr(sheets, name) for name in sheets.__all__)
    assert sheets.__all__ == sorted(sheets.__all__)
