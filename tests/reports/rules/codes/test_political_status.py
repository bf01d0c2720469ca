"""GB/T 4762-1984 is whole: 13 entries."""

from __future__ import annotations

import pytest

from cadretrain_reports.rules.codes import POLITICAL_STATUS, CodeError


def test_there_are_13_entries_numbered_from_one() -> None:
    assert list(POLITICAL_STATUS.entries) == [f"{number:02}" for number in range(1, 14)]


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("01", "中共党员"),
        ("02", "中共预备党员"),
        ("03", "共青团员"),
        ("10", "九三学社社员"),
        ("12", "无党派人士"),
        ("13", "群众"),
    ],
)
def test_entries_stand_at_their_codes(code: str, label: str) -> None:
    assert POLITICAL_STATUS.label(code) == label


@pytest.mark.parametrize("local", ["99", "其他", "00", "14"])
def test_additions_of_single_sites_are_unknown(local: str) -> None:
    with pytest.raises(CodeError, match="political_status: no code or label of GB/T 4762-1984"):
        POLITICAL_STATUS.code_of(local)
