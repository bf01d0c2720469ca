"""Strings of workbooks: rich text, phonetic guides, escapes, and a table that is packed."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from cadretrain_reports.offline.sheets.markup import parse_whole
from cadretrain_reports.offline.sheets.strings import Pieces, SharedStrings, unescaped
from tests.reports.offline.sheets import build
from tests.reports.offline.sheets.test_markup import stream


def read(*items: str, cell_length: int = 1000) -> SharedStrings:
    strings = SharedStrings(cell_length)
    parse_whole(stream(build.strings(*items)), strings)
    return strings


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("<t>张三</t>", "张三"),
        ("<t/>", ""),
        ("", ""),
        ('<t xml:space="preserve"> 张 </t>', " 张 "),
        ("<r><rPr><b/></rPr><t>张</t></r><r><t>三</t></r>", "张三"),
        ('<t>重庆</t><rPh sb="0" eb="1"><t>zhong</t></rPh><phoneticPr fontId="1"/>', "重庆"),
        ('<rPh sb="0" eb="1"><t>chong</t></rPh><r><t>重</t></r>', "重"),
        ("<t>a&lt;b&#10;c</t>", "a<b\nc"),
        ("<x>no</x>text<t>yes</t>text", "yes"),
    ],
)
def test_items(item: str, text: str) -> None:
    strings = read("<t>one</t>", item, "<t>three</t>")
    assert [strings[number] for number in range(3)] == ["one", text, "three"]


@pytest.mark.parametrize("number", [-1, 1])
def test_there_is_no_other_item(number: int) -> None:
    with pytest.raises(ValueError, match="no such string"):
        read("<t>one</t>")[number]


@pytest.mark.parametrize(
    ("escaped", "text"),
    [
        ("_x000D_", "\r"),
        ("a_x000a_b", "a\nb"),
        ("_x005F_x0041_", "_x0041_"),
        ("_x41_", "_x41_"),
        ("_X0041_", "_X0041_"),
        ("_xD800_", "\ud800"),
    ],
)
def test_escapes(escaped: str, text: str) -> None:
    assert unescaped(escaped) == text


def test_escapes_in_both_kinds_of_strings(tmp_path: Path) -> None:
    shared = build.cell("A3", "0", "s")
    path = build.workbook(
        tmp_path,
        build.row(2, "张_x000D_\n三", "1"),
        build.row(3, shared, "_x005F_x0041_"),
        build.row(4, "a_xD800_b", "3"),
        sharedStrings=build.strings("<t>李_x000a_四</t>"),
    )
    rows = build.read(path)
    assert [row.cells["name"] for row in rows] == ["张\n三", "李\n四", ""]
    assert rows[1].cells["code"] == "_x0041_"
    assert [problem.code for problem in rows[2].problems] == ["bad_character"]


def test_pieces_stop_where_the_text_is_too_long() -> None:
    pieces = Pieces(10)
    for _number in range(70):
        pieces.add("x")
    assert pieces.take() == "x" * 70
    for _number in range(1000):
        pieces.add(" ")
    pieces.add("x")
    assert pieces.take() == " " * 71 + "…" * 11
    assert pieces.take() == ""


def test_a_string_of_10_mb_is_not_kept(tmp_path: Path) -> None:
    huge = "长" * 3_400_000
    path = build.workbook(
        tmp_path,
        build.row(2, build.cell("A2", "0", "s"), "1"),
        build.row(3, huge, "2"),
        build.row(4, "王五", "3"),
        sharedStrings=build.strings(f"<t>{huge[:2_000_000]}</t>"),
    )
    del huge
    # A run of one character packs far better than any table does.
    from cadretrain_reports.offline.sheets import Limits

    tracemalloc.start()
    rows = build.read(path, limits=Limits(ratio=2_000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [[problem.code for problem in row.problems] for row in rows] == [["cell_too_long"], ["cell_too_long"], []]
    assert all(len(problem.value) <= 80 for row in rows for problem in row.problems)
    assert peak < 3_000_000


def test_shared_strings_are_packed() -> None:
    xml = build.strings(*(f"<t>110101199001{number:06}</t>" for number in range(100_000))).encode()
    strings = SharedStrings(1000)
    tracemalloc.start()
    parse_whole(stream(xml), strings)
    kept = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert strings[99_999] == "110101199001099999"
    assert kept < 100_000 * 40


@pytest.mark.parametrize("maker", ["openpyxl", "xlsxwriter"])
def test_workbooks_of_other_makers(tmp_path: Path, maker: str) -> None:
    rows = [list(build.HEADERS), ["张三", "110101199001010010", "财政局"], ["李四\n五", "_x0041_", "<&>"]]
    path = tmp_path / "made.xlsx"
    if maker == "openpyxl":
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
        rows[2][1] = "A"  # openpyxl does not escape what looks like an escape
    else:
        with xlsxwriter.Workbook(path) as made:
            worksheet = made.add_worksheet()
            for number, row in enumerate(rows):
                worksheet.write_row(number, 0, row)
    assert build.texts(path) == rows[1:]
