"""Limits refuse what is larger, and let pass what is exactly as large."""

from __future__ import annotations

from pathlib import Path

import pytest

from cadretrain_reports.offline.sheets import Limits, SheetError, open_sheet
from tests.reports.offline.sheets import build


def test_the_size_of_the_file(tmp_path: Path) -> None:
    path = build.csv_file(tmp_path, "姓名,身份证号\n" + "张三,1\n" * 1000)
    size = path.stat().st_size
    assert len(build.read(path, limits=Limits(file_size=size))) == 1000
    assert build.refusal(path, limits=Limits(file_size=size - 1)).code == "file_too_large"
    assert build.refusal(path, limits=Limits(file_size=3 << 10)).values == {"limit": 0}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_length_of_a_cell(tmp_path: Path, kind: str) -> None:
    long = "长" * 21
    if kind == "csv":
        path = build.csv_file(tmp_path, f"姓名,身份证号\n{long},1\n {long[1:]} ,2\n")
    else:
        path = build.workbook(tmp_path, build.row(2, long, "1"), build.row(3, f" {long[1:]} ", "2"))
    refused, taken = build.read(path, limits=Limits(cell_length=20))
    assert [(problem.code, problem.values) for problem in refused.problems] == [("cell_too_long", {"limit": 20})]
    assert taken.cells["name"] == long[1:]
    assert not taken.problems


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_number_of_rows_without_the_blank_ones(tmp_path: Path, kind: str) -> None:
    if kind == "csv":
        path = build.csv_file(tmp_path, "姓名,身份证号\n" + "张三,1\n\n\n" * 3)
    else:
        path = build.workbook(tmp_path, *(build.row(line, "张三", "1") for line in (2, 50, 1_048_576)))
    assert len(build.read(path, limits=Limits(rows=3))) == 3
    with open_sheet(path, build.COLUMNS, Limits(rows=2)) as sheet:
        rows = iter(sheet)
        next(rows)
        next(rows)
        with pytest.raises(SheetError, match="more than 2 rows") as caught:
            next(rows)
    assert (caught.value.code, caught.value.values) == ("too_many_rows", {"limit": 2})


def test_the_number_of_columns(tmp_path: Path) -> None:
    header = ",".join(["姓名", "身份证号", *map(str, range(198))])
    assert len(build.read(build.csv_file(tmp_path, f"{header}\n张三,1\n"))) == 1
    refused = build.refusal(build.csv_file(tmp_path, f"{header},x\n张三,1\n"))
    assert (refused.code, refused.values) == ("too_many_columns", {"limit": 200})


def test_the_number_of_columns_of_a_workbook(tmp_path: Path) -> None:
    far = {"GR": 200, "GS": 201, "XFD": 16_384}
    for name, number in far.items():
        header = build.row(1, *build.HEADERS[:2], build.cell(f"{name}1", "备注"))
        path = build.archive(tmp_path, build.parts(build.sheet(header, build.row(2, "张三", "1"))))
        if number <= 200:
            assert len(build.read(path)) == 1
        else:
            assert build.refusal(path).code == "too_many_columns"
