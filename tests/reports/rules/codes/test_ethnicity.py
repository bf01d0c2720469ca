"""GB/T 3304-1991 is whole: 56 groups, numbered without a gap."""

from __future__ import annotations

import pytest

from cadretrain_reports.rules.codes import ETHNICITY, CodeError


def test_there_are_56_groups_numbered_from_one() -> None:
    assert list(ETHNICITY.entries) == [f"{number:02}" for number in range(1, 57)]
    assert all(label.endswith("族") for label in ETHNICITY.entries.values())


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("01", "汉族"),
        ("05", "维吾尔族"),
        ("10", "朝鲜族"),
        ("22", "畲族"),
        ("32", "仫佬族"),
        ("37", "仡佬族"),
        ("43", "乌孜别克族"),
        ("55", "珞巴族"),
        ("56", "基诺族"),
    ],
)
def test_groups_stand_at_their_codes(code: str, label: str) -> None:
    assert ETHNICITY.label(code) == label


@pytest.mark.parametrize("local", ["57", "58", "97", "98", "001", "其他", "外国血统中国籍人士"])
def test_additions_of_single_sites_are_unknown(local: str) -> None:
    with pytest.raises(CodeError, match="ethnicity: no code or label of GB/T 3304-1991"):
        ETHNICITY.code_of(local)
