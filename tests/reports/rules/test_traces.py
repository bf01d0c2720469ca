"""What can be defended of old days: never more than the clock saw, and nothing without two signs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadretrain_reports.rules.durations import StudyPolicy, allocate, learning_duration, unite
from cadretrain_reports.rules.traces import Span, Trace, overlap, spans, subtract

BEGUN = datetime(2019, 3, 4, 1, 0, tzinfo=UTC)
POLICY = StudyPolicy()


def at(seconds: float) -> datetime:
    return BEGUN + timedelta(seconds=seconds)


def sign(seconds: float, kind: Any = "page", course: int | None = 1, **other: Any) -> Trace:
    return Trace(at(seconds), kind, course, **other)


def play(seconds: float, kind: Any = "play", course: int | None = 1, length: int | None = 1800) -> Trace:
    return Trace(at(seconds), kind, course, "s", "v", length)


def found(*traces: Trace) -> tuple[int, dict[str, int]]:
    """Return the seconds that count of course 1, and how often each reason came."""
    walked = list(spans(traces, POLICY))
    reasons: dict[str, int] = {}
    for span in walked:
        if span.reason:
            reasons[span.reason] = reasons.get(span.reason, 0) + 1
    return learning_duration(span.interval for span in walked if span.course == 1 and not span.reason), reasons


def test_the_worked_example_of_the_explanation() -> None:
    """As in ``docs/explanation/backfill.md``."""
    traces = [
        sign(0),
        play(20, length=1500),
        play(1200, "pause"),
        sign(1260, "act"),
        sign(2400),
        sign(2460, course=None),
        sign(2520),
    ]
    assert found(*traces) == (1260 + 60, {"gap": 2})


def test_one_sign_is_no_time() -> None:
    assert found(sign(0)) == (0, {})


@pytest.mark.parametrize(("seconds", "counted"), [(600, 600), (601, 0)])
def test_a_page_is_closed_by_the_next_sign_within_the_idle_limit(seconds: int, counted: int) -> None:
    assert found(sign(0), sign(seconds))[0] == counted


def test_what_was_left_is_over() -> None:
    assert found(sign(0), sign(10, "leave"), sign(100)) == (10, {})


def test_elsewhere_is_not_here() -> None:
    assert found(sign(0), sign(60, course=None), sign(300)) == (60, {})


def test_a_video_is_watched_as_long_as_the_server_saw_it_run() -> None:
    assert found(play(0), play(1200, "pause")) == (1200, {"gap": 1})


def test_a_video_is_not_watched_longer_than_it_lasts() -> None:
    assert found(play(0, length=700), play(1200, "pause")) == (700, {"gap": 1, "beyond_video": 1})
    assert found(play(0, length=None), play(1200, "pause")) == (600, {"gap": 1, "beyond_video": 1})


def test_jumps_add_nothing() -> None:
    assert found(play(0), play(500, "seek"), play(1200, "pause")) == (1200, {"gap": 1})


def test_a_start_without_a_stop_and_a_stop_without_a_start() -> None:
    assert found(play(0), sign(3000)) == (0, {"gap": 1, "unpaired": 1})
    assert found(play(3000, "pause")) == (0, {"unpaired": 1})
    assert found(play(0), play(1000), play(2000, "pause")) == (1000, {"gap": 2, "unpaired": 1})


def test_who_shows_up_elsewhere_watches_no_longer() -> None:
    assert found(play(0), sign(900, course=2), play(1200, "pause")) == (900, {"gap": 1, "unpaired": 1})


def test_a_sign_that_comes_twice_is_one() -> None:
    assert found(sign(0), sign(0), sign(60)) == (60, {"repeated": 1})


def test_a_sign_out_of_order_is_passed_over() -> None:
    assert found(sign(60), sign(0), sign(120)) == (60, {"out_of_order": 1})


def test_no_more_than_so_many_videos_run_at_once() -> None:
    started = [Trace(at(number), "play", 1, "s", str(number), 1800) for number in range(40)]
    assert found(*started)[1] == {"unpaired": 40}


TRACES = st.lists(
    st.builds(
        Trace,
        st.integers(0, 20_000).map(at),
        st.sampled_from(["page", "play", "seek", "pause", "act", "leave"]),
        st.sampled_from([None, 1, 2]),
        st.sampled_from(["s", "t"]),
        st.sampled_from(["v", "w"]),
        st.sampled_from([None, 60, 1800]),
    ),
    max_size=40,
)


@given(TRACES)
def test_never_more_than_passed_between_the_first_sign_and_the_last(traces: list[Trace]) -> None:
    traces.sort(key=lambda trace: trace.at)
    by_course: dict[str, list[Any]] = {"1": [], "2": []}
    for span in spans(traces, POLICY):
        if not span.reason:
            by_course[str(span.course)].append(span.interval)
    counted = allocate(by_course, POLICY)
    passed = traces[-1].at - traces[0].at if traces else timedelta()
    assert sum(map(learning_duration, counted.values())) <= passed.total_seconds()
    assert all(traces[0].at <= start and end <= traces[-1].at for own in by_course.values() for start, end in own)


@given(TRACES)
def test_the_same_lines_twice_are_the_same_time(traces: list[Trace]) -> None:
    def time(some: list[Trace]) -> list[Any]:
        walked = spans(sorted(some, key=lambda trace: trace.at), POLICY)
        return unite(span.interval for span in walked if not span.reason and span.course == 1)

    distinct = list({trace.at: trace for trace in traces}.values())
    assert time([one for trace in distinct for one in (trace, trace)]) == time(distinct)


SPANS = st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)).map(sorted), max_size=12)


@given(SPANS, SPANS)
def test_what_is_taken_away_and_what_is_left_are_the_whole(some: list[list[int]], known: list[list[int]]) -> None:
    def seconds(intervals: Any) -> set[int]:
        return {second for start, end in intervals for second in range(start, end)}

    def relative(intervals: Any) -> list[tuple[int, int]]:
        return [(int((a - BEGUN).total_seconds()), int((b - BEGUN).total_seconds())) for a, b in intervals]

    first, second = ([(at(a), at(b)) for a, b in each] for each in (some, known))
    assert seconds(relative(subtract(first, second))) == seconds(some) - seconds(known)
    assert seconds(relative(overlap(first, second))) == seconds(some) & seconds(known)


def test_a_span_says_whether_it_counts() -> None:
    assert list(spans([sign(0), sign(601)], POLICY)) == [Span(1, (at(0), at(601)), "gap")]
