"""What R7 takes, and why."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cadretrain_reports.rules.durations import Interval, StudyPolicy, allocate, unite
from cadretrain_reports.rules.withheld import withheld, without

START = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)
POLICY = StudyPolicy(daily_cap_s=3600)


def span(first: float, last: float) -> Interval:
    """Return an interval in minutes after the start."""
    return START + timedelta(minutes=first), START + timedelta(minutes=last)


def test_a_second_goes_to_the_course_whose_interval_began_first() -> None:
    taken = withheld({"A": [span(0, 20)], "B": [span(10, 30)]}, POLICY)
    assert taken == {"A": [], "B": [(span(10, 20), "other_course")]}


def test_what_a_day_has_too_much_of_is_over_the_cap() -> None:
    taken = withheld({"A": [span(0, 50)], "B": [span(40, 90)]}, POLICY)
    assert taken == {"A": [], "B": [(span(40, 50), "other_course"), (span(60, 90), "over_cap")]}


def test_nothing_is_taken_from_who_studies_one_course() -> None:
    assert withheld({"A": [span(0, 20), span(15, 40)]}, POLICY) == {"A": []}
    assert withheld({}, POLICY) == {}


def test_what_lies_outside() -> None:
    assert without([span(0, 10), span(20, 30)], [span(5, 25), span(28, 29)]) == [span(0, 5), span(25, 28), span(29, 30)]
    assert without([span(0, 10)], []) == [span(0, 10)]
    assert without([span(0, 10)], [span(-5, 15)]) == []


spans = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 60)).map(lambda s: span(s[0], s[0] + s[1])), max_size=8)


@given(st.dictionaries(st.sampled_from("ABC"), spans), st.integers(60, 7200))
def test_kept_and_withheld_are_all_there_was_and_never_overlap(courses: dict[str, list[Interval]], cap_s: int) -> None:
    policy = StudyPolicy(daily_cap_s=cap_s)
    kept, taken = allocate(courses, policy), withheld(courses, policy)
    for course, claims in courses.items():
        parts = [*kept[course], *(interval for interval, _reason in taken[course])]
        assert unite(parts) == unite(claims)
        assert _lasting(parts) == _lasting(unite(claims))


@given(spans, spans)
def test_with_and_without_are_the_whole(intervals: list[Interval], taken: list[Interval]) -> None:
    left = without(intervals, taken)
    assert unite([*left, *taken]) == unite([*intervals, *taken])
    assert _lasting(left) + _lasting(unite(taken)) == _lasting(unite([*intervals, *taken]))


def _lasting(intervals: list[Interval]) -> timedelta:
    return sum((end - start for start, end in intervals), timedelta())
