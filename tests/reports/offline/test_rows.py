"""Rows have one spelling in JSON and in CSV."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadretrain_reports.offline.rows import RowError, read_row, row_line, strict_json, twin_header, twin_line
from cadretrain_reports.rules.dictionary import csv_cells, csv_headers
from tests.reports.offline import build

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from([0.25, 0.5, 1.75]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), values, max_size=5))
def test_a_row_is_read_as_written(row: dict[str, object]) -> None:
    line = row_line(row)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert read_row(line[:-1]) == row


@pytest.mark.parametrize(
    "line",
    [
        b'{"a": 1}',
        b'{"a":1.0e0}',
        b'{"a":1,"a":1}',
        b'{"a":"\\u8bfe"}',
        b'{"a":"\\/"}',
        b'{"a":01}',
        b'{"a":NaN}',
        b'{"a":1e999}',
        b'{"a":"\\ud800"}',
        b'{"a":1}\r',
        b'\xef\xbb\xbf{"a":1}',
        b"[1]",
        b"1",
        b"",
        b"\xff",
        b"[" * 100_000,
    ],
)
def test_another_spelling_is_refused(line: bytes) -> None:
    with pytest.raises(RowError):
        read_row(line)


def test_strict_json_takes_any_layout_but_no_key_twice() -> None:
    assert strict_json(b'{\n  "a": [1.5]\n}\n') == {"a": [1.5]}
    with pytest.raises(RowError, match="twice"):
        strict_json(b'{"a": {"b": 1, "b": 2}}')


def test_twins_are_what_other_readers_read() -> None:
    rows = list(build.academy().course_rows())
    text = (twin_header("course") + b"".join(twin_line("course", row) for row in rows)).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert read == [csv_headers("course"), *(csv_cells("course", row) for row in rows)]
    assert [row[4] for row in read[1:5]] == ["公文写作", "'=HYPERLINK(1)", '"保密", 条例', "档案\n管理"]


def test_twins_begin_with_a_byte_order_mark_and_end_lines_like_spreadsheets() -> None:
    assert twin_header("metadata").startswith("\ufeff档案编号,建档时间,".encode())
    assert twin_header("metadata").endswith("存证序号\r\n".encode())


@pytest.mark.parametrize("change", [{"entries": 7}, {"learningForm": []}, {"courseName": "\ud800"}])
def test_a_row_of_another_shape_has_no_twin(change: dict[str, object]) -> None:
    row = next(build.academy().course_rows())
    with pytest.raises(RowError, match="not a row of course"):
        twin_line("course", {**row, **change})
    with pytest.raises(RowError, match="not a row of course"):
        twin_line("course", {key: value for key, value in row.items() if key != "courseName"})
