"""Columns are found by header, key or alias, wherever they stand; what is missing or doubled is named at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from cadretrain_reports.offline.sheets import Column, open_sheet
from tests.reports.offline.sheets import build


@pytest.mark.parametrize(
    "header",
    [
        "姓名,身份证号",
        "name,code",
        "NAME,公民身份号码",
        "姓 名 *,身份证号＊",
        "\u3000姓\u3000名,*身份证号",
        "ｎａｍｅ,身份证号",
        '"姓\n名",身份证号',
    ],
)
def test_a_column_has_many_spellings(tmp_path: Path, header: str) -> None:
    path = build.csv_file(tmp_path, f"{header}\n张三,1\n")
    assert build.texts(path) == [["张三", "1", ""]]


def test_brackets_of_both_widths_are_one(tmp_path: Path) -> None:
    column = Column("hours", "学时(年度)", required=True)
    assert build.texts(build.csv_file(tmp_path, "学时（年度）\n50\n"), [column]) == [["50"]]


def test_columns_stand_in_any_order(tmp_path: Path) -> None:
    path = build.csv_file(tmp_path, "所在单位,身份证号,姓名\n财政局,1,张三\n")
    with open_sheet(path, build.COLUMNS) as sheet:
        assert sheet.columns == (build.UNIT, build.CODE, build.NAME)
        assert [row.cells for row in sheet] == [{"name": "张三", "code": "1", "unit": "财政局"}]


def test_swapped_values_pass_since_only_the_checks_of_rows_can_tell(tmp_path: Path) -> None:
    path = build.csv_file(tmp_path, "姓名,身份证号\n110101199001010010,张三\n")
    assert build.texts(path) == [["110101199001010010", "张三", ""]]


def test_unknown_columns_are_passed_over_and_told(tmp_path: Path) -> None:
    path = build.csv_file(tmp_path, f"序号,姓名,,身份证号,备注,{'长' * 200},行号,问题\n1,张三,,2,=1,,9,旧\n")
    with open_sheet(path, build.COLUMNS) as sheet:
        assert sheet.ignored == ("序号", "备注", "长" * 79 + "…")
        assert [row.cells for row in sheet] == [{"name": "张三", "code": "2", "unit": ""}]


def test_every_missing_column_is_named(tmp_path: Path) -> None:
    error = build.refusal(build.csv_file(tmp_path, "\n单位,电话\n财政局,1\n"))
    assert error.code == "missing_columns"
    assert error.values == {"line": 2, "headers": "姓名、身份证号"}


def test_every_doubled_column_is_named(tmp_path: Path) -> None:
    error = build.refusal(build.csv_file(tmp_path, "姓名,name,身份证号,公民身份号码,所在单位,备注,备注\n,,,,,,\n"))
    assert error.code == "doubled_columns"
    assert error.values == {"line": 1, "headers": "姓名、身份证号"}


def test_a_known_column_may_have_the_name_of_a_line(tmp_path: Path) -> None:
    column = Column("line", "行号", required=True)
    assert build.texts(build.csv_file(tmp_path, "行号,问题\n7,x\n"), [column]) == [["7"]]


def test_two_columns_of_one_name_are_a_mistake_of_the_program(tmp_path: Path) -> None:
    columns = [build.NAME, Column("person", "Name", required=False)]
    with (
        pytest.raises(ValueError, match="two columns are called name"),
        open_sheet(build.csv_file(tmp_path, "姓名\n张三\n"), columns),
    ):
        pass
