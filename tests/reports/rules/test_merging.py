"""Two stores of one page come to the same, however often and in whatever order they are brought together."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from cadretrain_reports.rules.durations import Interval, unite
from cadretrain_reports.rules.merging import Known, joined, not_yet_said, together
from cadretrain_reports.rules.runs import Aside, Run
from tests.conftest import NEW_YEAR

INSTANTS = st.integers(0, 12).map(lambda tens: NEW_YEAR + timedelta(seconds=10 * tens))
SPANS = st.tuples(INSTANTS, INSTANTS).map(lambda pair: (min(pair), max(pair)))
RUNS = SPANS.map(lambda span: Run(*span, span[1], span[0], span[1]))
ASIDES = SPANS.filter(lambda span: span[0] < span[1]).map(lambda span: Aside(*span, False))
KNOWN = st.builds(Known, RUNS, st.lists(ASIDES, max_size=3, unique_by=lambda aside: aside.start_at).map(tuple))


def spans(*stores: Known) -> list[Interval]:
    """Return the time that stores know of."""
    return unite((run.start_at, run.end_at) for known in stores for run in (known.run, *known.asides))


@given(one=KNOWN, other=KNOWN)
def test_nothing_is_lost_and_nothing_comes_of_itself(one: Known, other: Known) -> None:
    assert spans(together(one, other)) == spans(one, other)
    assert together(one, other).run in (one.run, other.run)


@given(one=KNOWN, other=KNOWN)
def test_the_order_is_all_the_same(one: Known, other: Known) -> None:
    assert together(one, other) == together(other, one)


@given(one=KNOWN, other=KNOWN)
def test_a_second_time_changes_nothing(one: Known, other: Known) -> None:
    once = together(one, other)
    assert together(once, other) == once
    assert together(once, one) == once


@given(one=KNOWN, other=KNOWN, third=KNOWN)
def test_two_flushes_at_once_come_to_the_same_time(one: Known, other: Known, third: Known) -> None:
    former, latter = together(together(one, other), third), together(one, together(other, third))
    assert (former.run, spans(former)) == (latter.run, spans(latter))


def at(seconds: float) -> object:
    return NEW_YEAR + timedelta(seconds=seconds)


def test_what_was_lost_is_said_once() -> None:
    lost = [((at(0), at(30)), "hidden"), ((at(30), at(60)), "idle")]
    assert not_yet_said(lost, at(-1)) == lost
    assert not_yet_said(lost, at(40)) == [((at(40), at(60)), "idle")]
    assert not_yet_said(lost, at(60)) == []


def test_what_is_lost_in_a_row_is_one() -> None:
    lost = [((at(0), at(30)), "hidden"), ((at(30), at(60)), "hidden"), ((at(60), at(90)), "idle")]
    assert joined(lost) == (((at(0), at(60)), "hidden"), ((at(60), at(90)), "idle"))
