"""A table answers to codes and labels, keeps its order and says what it does not hold."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports.rules import codes
from cadretrain_reports.rules.codes import CodeError, CodeTable

COLOURS = CodeTable("colour", "GB/T 0-2020", {"02": "红色", "01": "蓝色"})
TABLES = [codes.ETHNICITY, codes.POLITICAL_STATUS, codes.POSITION_LEVEL, codes.RANK]


@pytest.mark.parametrize("typed", ["02", "红色", " 02", "红色\u3000", "０２", "\t红色\n"])
def test_a_code_or_a_label_gives_the_code(typed: str) -> None:
    assert COLOURS.code_of(typed) == "02"


def test_a_table_keeps_the_order_of_its_source() -> None:
    assert list(COLOURS.entries.items()) == [("02", "红色"), ("01", "蓝色")]


def test_nobody_changes_a_table() -> None:
    source = {"1": "甲"}
    table = CodeTable("letter", "GB/T 0-2020", source)
    source["2"] = "乙"
    entries: Any = table.entries
    with pytest.raises(TypeError):
        entries["2"] = "乙"
    assert dict(table.entries) == {"1": "甲"}


@pytest.mark.parametrize("typed", ["", "2", "002", "红", "紫色"])
def test_an_unknown_value_is_named_with_its_table(typed: str) -> None:
    with pytest.raises(CodeError) as caught:
        COLOURS.code_of(typed)
    assert (caught.value.table, caught.value.value) == ("colour", typed)
    assert str(caught.value) == f"colour: no code or label of GB/T 0-2020: {typed!r}"


def test_a_label_is_not_a_code() -> None:
    assert COLOURS.label("01") == "蓝色"
    with pytest.raises(CodeError, match="红色"):
        COLOURS.label("红色")


def test_a_long_value_is_shortened() -> None:
    with pytest.raises(CodeError) as caught:
        COLOURS.code_of("红" * 1000)
    assert caught.value.value == "红" * 40
    assert len(str(caught.value)) < 100


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_code_and_every_label_leads_to_its_row(table: CodeTable) -> None:
    for code, label in table.entries.items():
        assert table.label(code) == label
        assert table.code_of(code) == code
        assert table.code_of(label) == code


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_no_label_comes_twice(table: CodeTable) -> None:
    assert len(set(table.entries.values())) == len(table.entries)
