"""Cells in the wrong column are caught."""

from __future__ import annotations

import pytest

from cadretrain_reports.refusals import Refused
from cadretrain_reports.workflows.imports.spelling import name_of_person, new_identifier, position_beside


def test_what_stands_where_it_should_passes() -> None:
    assert new_identifier("T-1/甲"[:3]) == "T-1"
    assert name_of_person("买买提·艾力") == "买买提·艾力"
    assert position_beside("一级调研员", "处长") == "处长"
    assert position_beside("一级调研员", "二级调研员") == "二级调研员"
    assert position_beside("", "一级调研员") == "一级调研员"


def test_a_name_as_an_identifier() -> None:
    with pytest.raises(Refused) as refused:
        new_identifier("张三")
    assert (refused.value.code, refused.value.field) == ("looks_like_name", "code")


@pytest.mark.parametrize("name", ["T1", "22010419800101001X"])
def test_an_identifier_as_a_name(name: str) -> None:
    with pytest.raises(Refused) as refused:
        name_of_person(name)
    assert refused.value.code == "looks_like_code"


def test_a_rank_as_a_position() -> None:
    with pytest.raises(Refused) as refused:
        position_beside("处长", "一级调研员")
    assert refused.value.field == "position"
