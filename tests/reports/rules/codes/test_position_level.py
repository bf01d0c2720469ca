"""GB/T 12407-2008 is whole: three categories and 32 levels, 35 rows."""

from __future__ import annotations

from collections import Counter

import pytest

from cadretrain_reports.rules.codes import POSITION_CATEGORIES, POSITION_LEVEL, CodeError


def test_categories_and_levels_make_the_35_rows_of_the_standard() -> None:
    assert len(POSITION_CATEGORIES) + len(POSITION_LEVEL.entries) == 35


def test_every_level_has_three_digits_and_stands_in_a_category() -> None:
    assert all(len(code) == 3 and code.isdecimal() for code in POSITION_LEVEL.entries)
    assert Counter(code[0] for code in POSITION_LEVEL.entries) == {"1": 13, "2": 11, "4": 8}
    assert list(POSITION_CATEGORIES) == ["1", "2", "4"]


def test_levels_are_in_the_order_of_their_codes() -> None:
    assert list(POSITION_LEVEL.entries) == sorted(POSITION_LEVEL.entries)


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("101", "国家级正职"),
        ("122", "厅局级副职"),
        ("131", "县处级正职"),
        ("142", "乡科级副职"),
        ("160", "办事员级"),
        ("199", "未定职公务员"),
        ("211", "一级"),
        ("260", "十级"),
        ("299", "未定级职员"),
        ("411", "正高级"),
        ("435", "员级"),
        ("499", "未定级"),
    ],
)
def test_levels_stand_at_their_codes(code: str, label: str) -> None:
    assert POSITION_LEVEL.label(code) == label


@pytest.mark.parametrize("other", ["1", "公务员职务级别", "100", "510", "570", "一级巡视员"])
def test_categories_workers_and_ranks_are_no_levels(other: str) -> None:
    with pytest.raises(CodeError, match="position_level: no code or label of GB/T 12407-2008"):
        POSITION_LEVEL.code_of(other)
