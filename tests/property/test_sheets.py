"""Laws of tables: what is written is read back, and whatever bytes come, a table or a ``SheetError`` comes of them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cadretrain_reports.offline.sheets import Column, SheetError, open_sheet, write_csv, write_xlsx
from cadretrain_reports.offline.sheets.text import clean
from tests.reports.offline.sheets import build

COLUMNS = (Column("a", "甲", required=True), Column("b", "乙", required=False), Column("c", "丙", required=False))
HEADERS = [column.header for column in COLUMNS]

in_one_place = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)

plain = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffd\ufffe\uffff"), max_size=20)
tricky = st.text(st.sampled_from("'=+-@|%\\\"\t\r\n ,;1.E9_x0041\u0338\u3000\ufeff学"), max_size=12)
cells = st.one_of(plain, tricky)
tables = st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=5)


def expected(table: list[tuple[str, str, str]]) -> list[list[str]]:
    cleaned = [[clean(cell, 1000) for cell in row] for row in table]
    return [row for row in cleaned if any(row)]


def read(path: Path) -> list[list[str]]:
    with open_sheet(path, COLUMNS) as sheet:
        rows = list(sheet)
    assert [row.problems for row in rows] == [()] * len(rows)
    return [list(row.cells.values()) for row in rows]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@in_one_place
@given(table=tables)
@example(table=[("'=x|y", "''@\\|", "=\u0338"), ("-1E+10", "'1E+5", "+|'")])
@example(table=[('"', "\r\n", "a\rb\r\nc")])
def test_what_is_written_is_read_back(tmp_path: Path, kind: str, table: list[tuple[str, str, str]]) -> None:
    path = tmp_path / "table"
    if kind == "csv":
        write_csv(path, HEADERS, table)
    else:
        write_xlsx(path, "表", HEADERS, table)
    if expected(table):
        assert read(path) == expected(table)
    else:
        with pytest.raises(SheetError, match="no rows"):
            read(path)


@in_one_place
@given(table=tables)
def test_what_was_read_and_written_again_is_the_same(tmp_path: Path, table: list[tuple[str, str, str]]) -> None:
    if not expected(table):
        return
    one, other = tmp_path / "one", tmp_path / "other"
    write_csv(one, HEADERS, table)
    write_csv(other, HEADERS, read(one))
    assert read(other) == read(one)


def takes_or_refuses(path: Path) -> None:
    try:
        with open_sheet(path, COLUMNS) as sheet:
            for row in sheet:
                assert all(len(text) <= 1000 for text in row.cells.values())
                assert row.line > 0
    except SheetError as error:
        str(error)


@in_one_place
@given(
    head=st.sampled_from([b"", "甲,乙\n".encode(), "甲,乙\n".encode("gb18030"), b"\xff\xfe", b"PK\x03\x04"]),
    rest=st.binary(),
)
def test_any_bytes_are_a_table_or_refused(tmp_path: Path, head: bytes, rest: bytes) -> None:
    path = tmp_path / "table"
    path.write_bytes(head + rest)
    takes_or_refuses(path)


@in_one_place
@given(text=st.text(st.sampled_from('甲乙,;\t"\n\r=@\x00x '), max_size=60))
def test_any_text_is_a_table_or_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "table"
    path.write_bytes(("甲,乙\n" + text).encode())
    takes_or_refuses(path)


def test_workbooks_with_flipped_bytes_are_read_or_refused(tmp_path: Path) -> None:
    rng = random.Random(38856)
    path = tmp_path / "table"
    write_xlsx(path, "表", HEADERS, [["学员", str(number), "x"] for number in range(20)])
    whole = path.read_bytes()
    for _turn in range(500):
        data = bytearray(whole)
        for _flip in range(rng.randrange(1, 4)):
            data[rng.randrange(len(data))] ^= rng.randrange(1, 256)
        path.write_bytes(data[: rng.choice([len(data), rng.randrange(4, len(data))])])
        takes_or_refuses(path)


def test_worksheets_with_scrambled_xml_are_read_or_refused(tmp_path: Path) -> None:
    rng = random.Random(38856)
    xml = build.sheet(
        build.row(1, *HEADERS),
        build.row(2, "学员", '<c r="B2" s="1"><v>46027</v></c>', '<c r="C2" t="s"><v>0</v></c>'),
        tail='<mergeCells><mergeCell ref="A9:B9"/></mergeCells>',
    )
    changes = ['"', "<", ">", "/", "r=", "1", "-", "e9", "s", "&#0;", "&lt;", "row", "c", "v", "f", "", "张"]
    for _turn in range(1_000):
        position = rng.randrange(len(xml))
        changed = xml[:position] + rng.choice(changes) + xml[position + rng.randrange(3) :]
        path = build.archive(
            tmp_path, build.parts(changed, styles=build.styles(0, 14), sharedStrings=build.strings("<t>x</t>"))
        )
        takes_or_refuses(path)
