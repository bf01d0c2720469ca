"""Rows and cells of a worksheet stand where they say, or after the one before; anything else is damage."""

from __future__ import annotations

import time
import tracemalloc
from pathlib import Path

import pytest

from cadretrain_reports.offline.sheets import Limits, open_sheet
from tests.reports.offline.sheets import build


def path_of(tmp_path: Path, rows: str) -> Path:
    return build.archive(tmp_path, build.parts(build.sheet(rows)))


def found(tmp_path: Path, rows: str) -> list[tuple[int, list[str]]]:
    return [(row.line, list(row.cells.values())) for row in build.read(path_of(tmp_path, rows))]


def value(text: str) -> str:
    return f'<c t="inlineStr"><is><t>{text}</t></is></c>'


def test_gaps_and_places_that_are_not_written(tmp_path: Path) -> None:
    rows = (
        '<row r="3">' + build.cell("B3", "姓名") + build.cell("D3", "身份证号") + "</row>"
        "<row>" + "<c/>" + value("张三") + "<c/>" + value("1") + "</row>"
        '<row r="9">' + build.cell("B9", "李四") + "<c/>" + value("2") + value("x") + "</row>"
    )
    assert found(tmp_path, rows) == [(4, ["张三", "1", ""]), (9, ["李四", "2", ""])]


def test_blank_rows_are_counted_and_passed_over(tmp_path: Path) -> None:
    blank = '<row r="{}"><c r="A{}" s="1"/>' + '<c r="B{}" t="inlineStr"><is><t>  </t></is></c></row>'
    noted = build.row(4, "", "", "", "备注")
    rows = build.header_row() + blank.replace("{}", "2") + build.row(3, "张三", "1") + noted + blank.replace("{}", "5")
    with open_sheet(path_of(tmp_path, rows), build.COLUMNS) as sheet:
        assert [row.line for row in sheet] == [3]
        assert sheet.blank_rows == 3


def test_a_note_beside_the_table_does_no_harm(tmp_path: Path) -> None:
    assert found(tmp_path, build.header_row() + build.row(2, "张三", "1", "", "", "=note")) == [(2, ["张三", "1", ""])]


@pytest.mark.parametrize("order", [(3, 2), (2, 2), (2, 1), (0,), (-1,), (1_048_577,), (10**30,)])
def test_rows_out_of_order_are_damage(tmp_path: Path, order: tuple[int, ...]) -> None:
    rows = build.header_row() + "".join(build.row(line, "张三", "1") for line in order)
    assert build.refusal(path_of(tmp_path, rows)).code == "damaged"


@pytest.mark.parametrize(
    "names", [("B2", "A2"), ("A2", "A2"), ("A2", "ZZZZ2"), ("A2", "2"), ("A2", "张2"), ("A2", "b 2")]
)
def test_cells_out_of_order_are_damage(tmp_path: Path, names: tuple[str, str]) -> None:
    rows = f'{build.header_row()}<row r="2">{"".join(build.cell(name, "x") for name in names)}</row>'
    assert build.refusal(path_of(tmp_path, rows)).code == "damaged"


@pytest.mark.parametrize("attributes", ['r="x"', 'r=""', 'r="1.5"', 'r="2" r="2"'])
def test_rows_without_a_number_are_damage(tmp_path: Path, attributes: str) -> None:
    assert build.refusal(path_of(tmp_path, f"{build.header_row()}<row {attributes}/>")).code == "damaged"


def test_a_style_that_is_no_number_is_damage(tmp_path: Path) -> None:
    rows = f'{build.header_row()}<row r="2"><c r="A2" s="张三"><v>1</v></c></row>'
    error = build.refusal(path_of(tmp_path, rows))
    assert error.code == "damaged"
    assert error.__suppress_context__


def test_elements_with_prefixes(tmp_path: Path) -> None:
    xml = build.sheet(build.header_row(), build.row(2, "张三", "1"))
    for name in ("worksheet", "sheetData", "row", "c", "is", "t"):
        xml = (
            xml.replace(f"<{name} ", f"<x:{name} ")
            .replace(f"<{name}>", f"<x:{name}>")
            .replace(f"</{name}>", f"</x:{name}>")
        )
    path = build.archive(tmp_path, build.parts(xml.replace("xmlns=", "xmlns:x=")))
    assert build.texts(path) == [["张三", "1", ""]]


def test_formulas_of_conditional_formats_are_none_of_the_cells(tmp_path: Path) -> None:
    rules = "<conditionalFormatting><cfRule><formula>A1</formula></cfRule></conditionalFormatting>"
    extras = "<extLst><ext><f>A1</f><v>1</v><is><t>x</t></is></ext></extLst>"
    path = build.workbook(tmp_path, build.row(2, "张三", "1"), tail=rules + extras)
    assert build.texts(path) == [["张三", "1", ""]]


def test_a_row_of_half_a_million_cells_fills_no_memory(tmp_path: Path) -> None:
    rows = f'{build.header_row()}<row r="2">{"<c/>" * 500_000}</row>'
    path = path_of(tmp_path, rows)
    assert path.stat().st_size < 40_000
    tracemalloc.start()
    error = build.refusal(path, limits=Limits(ratio=2_000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert error.code == "no_rows"
    assert peak < 2_000_000


def test_rows_that_say_nothing_take_bounded_time(tmp_path: Path) -> None:
    rows = build.header_row() + "<row/>" * 300_000
    begun = time.perf_counter()
    assert build.refusal(path_of(tmp_path, rows), limits=Limits(ratio=2_000)).code == "no_rows"
    assert time.perf_counter() - begun < 20
