"""Position levels and ranks on one ladder (8.1, R6)."""

from __future__ import annotations

import pytest

from cadretrain_reports.rules.codes import POSITION_LEVEL, RANK, RANK_LADDERS
from cadretrain_reports.rules.levels import ALL_STEPS, STEPS, Ladder, Step, step_of, steps_of


@pytest.mark.parametrize(
    ("level", "number"),
    [
        ("101", 1),
        ("省部级正职", 3),
        ("一级巡视员", 5),
        ("二级巡视员", 6),
        ("督办", 6),
        ("一级调研员", 7),
        ("四级调研员", 8),
        ("四级高级主办", 8),
        ("一级主任科员", 9),
        ("四级主任科员", 10),
        ("二级科员", 12),
        ("211", 3),
        ("260", 12),
    ],
)
def test_a_level_stands_on_its_step(level: str, number: int) -> None:
    assert step_of(level) == Step(Ladder.OFFICE, number)


def test_everybody_who_has_a_level_stands_somewhere() -> None:
    assert set(POSITION_LEVEL.entries) - set(STEPS) == {"199", "299", "499"}
    assert set(RANK.entries) <= set(STEPS)
    assert len(ALL_STEPS) == 12 + 5


@pytest.mark.parametrize("ladder", RANK_LADDERS)
def test_ranks_go_down_their_ladder(ladder: str) -> None:
    steps = [STEPS[rank] for rank in RANK_LADDERS[ladder]]
    assert steps == sorted(steps)


@pytest.mark.parametrize("level", ["", "199", "处长", "999"])
def test_what_is_no_level_stands_nowhere(level: str) -> None:
    assert step_of(level) is None


@pytest.mark.parametrize(
    ("position_level", "rank", "numbers"),
    [
        ("132", "一级调研员", {7}),
        ("131", "四级调研员", {7}),
        ("", "四级调研员", {8}),
        ("132", "", {8}),
        ("199", "", set()),
    ],
)
def test_where_position_level_and_rank_differ_the_higher_decides(
    position_level: str, rank: str, numbers: set[int]
) -> None:
    assert {step.number for step in steps_of(position_level, rank)} == numbers


def test_a_profession_is_a_ladder_of_its_own() -> None:
    assert steps_of("411", "二级主任科员") == {Step(Ladder.PROFESSION, 1), Step(Ladder.OFFICE, 9)}
