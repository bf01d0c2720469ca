"""Codes, names and reasons (5.1)."""

from __future__ import annotations

import pytest

from cadretrain_reports.applets.organizations import texts
from tests.factories_bodies import refusal


@pytest.mark.parametrize("code", ["", "A/B", " A", "A\n", "A\x00", "A" * 65, "A" * 256, "\ud800"])
def test_a_code_that_no_record_could_hold(code: str) -> None:
    assert refusal(texts.checked_code, code) == ("bad_code", "code")


@pytest.mark.parametrize("code", ["A", "吉-01", "A" * 64])
def test_a_code_stays_as_it_is(code: str) -> None:
    assert texts.checked_code(code) == code


@pytest.mark.parametrize("name", ["", "  ", "\u3000\n\t"])
def test_a_body_has_a_name(name: str) -> None:
    assert refusal(texts.checked_name, name) == ("name_missing", "name")


@pytest.mark.parametrize("hidden", ["\x00", "\u202e", "\u200b", "\x7f", "\ud800"])
def test_nothing_in_a_name_is_invisible(hidden: str) -> None:
    assert refusal(texts.checked_name, f"财{hidden}政局") == ("bad_characters", "name")


def test_a_name_is_spelled_in_one_way() -> None:
    assert texts.checked_name(" 某省\u3000财政厅\n处室 ") == "某省 财政厅 处室"
    assert texts.checked_name("Cafe\u0301") == "Caf\u00e9"


def test_rare_characters_are_names_too() -> None:
    assert texts.checked_name("\U00020bb7\U00031350\ue000镇") == "\U00020bb7\U00031350\ue000镇"


def test_a_name_has_room_for_as_many_characters_as_the_column() -> None:
    assert texts.checked_name("局" * 255) == "局" * 255
    assert refusal(texts.checked_name, "局" * 256) == ("too_long", "name")


def test_a_reason_may_be_left_out_unless_it_is_needed() -> None:
    assert texts.checked_reason(" ") == ""
    assert refusal(texts.checked_reason, " ", needed=True) == ("reason_missing", "reason")
    assert texts.checked_reason(" 机构\n改革 ", needed=True) == "机构 改革"
    assert refusal(texts.checked_reason, "因" * 501) == ("too_long", "reason")
