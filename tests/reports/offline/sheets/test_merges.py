"""Merged cells are found in every row and column that they cover."""

from __future__ import annotations

import time
from pathlib import Path

import openpyxl
import pytest

from cadretrain_reports.offline.sheets import open_sheet
from cadretrain_reports.offline.sheets.merges import MOST_MERGES, Merges
from tests.reports.offline.sheets import build


def tail(*ranges: str) -> str:
    return f"<mergeCells>{''.join(f'<mergeCell ref={chr(34)}{name}{chr(34)}/>' for name in ranges)}</mergeCells>"


def test_ranges_cover_their_cells_and_no_other() -> None:
    merges = Merges(["B2:C3", "B3:B6", "E9", "$A$8:$A$9"])
    covered = {(line, index) for line in range(1, 12) for index in range(6) if merges.cover(line, index)}
    assert covered == {(2, 1), (2, 2), (3, 1), (3, 2), (4, 1), (5, 1), (6, 1), (9, 4), (8, 0), (9, 0)}
    assert [line for line in range(1, 12) if merges.touch(line)] == [2, 3, 4, 5, 6, 8, 9]


def test_spans_inside_one_another() -> None:
    merges = Merges(["A1:A9", "A2:A3", "A12:A13"])
    assert [line for line in range(1, 15) if merges.cover(line, 0)] == [*range(1, 10), 12, 13]


def test_no_ranges_cover_nothing() -> None:
    assert not Merges().cover(1, 0)
    assert not Merges().touch(1)


@pytest.mark.parametrize("name", ["", "x", "A:B", "1:2", "A1:B2:C3", "Sheet!A1", "ZZZZ1:ZZZZ2"])
def test_a_range_that_is_none(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the text is the library's
        Merges([name])
    path = build.workbook(tmp_path, build.row(2, "张三", "1"), tail=tail(name))
    assert build.refusal(path).code == "damaged"


def test_merged_rows_are_named_and_the_others_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for values in (build.HEADERS, ("张三", "1", "财政局"), ("李四", "2", None), ("王五", "3", "税务局")):
        book.active.append(values)
    book.active.merge_cells("C2:C3")
    path = tmp_path / "made.xlsx"
    book.save(path)
    assert build.problems(path) == [(2, "unit", "merged", "财政局"), (3, "unit", "merged", "")]
    rows = build.read(path)
    assert [row.cells["unit"] for row in rows] == ["", "", "税务局"]
    assert [row.cells["name"] for row in rows] == ["张三", "李四", "王五"]


def test_a_formula_in_a_merged_cell_is_told_as_merged(tmp_path: Path) -> None:
    formula = '<c r="C2"><f>A1</f><v>x</v></c>'
    path = build.workbook(tmp_path, build.row(2, "张三", "1", formula), tail=tail("C2:D2"))
    assert build.problems(path) == [(2, "unit", "merged", "=A1")]


def test_merged_cells_beside_the_table_do_no_harm(tmp_path: Path) -> None:
    path = build.workbook(tmp_path, build.row(2, "张三", "1"), tail=tail("F2:G3", "A20:C22"))
    assert build.texts(path) == [["张三", "1", ""]]


@pytest.mark.parametrize("name", ["A1:C1", "B1:B2", "E1:F1", "A1:XFD1048576"])
def test_a_merged_header_is_refused(tmp_path: Path, name: str) -> None:
    error = build.refusal(build.workbook(tmp_path, build.row(2, "张三", "1"), tail=tail(name)))
    assert (error.code, error.values) == ("merged_header", {"line": 1})


def test_a_title_above_the_header_is_named(tmp_path: Path) -> None:
    title = build.row(1, "2026 年学员名单")
    found = build.sheet(title, build.header_row(2), build.row(3, "张三", "1"), tail=tail("A1:C1"))
    error = build.refusal(build.archive(tmp_path, build.parts(found)))
    assert (error.code, error.values) == ("merged_header", {"line": 1})
    assert "delete a title above" in str(error)


def test_merges_without_end(tmp_path: Path) -> None:
    whole = [f"A{line}:XFD1048576" for line in range(3, MOST_MERGES + 3)]
    path = build.workbook(tmp_path, build.row(2, "张三", "1"), build.row(3, "李四", "2"), tail=tail(*whole))
    begun = time.perf_counter()
    with open_sheet(path, build.COLUMNS) as sheet:
        assert [len(row.problems) for row in sheet] == [0, 3]
    assert time.perf_counter() - begun < 10
    error = build.refusal(build.workbook(tmp_path, build.row(2, "张三", "1"), tail=tail(*whole, "A3:B3")))
    assert (error.code, error.values) == ("too_many_merges", {"limit": MOST_MERGES})
