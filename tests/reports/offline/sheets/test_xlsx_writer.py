"""Workbooks are written with every cell as text, and read back as they were, by ourselves and by openpyxl."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from cadretrain_reports.offline.sheets import SheetError, write_xlsx, xlsx_writer
from tests.reports.offline.sheets import build


def written(tmp_path: Path, *rows: list[object], headers: tuple[str, ...] = build.HEADERS) -> Path:
    path = tmp_path / "out.xlsx"
    write_xlsx(path, "学员名单", headers, rows)
    return path


def test_cells_come_back(tmp_path: Path) -> None:
    rows = [["张三", "110101199001010010", "一\n二"], ["=1+1", "_x0041_", "<&>\t"], ["", "'=x", "  x  "]]
    path = written(tmp_path, *rows)
    assert build.texts(path) == [rows[0], ["=1+1", "_x0041_", "<&>"], ["", "'=x", "x"]]


def test_every_cell_is_text_to_a_spreadsheet(tmp_path: Path) -> None:
    path = written(tmp_path, [110101199001010010, Decimal("0.25"), "=1+1"], [date(2026, 1, 5), True, "http://x/"])
    worksheet = openpyxl.load_workbook(path).active
    cells = [list(row) for row in worksheet.iter_rows(min_row=2)]
    assert [[cell.value for cell in row] for row in cells] == [
        ["110101199001010010", "0.25", "=1+1"],
        ["2026-01-05", "是", "http://x/"],
    ]
    assert {(cell.number_format, cell.hyperlink) for row in cells for cell in row} == {("@", None)}
    assert {cell.data_type for cell in cells[0]} <= {"s", "f"}
    assert "<f>" not in (xml := _sheet_xml(path))
    assert xml.count('t="inlineStr"') == 9


def _sheet_xml(path: Path) -> str:
    from zipfile import ZipFile

    with ZipFile(path) as made:
        return made.read("xl/worksheets/sheet1.xml").decode()


def test_the_header_is_bold_and_stays(tmp_path: Path) -> None:
    worksheet = openpyxl.load_workbook(written(tmp_path, ["张三", "1", ""])).active
    assert worksheet.title == "学员名单"
    assert worksheet.freeze_panes == "A2"
    assert [cell.font.bold for cell in worksheet[1]] == [True, True, True]
    assert not worksheet["A2"].font.bold
    assert worksheet.column_dimensions["A"].width == pytest.approx(10, abs=1)


@pytest.mark.parametrize(("header", "width"), [("姓名", 10), ("身份证号码", 12), ("Name of unit", 14), ("长" * 40, 50)])
def test_columns_are_as_wide_as_their_header(header: str, width: int) -> None:
    assert xlsx_writer.column_width(header) == width


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("名单", "名单"),
        ("2026/1: [甲]*?\\", "2026 1   甲"),
        ("长" * 40, "长" * 31),
        ("'x'", "x"),
        ("", "1"),
        ("???", "1"),
    ],
)
def test_titles_that_no_worksheet_may_have(tmp_path: Path, text: str, title: str) -> None:
    write_xlsx(tmp_path / "out.xlsx", text, ["姓名"], [])
    assert openpyxl.load_workbook(tmp_path / "out.xlsx").sheetnames == [title]


def test_a_cell_longer_than_a_workbook_can_hold(tmp_path: Path) -> None:
    written(tmp_path, ["x" * 32_767, "1", ""], ["𠮷" * 16_383, "1", ""])
    for text in ("x" * 32_768, "𠮷" * 16_384):
        with pytest.raises(SheetError) as caught:
            written(tmp_path, ["x", "1", ""], [text, "1", ""])
        assert (caught.value.code, caught.value.values) == ("unwritable_cell", {"line": 3})


def test_more_rows_than_a_worksheet_can_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_writer, "LAST_LINE", 4)
    assert len(build.read(written(tmp_path, *[["x", "1", ""]] * 3))) == 3
    with pytest.raises(SheetError) as caught:
        written(tmp_path, *[["x", "1", ""]] * 4)
    assert (caught.value.code, caught.value.values) == ("unwritable_rows", {"limit": 4})


def test_rows_are_written_as_they_come(tmp_path: Path) -> None:
    def rows(count: int) -> Iterator[list[str]]:
        return (["张三" * 10, str(number)] for number in range(count))

    peaks = []
    for count in (2_000, 20_000):
        tracemalloc.start()
        write_xlsx(tmp_path / "out.xlsx", "x", ["姓名", "号"], rows(count))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] - peaks[0] < 500_000


def test_an_error_in_the_rows_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    def rows() -> Iterator[list[str]]:
        yield ["张三"]
        raise KeyError("stop")

    path = tmp_path / "out.xlsx"
    path.write_text("old")
    with pytest.raises(KeyError):
        write_xlsx(path, "x", ["姓名"], rows())
    assert path.read_text() == "old"
    assert [found.name for found in tmp_path.iterdir()] == ["out.xlsx"]
