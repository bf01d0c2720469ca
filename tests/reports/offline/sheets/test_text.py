"""Texts of cells are cleaned in one way, and neutralised so that exactly that can be undone."""

from __future__ import annotations

import csv
import io

import pytest
from defusedcsv import csv as defused

from cadretrain_reports.offline.sheets.errors import BadCell
from cadretrain_reports.offline.sheets.text import clean, guarded, restored, stripped, writable


def written(text: str) -> str:
    """What stands in a CSV file for ``text``, read back by the plain library."""
    buffer = io.StringIO()
    defused.writer(buffer).writerow([guarded(text)])
    return next(csv.reader(io.StringIO(buffer.getvalue(), newline="")))[0]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("张三", "张三"),
        (" \t张 三\u3000\n", "张 三"),
        ("\ufeff张三\u200b", "张三"),
        ("\u202a110101199001010010\u202c", "110101199001010010"),
        ("e\u0301", "é"),
        ("一\r\n二\r三\n四", "一\n二\n三\n四"),
        ("   ", ""),
        ("\x1f张三", "张三"),
        ("A\u3000B", "A\u3000B"),
    ],
)
def test_clean(raw: str, text: str) -> None:
    assert clean(raw, 100) == text


@pytest.mark.parametrize("letter", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\ud800", "\ufffe", "\uffff"])
def test_characters_that_are_no_text_are_refused(letter: str) -> None:
    found = clean(f"张{letter}三", 100)
    assert isinstance(found, BadCell)
    assert found.fault.code == "bad_character"
    assert writable(f" 张{letter}三 ") == "张\ufffd三"


def test_long_texts_are_refused_and_not_kept() -> None:
    assert clean("x" * 100, 100) == "x" * 100
    found = clean("x" * 1_000_000, 100)
    assert isinstance(found, BadCell)
    assert (found.fault.code, found.values) == ("cell_too_long", {"limit": 100})
    assert len(found.value) < 100


def test_texts_that_normalization_makes_too_long_are_refused() -> None:
    assert clean("\u0958" * 100, 200) == "\u0915\u093c" * 100
    assert isinstance(clean("\u0958" * 100, 199), BadCell)


def test_much_white_space_takes_no_time() -> None:
    assert stripped("x" + " " * 1_000_000 + "x") == "x" + " " * 1_000_000 + "x"


@pytest.mark.parametrize(
    ("text", "in_file"),
    [
        ("张三", "张三"),
        ("-5", "-5"),
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+86 10", "'+86 10"),
        ("-x|y", "'-x\\|y"),
        ("=a\\|b", "'=a\\\\|b"),
        ("'=1+1", "''=1+1"),
        ("''=1+1", "'''=1+1"),
        ("'-5", "''-5"),
        ("'quoted'", "'quoted'"),
        ("a|b", "a|b"),
        ("1E+10", "'1E+10"),
        ("'1E+10", "''1E+10"),
        ("-1.1E+17", "'-1.1E+17"),
        ("%x", "'%x"),
        ("|x", "'\\|x"),
        ("'\\|x", "''\\|x"),
        ("'|x", "'|x"),
        ("\\|", "\\|"),
        ("=\u0338", "'=\u0338"),
    ],
)
def test_what_is_neutralised_is_restored(text: str, in_file: str) -> None:
    assert written(text) == in_file
    assert restored(in_file) == text


@pytest.mark.parametrize("foreign", ["'-5", "'=a|b", "'", "''", "'x", "'+1,000|2", "O'Neill", "'x'=1", "1.1E+17"])
def test_what_the_writer_never_writes_stays(foreign: str) -> None:
    assert restored(foreign) == foreign
