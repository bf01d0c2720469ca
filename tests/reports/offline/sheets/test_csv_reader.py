"""CSV is read as spreadsheets write it: three separators, quoted newlines, and nothing evaluated."""

from __future__ import annotations

import csv
import tracemalloc
from pathlib import Path

import pytest

from cadretrain_reports.offline.sheets import csv_reader, open_sheet
from tests.reports.offline.sheets import build


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_separators_and_newlines(tmp_path: Path, separator: str, newline: str) -> None:
    lines = ["姓名,身份证号,所在单位", '"张三，李四",1,财政局', "王五,2,"]
    path = build.csv_file(tmp_path, "".join(line.replace(",", separator) + newline for line in lines))
    assert build.texts(path) == [["张三，李四", "1", "财政局"], ["王五", "2", ""]]


def test_a_quoted_header_does_not_mislead_about_the_separator(tmp_path: Path) -> None:
    path = build.csv_file(tmp_path, '\n;;\n"备注,,,,,,";姓名;身份证号\nx;张三;1\n')
    assert build.texts(path) == [["张三", "1", ""]]


def test_one_column_needs_no_separator(tmp_path: Path) -> None:
    assert build.texts(build.csv_file(tmp_path, "姓名\n张三\n\n李四"), [build.NAME]) == [["张三"], ["李四"]]


def test_a_row_has_the_number_of_its_first_line(tmp_path: Path) -> None:
    path = build.csv_file(tmp_path, '\n"姓\n名",身份证号\n"张\r\n三",1\n\n,\n"李\n\n四",2\n王五,3')
    with open_sheet(path, build.COLUMNS) as sheet:
        rows = [(row.line, row.cells["name"]) for row in sheet]
        assert rows == [(4, "张\n三"), (8, "李\n\n四"), (11, "王五")]
        assert sheet.blank_rows == 2


def test_quoted_quotes_and_separators(tmp_path: Path) -> None:
    path = build.csv_file(tmp_path, '姓名,身份证号\n"张""三"",",5"\n')
    assert build.texts(path) == [['张"三",', '5"', ""]]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("=1+1", "formula"),
        ("  =1+1", "formula"),
        ("@SUM(A1)", "formula"),
        ('"=HYPERLINK(""http://x"")"', "formula"),
        ("\ufeff=1+1", "formula"),
        ("1.10101E+17", "long_number"),
        ("1E+10", "long_number"),
        ("张\x00三", "bad_character"),
        ("x" * 1001, "cell_too_long"),
        ('"' + "x\n" * 1001 + 'y"', "cell_too_long"),
    ],
)
def test_cells_that_are_refused(tmp_path: Path, cell: str, code: str) -> None:
    # A zero byte in the head of a file says that it is no text; further down it is one bad cell.
    path = build.csv_file(
        tmp_path, f"姓名,身份证号\n{'李四,2' * 700}\n{cell},1\n王五,3\n".replace("李四,2" * 700, "李四,2\n" * 700)
    )
    refused = [row for row in build.read(path) if row.problems]
    assert [(row.line, row.cells["name"], row.cells["code"]) for row in refused] == [(703, "", "1")]
    assert [(problem.column_key, problem.header, problem.code) for problem in refused[0].problems] == [
        ("name", "姓名", code)
    ]


@pytest.mark.parametrize("cell", ["+86 10 6655", "-5", "- 无", "'", "1E10", "12E+", "0"])
def test_cells_that_are_left_to_whoever_knows_the_column(tmp_path: Path, cell: str) -> None:
    assert build.texts(build.csv_file(tmp_path, f"姓名,身份证号\n{cell},1\n")) == [[cell, "1", ""]]


def test_formulas_in_columns_that_are_passed_over_do_no_harm(tmp_path: Path) -> None:
    assert build.texts(build.csv_file(tmp_path, "备注,姓名,身份证号\n=1+1,张三,1\n")) == [["张三", "1", ""]]


def test_an_unquoted_separator_in_a_cell_is_noticed(tmp_path: Path) -> None:
    path = build.csv_file(tmp_path, "姓名,身份证号,所在单位\n张三,1,财政局,一处\n李四,2,税务局,,\n,,,x\n")
    assert build.problems(path) == [(2, "", "surplus_cells", ""), (4, "", "surplus_cells", "")]


