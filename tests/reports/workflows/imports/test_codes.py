"""Codes by label, by code, and as lists really have them."""

from __future__ import annotations

import pytest

from cadretrain_reports.applets.organizations.api import Capacity
from cadretrain_reports.refusals import Refused
from cadretrain_reports.workflows.imports.codes import capacities, coded, is_rank


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("ethnicity", "汉族", "01"),
        ("ethnicity", "汉", "01"),
        ("ethnicity", "1", "01"),
        ("ethnicity", "01", "01"),
        ("ethnicity", "维吾尔", "05"),
        ("political_status", "党员", "01"),
        ("political_status", "中共党员", "01"),
        ("political_status", "预备党员", "02"),
        ("political_status", "13", "13"),
        ("position_level", "正处级", "131"),
        ("position_level", "县处级副职", "132"),
        ("position_level", "副厅级", "122"),
        ("position_level", "正科级", "141"),
        ("position_level", "正国级", "101"),
    ],
)
def test_a_code_however_it_was_typed(field: str, text: str, code: str) -> None:
    assert coded(field)(text) == code


@pytest.mark.parametrize(("field", "text"), [("ethnicity", "火星"), ("ethnicity", "99"), ("position_level", "正村级")])
def test_what_is_no_code(field: str, text: str) -> None:
    with pytest.raises(Refused) as refused:
        coded(field)(text)
    assert (refused.value.code, refused.value.field) == ("unknown_code", field)


def test_several_capacities_by_whatever_parts_them() -> None:
    both = {Capacity.MANAGEMENT_DEPARTMENT, Capacity.TRAINING_INSTITUTION}
    for text in ("管理部门、培训机构", "培训机构,主管部门", "管理部门; 培训机构", "management_department/网络培训机构"):
        assert capacities(text) == both


@pytest.mark.parametrize("text", ["医院", "管理部门、医院", "、"])
def test_what_is_no_capacity(text: str) -> None:
    with pytest.raises(Refused) as refused:
        capacities(text)
    assert "管理部门、培训机构、学员所属单位" in str(refused.value)


def test_ranks_are_known_from_positions() -> None:
    assert is_rank("一级调研员")
    assert not is_rank("处长")
