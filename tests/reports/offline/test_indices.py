"""Log indices as ranges: one spelling, and what is lacking can be told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadretrain_reports.offline.indices import Ranges, Runs, missing, ranges_text, read_ranges


def ranges_of(indices: set[int]) -> Ranges:
    runs = Runs()
    for index in sorted(indices):
        runs.add(index)
    return runs.ranges


@pytest.mark.parametrize(
    ("text", "ranges"),
    [("-", ()), ("0", ((0, 0),)), ("0-19,21", ((0, 19), (21, 21))), ("3-4,6-9", ((3, 4), (6, 9)))],
)
def test_spelling(text: str, ranges: Ranges) -> None:
    assert ranges_text(ranges) == text
    assert read_ranges(text) == ranges


@pytest.mark.parametrize("text", ["", "0-0", "1-0", "0,1", "0-1,2", "2,1", "01", "0 ,2", "+1", "-1", "1-", "9" * 17])
def test_another_spelling_is_none(text: str) -> None:
    assert read_ranges(text) is None


@given(signed=st.sets(st.integers(0, 60)), present=st.sets(st.integers(0, 60)))
def test_what_is_missing(signed: set[int], present: set[int]) -> None:
    assert list(missing(ranges_of(signed), ranges_of(present))) == sorted(signed - present)
    assert read_ranges(ranges_text(ranges_of(signed))) == ranges_of(signed)
