"""A workbook is looked through before its first row is given, and read in one pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from cadretrain_reports.offline.sheets import SheetError, open_sheet
from tests.reports.offline.sheets import build


def test_damage_at_the_end_is_told_before_the_first_row(tmp_path: Path) -> None:
    broken = build.sheet(build.header_row(), *(build.row(line, "张三", "1") for line in range(2, 5_000))) + "<"
    path = build.archive(tmp_path, build.parts(broken))
    with pytest.raises(SheetError, match="damaged"), open_sheet(path, build.COLUMNS):
        pytest.fail("the sheet was opened")


def test_progress_goes_from_near_0_to_1(tmp_path: Path) -> None:
    path = build.workbook(tmp_path, *(build.row(line, "张三", "1") for line in range(2, 5_001)))
    with open_sheet(path, build.COLUMNS) as sheet:
        seen = [sheet.progress for _row in sheet]
    assert 0 < seen[0] < 0.01
    assert seen == sorted(seen)
    assert seen[-1] == 1


def test_a_worksheet_without_rows_is_empty(tmp_path: Path) -> None:
    for found in (build.sheet(), "<worksheet/>", build.sheet('<row r="7"/>')):
        assert build.refusal(build.archive(tmp_path, build.parts(found))).code == "empty"


def test_a_header_alone(tmp_path: Path) -> None:
    error = build.refusal(build.workbook(tmp_path))
    assert (error.code, error.values) == ("no_rows", {"line": 1})


def test_a_formula_for_a_header_counts_as_what_it_says(tmp_path: Path) -> None:
    header = build.row(1, *build.HEADERS, '<c r="D1"><f>A1</f><v>x</v></c>')
    path = build.archive(tmp_path, build.parts(build.sheet(header, build.row(2, "张三", "1"))))
    with open_sheet(path, build.COLUMNS) as sheet:
        assert sheet.ignored == ("=A1",)


def test_every_problem_of_a_row_is_told(tmp_path: Path) -> None:
    cells = ['<c r="A2"><f>1+1</f></c>', '<c r="B2"><v>110101199001010010</v></c>', '<c r="C2" t="e"><v>#N/A</v></c>']
    path = build.workbook(tmp_path, build.row(2, *cells), build.row(3, "李四", "2"))
    assert build.problems(path) == [
        (2, "name", "formula", "=1+1"),
        (2, "code", "long_number", "110101199001010010"),
        (2, "unit", "error_value", "#N/A"),
    ]
    refused, taken = build.read(path)
    assert set(refused.cells.values()) == {""}
    assert taken.cells == {"name": "李四", "code": "2", "unit": ""}
