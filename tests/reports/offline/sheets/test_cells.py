"""Cells of workbooks become the text that people see, or a problem where what they see is not what they typed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.reports.offline.sheets import build

VALUE = (build.Column("value", "值", required=True),)


def made(tmp_path: Path, value: Any, number_format: str = "General", **settings: Any) -> Path:
    """A workbook with one value, made by openpyxl."""
    book = openpyxl.Workbook()
    for name, setting in settings.items():
        setattr(book, name, setting)
    book.active["A1"] = "值"
    book.active["A2"] = value
    book.active["A2"].number_format = number_format
    path = tmp_path / "made.xlsx"
    book.save(path)
    return path


def raw(tmp_path: Path, kind: str, text: str, number_format: int = 0, **codes: str) -> Path:
    """A workbook with one cell of given XML."""
    found = build.sheet(build.row(1, "值"), build.row(2, build.cell("A2", text, kind)))
    made_styles = build.styles(number_format, codes={int(key[1:]): code for key, code in codes.items()})
    return build.archive(tmp_path, build.parts(found, styles=made_styles))


def text(path: Path) -> str:
    (found,) = build.texts(path, VALUE)
    return found[0]


def problem(path: Path) -> tuple[str, str]:
    ((_line, _key, code, value),) = build.problems(path, VALUE)
    return code, value


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        ("张三", "General", "张三"),
        ("00123", "General", "00123"),
        (50, "General", "50"),
        (-7, "General", "-7"),
        (50.0, "0.00", "50"),
        (0.25, "General", "0.25"),
        (0.1 + 0.2, "General", "0.3"),
        (1e-7, "General", "0.0000001"),
        (999_999_999_999_999, "0", "999999999999999"),
        (13800138000, "General", "13800138000"),
        (123, "000000", "000123"),
        (1234567, "000000", "1234567"),
        (0.5, "0.00%", "0.5"),
        (50, '0"小时"', "50"),
        (True, "General", "是"),
        (False, "General", "否"),
        (date(2026, 1, 5), "yyyy-mm-dd", "2026-01-05"),
        (date(2026, 1, 5), 'yyyy"年"m"月"d"日"', "2026-01-05"),
        (date(2026, 1, 5), '[$-804]yyyy"年"m"月"d"日";@', "2026-01-05"),
        (datetime.fromisoformat("2026-01-05"), "m/d/yy", "2026-01-05"),
        (datetime.fromisoformat("2026-01-05 09:30:01"), "yyyy-mm-dd h:mm", "2026-01-05 09:30:01"),
        (time(9, 30), "h:mm", "09:30:00"),
        (timedelta(hours=30, minutes=5), "[h]:mm", "30:05:00"),
        (date(1900, 1, 1), "yyyy-mm-dd", "1900-01-01"),
        (date(1899, 12, 31), "General", "0"),
    ],
)
def test_values(tmp_path: Path, value: Any, number_format: str, shown: str) -> None:
    assert text(made(tmp_path, value, number_format)) == shown


def test_dates_that_count_from_1904(tmp_path: Path) -> None:
    from openpyxl.utils.datetime import MAC_EPOCH

    assert text(made(tmp_path, date(2026, 1, 5), "yyyy-mm-dd", epoch=MAC_EPOCH)) == "2026-01-05"


@pytest.mark.parametrize("number_format", [14, 22, 27, 31, 36, 50, 57, 58])
def test_dates_in_formats_that_only_chinese_spreadsheets_name(tmp_path: Path, number_format: int) -> None:
    assert text(raw(tmp_path, "n", "46027", number_format)) == "2026-01-05"


def test_a_format_of_its_own_goes_before_a_chinese_one(tmp_path: Path) -> None:
    assert text(raw(tmp_path, "n", "46027", 31, n31="0")) == "46027"


@pytest.mark.parametrize(
    "number", ["1.1010119900101001E+17", "110101199001010010", "1000000000000000", "-1e15", "1e308"]
)
@pytest.mark.parametrize("number_format", [0, 14])
def test_numbers_whose_last_digits_are_lost(tmp_path: Path, number: str, number_format: int) -> None:
    assert problem(raw(tmp_path, "n", number, number_format)) == ("long_number", number)


def test_a_citizen_id_typed_as_a_number(tmp_path: Path) -> None:
    code, value = problem(made(tmp_path, 110101199001010010))
    assert code == "long_number"
    assert value == "1.1010119900101e+17"
    assert text(made(tmp_path, "110101199001010010")) == "110101199001010010"


@pytest.mark.parametrize("number", ["x", "1e999", "nan", "-Infinity", "1,5", "9" * 5000])
def test_numbers_that_are_none(tmp_path: Path, number: str) -> None:
    assert problem(raw(tmp_path, "n", number)) == ("bad_number", number[:79] + "…" if len(number) > 80 else number)


@pytest.mark.parametrize("number", ["-1", "2958466", "99999999999999"])
def test_dates_that_are_none(tmp_path: Path, number: str) -> None:
    assert problem(raw(tmp_path, "n", number, 14)) == ("bad_date", number)


@pytest.mark.parametrize(
    ("iso", "shown"),
    [
        ("2026-01-05", "2026-01-05"),
        ("2026-01-05T00:00:00Z", "2026-01-05"),
        ("2026-01-05T09:30:00", "2026-01-05 09:30:00"),
    ],
)
def test_dates_in_iso_8601(tmp_path: Path, iso: str, shown: str) -> None:
    assert text(raw(tmp_path, "d", iso)) == shown


def test_a_date_in_iso_8601_that_is_none(tmp_path: Path) -> None:
    assert problem(raw(tmp_path, "d", "2026-02-30")) == ("bad_date", "2026-02-30")


@pytest.mark.parametrize("value", ["#N/A", "#REF!"])
def test_errors_of_the_spreadsheet(tmp_path: Path, value: str) -> None:
    assert problem(raw(tmp_path, "e", value)) == ("error_value", value)


@pytest.mark.parametrize("formula", ["=1+1", '=CONCATENATE("a","b")', "=" + "1+" * 500 + "1"])
def test_formulas_are_seen_and_their_values_are_not(tmp_path: Path, formula: str) -> None:
    code, value = problem(made(tmp_path, formula))
    assert code == "formula"
    assert formula.startswith(value.removesuffix("…"))


def test_formulas_with_a_value_kept(tmp_path: Path) -> None:
    kept = '<c r="A2" t="str"><f>A1&amp;"x"</f><v>合格</v></c>'
    shared = '<c r="A3"><f t="shared" si="0"/><v>5</v></c>'
    found = build.sheet(build.row(1, "值"), build.row(2, kept), build.row(3, shared))
    path = build.archive(tmp_path, build.parts(found))
    assert build.problems(path, VALUE) == [(2, "value", "formula", '=A1&"x"'), (3, "value", "formula", "=")]
    assert [row.cells["value"] for row in build.read(path, VALUE)] == ["", ""]


def test_text_that_begins_like_a_formula_is_text_in_a_workbook(tmp_path: Path) -> None:
    assert text(raw(tmp_path, "inlineStr", "=1+1")) == "=1+1"
    assert text(raw(tmp_path, "inlineStr", "'=1+1")) == "'=1+1"


@pytest.mark.parametrize("kind", ["x", ""])
def test_a_kind_of_cell_that_there_is_not_is_damage(tmp_path: Path, kind: str) -> None:
    assert build.refusal(raw(tmp_path, kind, "5"), VALUE).code == "damaged"


@pytest.mark.parametrize("number", ["1", "-1", "x", "99999999999999999999"])
def test_a_string_that_there_is_not_is_damage(tmp_path: Path, number: str) -> None:
    error = build.refusal(raw(tmp_path, "s", number), VALUE)
    assert error.code == "damaged"
    assert error.__cause__ is None
