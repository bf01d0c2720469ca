"""Scores have one spelling each, and the pass mark decides where there is one."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadretrain_reports.rules.scores import is_passed, is_percent, is_score, score_text, score_value
from cadretrain_reports.rules.values import RecordError


@given(st.decimals(0, 100, places=2))
def test_text_and_back(score: Decimal) -> None:
    text = score_text(score)
    is_score("score", text)
    assert score_value(text) == score
    assert score_text(score_value(text)) == text


@pytest.mark.parametrize("text", ["100.01", "-1", "60.0", "060", "60.", ".5", "6O", "60.123", "NaN", "101"])
def test_other_spellings(text: str) -> None:
    with pytest.raises(RecordError, match="score"):
        is_score("score", text)


@pytest.mark.parametrize("score", [Decimal("100.01"), Decimal("-0.01"), Decimal("1.001"), Decimal("NaN"), 60, None])
def test_no_scores(score: object) -> None:
    assert not is_percent(score)


def test_a_text_is_made_of_scores_only() -> None:
    assert score_text(None) == ""
    with pytest.raises(RecordError, match="score"):
        score_text(Decimal("100.5"))


@pytest.mark.parametrize(
    ("score", "verdict", "passed"),
    [(Decimal(60), False, True), (Decimal("59.99"), True, False), (None, True, True), (None, False, False)],
)
def test_the_score_decides_where_there_is_one(score: Decimal | None, verdict: bool, passed: bool) -> None:
    assert is_passed(score, 60, verdict=verdict) is passed
