"""Refused rows go back with what is wrong, can be mended, and are read again."""

from __future__ import annotations

from pathlib import Path

import pytest

from cadretrain_reports.offline.sheets import RefusedRow, open_sheet, problem_sheet
from tests.reports.offline.sheets import build


@pytest.mark.parametrize("name", ["out.csv", "out.CSV", "out.xlsx"])
def test_rows_go_back_and_are_read_again(tmp_path: Path, name: str) -> None:
    source = build.csv_file(tmp_path, "所在单位,姓名,身份证号\n财政局,张三,=1+1\n+1,李四,2\n税务局,,3\n")
    path = tmp_path / name
    with open_sheet(source, build.COLUMNS) as sheet:
        refused = [
            RefusedRow(row.line, row.cells, [problem.text() for problem in row.problems] or ["没有姓名", "x"])
            for row in sheet
            if row.problems or not row.cells["name"]
        ]
        problem_sheet(path, sheet.columns, refused)
    with open_sheet(path, build.COLUMNS) as sheet:
        assert sheet.kind == name[-4:].strip(".").lower()
        assert sheet.columns == (build.UNIT, build.NAME, build.CODE)
        assert sheet.ignored == ()
        assert [(row.cells, row.problems) for row in sheet] == [
            ({"name": "张三", "code": "", "unit": "财政局"}, ()),
            ({"name": "", "code": "3", "unit": "税务局"}, ()),
        ]


def test_the_last_columns_say_line_and_problem(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    problem_sheet(path, [build.NAME], [RefusedRow(7, {"name": "张三", "other": "x"}, ["一。", "二。"])])
    assert path.read_text("utf-8-sig") == '姓名,行号,问题\n张三,7,"一。\n二。"\n'


def test_cells_that_were_refused_go_back_empty_so_that_nobody_sends_them_again(tmp_path: Path) -> None:
    number = '<c r="B2"><v>110101199001010010</v></c>'
    source = build.workbook(tmp_path, build.row(2, "张三", number))
    (row,) = build.read(source)
    path = tmp_path / "out.xlsx"
    problem_sheet(path, build.COLUMNS, [RefusedRow(row.line, row.cells, ["x"])])
    assert build.texts(path) == [["张三", "", ""]]
