"""The one spelling in which basic information is kept (6.1.3)."""

from __future__ import annotations

import pytest

from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.people.checks import LONGEST
from cadretrain_reports.refusals import Refused

SPELLINGS = [
    ("name", "张 三", "张三"),
    ("name", "张\u3000三", "张三"),
    ("name", " 买买提·艾力 ", "买买提·艾力"),
    ("name", "John  Smith", "John Smith"),
    ("name", "欧阳\u200b修", "欧阳修"),
    ("name", "e\u0301mile", "émile"),
    ("code", " Ｔ－１ ", "T-1"),
    ("code", "t1", "t1"),
    ("position", "处长\n(主持工作)", "处长 (主持工作)"),
    ("position", "", ""),
    ("rank", " 一级调研员 ", "一级调研员"),
    ("rank", "一级警长", "一级警长"),
    ("rank", "", ""),
    ("position_level", "131", "131"),
    ("position_level", "县处级正职", "131"),
    ("position_level", "１３１", "131"),
    ("ethnicity", "汉族", "01"),
    ("political_status", "中共党员", "01"),
    ("political_status", "", ""),
    ("cadre_category", "年轻干部", "年轻干部"),
]

REFUSED = [
    ("name", "", "missing"),
    ("name", "\u200b", "missing"),
    ("code", " ", "missing"),
    ("name", "张<b>三", "bad_name"),
    ("name", "12345", "bad_name"),
    ("name", "张\x07三", "bad_characters"),
    ("name", "张\ue000三", "bad_characters"),
    ("code", "T\0", "bad_characters"),
    ("code", "T\ue000", "bad_characters"),
    ("name", 129 * "长", "too_long"),
    ("code", 65 * "1", "too_long"),
    ("position", 129 * "长", "too_long"),
    ("rank", 65 * "长", "too_long"),
    ("ethnicity", "57", "unknown_code"),
    ("ethnicity", "1", "unknown_code"),
    ("political_status", "99", "unknown_code"),
    ("position_level", "1", "unknown_code"),
    ("position_level", "处长", "unknown_code"),
]


@pytest.mark.parametrize(("field", "typed", "kept"), SPELLINGS)
def test_what_is_typed_is_kept_in_one_spelling(field: str, typed: str, kept: str) -> None:
    assert people.checked(field, typed) == kept
    assert people.checked(field, kept) == kept


@pytest.mark.parametrize(("field", "typed", "code"), REFUSED)
def test_what_cannot_be_kept_is_refused_by_its_field(field: str, typed: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        people.checked(field, typed)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert str(refused.value)


def test_no_refusal_repeats_a_name() -> None:
    with pytest.raises(Refused) as refused:
        people.checked("name", "<欧阳修>")
    assert "欧阳修" not in f"{refused.value} {refused.value!r} {refused.value.values}"


def test_fields_hold_what_is_let_into_them() -> None:
    for field, longest in LONGEST.items():
        assert people.Trainee._meta.get_field(field).max_length == longest
    spelled = {name for name in people.BasicInformation.__slots__ if name not in LONGEST}
    assert spelled == {"ethnicity", "political_status", "position_level"}