def test_a_short_row_has_empty_cells(tmp_path: Path) -> None:
    assert build.texts(build.csv_file(tmp_path, "姓名,身份证号,所在单位\n张三\n")) == [["张三", "", ""]]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('姓名,身份证号\n张三,1\n"李四"五,2\n王五,3\n', 3),
        ('姓名,身份证号\n张三,1\n李四,"2\n王五,3\n', 3),
        ('姓名,身份证号\n"张\n三",1\n"李四,2', 4),
        ('"姓名,身份证号\n张三,1\n', 1),
    ],
)
def test_a_quotation_mark_too_many_or_too_few_is_named(tmp_path: Path, text: str, line: int) -> None:
    error = build.refusal(build.csv_file(tmp_path, text))
    assert (error.code, error.values) == ("broken_row", {"line": line})


def test_a_missing_quotation_mark_does_not_swallow_the_file(tmp_path: Path) -> None:
    path = build.csv_file(tmp_path, '姓名,身份证号\n张三,1\n"李四,2\n' + "王五,3\n" * 100_000)
    error = build.refusal(path)
    assert (error.code, error.values) == ("endless_row", {"line": 3})


def test_an_endless_row_is_found_whatever_length_of_cell_the_process_allows(tmp_path: Path) -> None:
    path = build.csv_file(tmp_path, '姓名,身份证号\n张三,1\n"李四,2\n' + "王五,3\n" * 100_000)
    before = csv.field_size_limit(1 << 30)
    try:
        error = build.refusal(path)
    finally:
        csv.field_size_limit(before)
    assert (error.code, error.values) == ("endless_row", {"line": 3})


@pytest.mark.parametrize("filling", ["x", "长", " "])
@pytest.mark.parametrize("quote", ["", '"'])
def test_a_cell_of_10_mb_is_refused_alone_and_never_held(tmp_path: Path, filling: str, quote: str) -> None:
    huge = filling * (10_000_000 // len(filling.encode()))
    path = build.csv_file(tmp_path, f"姓名,身份证号\n张三,1\n{quote}李{huge}四{quote},2\n王五,3\n")
    del huge
    tracemalloc.start()
    rows = build.read(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [row.line for row in rows] == [2, 3, 4]
    assert [len(row.problems) for row in rows] == [0, 1, 0]
    problem = rows[1].problems[0]
    assert (problem.code, rows[1].cells["name"]) == ("cell_too_long", "")
    assert problem.value.startswith("李")
    assert len(problem.value) <= 80
    assert peak < 7_000_000


@pytest.mark.parametrize("filling", ["长,", '""', ";"])
def test_a_cell_of_10_mb_that_cannot_be_cut_ends_the_reading(tmp_path: Path, filling: str) -> None:
    path = build.csv_file(tmp_path, f'姓名,身份证号\n张三,1\n"{filling * 2_000_000}",2\n')
    tracemalloc.start()
    error = build.refusal(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (error.code, error.values) == ("endless_row", {"line": 3})
    assert peak < 7_000_000


def test_a_line_of_just_any_length_is_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_reader, "_PIECE", 8)
    for length in range(1, 40):
        for newline in ("\n", "\r\n"):
            name = "名" * length
            path = build.csv_file(tmp_path, newline.join(["姓名,身份证号", f"{name},1", f'"{name}",2', "末,3", ""]))
            with open_sheet(path, build.COLUMNS) as sheet:
                assert [(row.line, row.cells["name"]) for row in sheet] == [(2, name), (3, name), (4, "末")]


def test_progress_goes_from_near_0_to_1(tmp_path: Path) -> None:
    path = build.csv_file(tmp_path, "姓名,身份证号\n" + "张三,1\n" * 20_000)
    with open_sheet(path, build.COLUMNS) as sheet:
        seen = [sheet.progress for _row in sheet]
    assert 0 < seen[0] < 0.1
    assert seen == sorted(seen)
    assert seen[-1] == 1
