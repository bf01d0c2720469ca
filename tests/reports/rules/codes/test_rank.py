"""The three ladders of ranks are whole and in order, and a rank is its own text."""

from __future__ import annotations

import pytest

from cadretrain_reports.rules.codes import RANK, RANK_LADDERS, CodeError


def test_the_ladders_have_twelve_eleven_and_eleven_ranks() -> None:
    lengths = {ladder: len(ranks) for ladder, ranks in RANK_LADDERS.items()}
    assert lengths == {"综合管理类": 12, "行政执法类": 11, "专业技术类": 11}


@pytest.mark.parametrize(
    ("ladder", "highest", "lowest"),
    [
        ("综合管理类", "一级巡视员", "二级科员"),
        ("行政执法类", "督办", "二级行政执法员"),
        ("专业技术类", "一级总监", "专业技术员"),
    ],
)
def test_a_ladder_goes_from_high_to_low(ladder: str, highest: str, lowest: str) -> None:
    ranks = RANK_LADDERS[ladder]
    assert (ranks[0], ranks[-1]) == (highest, lowest)


def test_within_a_title_the_first_grade_is_the_highest() -> None:
    grades = "一二三四"
    for ranks in RANK_LADDERS.values():
        titles: dict[str, str] = {}
        for rank in ranks:
            if rank[0] in grades:
                titles[rank[1:]] = titles.get(rank[1:], "") + rank[0]
        assert all(grades.startswith(run) and len(run) > 1 for run in titles.values())


def test_the_table_holds_all_ladders_and_each_rank_is_its_own_code() -> None:
    assert list(RANK.entries) == [rank for ranks in RANK_LADDERS.values() for rank in ranks]
    assert all(code == label for code, label in RANK.entries.items())
    assert len(RANK.entries) == 34


@pytest.mark.parametrize("other", ["", "巡视员", "五级调研员", "县处级正职", "131"])
def test_positions_and_levels_are_no_ranks(other: str) -> None:
    with pytest.raises(CodeError, match="rank: no code or label"):
        RANK.code_of(other)
