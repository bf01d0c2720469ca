"""Masks keep what recognizes and hide what identifies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadretrain_reports.rules.masking import mask_account, mask_citizen_id, mask_name


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三丰", "张**"),
        ("李四", "李*"),
        ("欧阳若水", "欧***"),
        ("买买提·艾力", "买*"),
        ("扎西•多吉•旺堆", "扎*"),
        ("阿‧力", "阿*"),
        ("𠮷田", "𠮷*"),
        ("王", "*"),
        ("", ""),
        ("   ", ""),
        (" 张三 ", "张*"),
        ("Zhang", "Z****"),
    ],
)
def test_names(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("account", "masked"),
    [
        ("zhangsan", "z***n"),
        ("zhang", "z***g"),
        ("wang", "***"),
        ("a", "***"),
        ("", ""),
        ("  ", ""),
        (" trainee001 ", "t***1"),
        ("li.si@example.cn", "l***n"),
    ],
)
def test_accounts(account: str, masked: str) -> None:
    assert mask_account(account) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("11010519491231002X", "110*************2X"),
        (" 360426199101010071 ", "360*************71"),
        ("110105491231002", "***"),
        ("110105-19491231-002X", "***"),
        ("1101X", "***"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_identity_numbers(number: str, masked: str) -> None:
    assert mask_citizen_id(number) == masked


@given(st.text(st.characters(categories=("Lo", "Lu", "Ll")), min_size=2, max_size=8))
def test_of_a_name_only_the_first_character_is_left(name: str) -> None:
    assert mask_name(name)[0] == name[0]
    assert set(mask_name(name)[1:]) == {"*"}


@given(st.text(st.characters(categories=("Lo", "Nd")), min_size=5, max_size=30))
def test_a_masked_account_does_not_tell_its_length(account: str) -> None:
    assert mask_account(account) == f"{account[0]}***{account[-1]}"
