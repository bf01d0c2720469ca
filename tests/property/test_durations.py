"""Laws of 3.9 and R7, and two oracles that compute the same rules instant by instant on a grid."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from cadretrain_reports.rules.durations import (
    Beat,
    Interval,
    StudyPolicy,
    allocate,
    clip,
    credited_intervals,
    learning_duration,
    span_reason,
    unite,
)

EPOCH = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
TICK = timedelta(milliseconds=250)
TICKS_PER_SECOND = 4
GRID = 160
WALL_ZONES = [UTC, ZoneInfo("Asia/Shanghai"), ZoneInfo("America/Chicago")]


def lasting(intervals: list[Interval]) -> timedelta:
    return sum((end - start for start, end in intervals), timedelta())


def assert_canonical(intervals: list[Interval]) -> None:
    """Sorted, disjoint, not even touching, none empty."""
    assert all(start < end for start, end in intervals)
    assert all(before[1] < after[0] for before, after in pairwise(intervals))


def flat(by_course: dict[str, list[Interval]]) -> list[Interval]:
    return [interval for intervals in by_course.values() for interval in intervals]


def ticks_of(intervals: list[Interval], start: datetime, tick: timedelta) -> set[int]:
    """Return the grid cells that intervals cover; their edges must lie on the grid."""
    cells: set[int] = set()
    for begin, end in intervals:
        first, off_grid = divmod(begin - start, tick)
        last, off_grid_too = divmod(end - start, tick)
        assert not off_grid
        assert not off_grid_too
        cells.update(range(first, last))
    return cells


@st.composite
def small_policies(draw: st.DrawFn) -> StudyPolicy:
    """Policies in whole seconds, small enough that every clause bites on the grid."""
    return StudyPolicy(period_s=1, grace_s=draw(st.integers(1, 6)), idle_after_s=draw(st.integers(1, 9)), daily_cap_s=5)


@st.composite
def session_beats(draw: st.DrawFn, session: str) -> list[Beat]:
    """Beats of one page: steps that often hit an edge of the policy exactly, or miss it by one tick."""
    tick, beats = draw(st.integers(0, GRID // 2)), []
    for _ in range(draw(st.integers(0, 12))):
        at = (EPOCH + tick * TICK).astimezone(draw(st.sampled_from(WALL_ZONES)))
        visible, active = draw(st.sampled_from([True, True, True, False])), draw(st.integers(0, 3)) == 0
        beats.append(Beat(at, session, visible, active))
        tick += draw(st.sampled_from([0, 1, 3, 4, 4, 5, 8, 8, 9, 12, 16, 17, 24, 25]))
    return [beat for beat in beats if beat.at <= EPOCH + GRID * TICK]


streams = st.tuples(*(session_beats(session) for session in "abc")).map(
    lambda sessions: [beat for beats in sessions for beat in beats]
)
intervals_on_grid = st.lists(
    st.tuples(st.integers(0, GRID), st.integers(0, 20)).map(
        lambda pair: (EPOCH + pair[0] * TICK, EPOCH + (pair[0] + pair[1]) * TICK)
    ),
    max_size=8,
)


def credited_ticks(beats: list[Beat], policy: StudyPolicy) -> set[int]:
    """The rule of 3.9 asked of every cell of the grid: is there a session in which this moment counts?"""
    stamped = [((beat.at - EPOCH) // TICK, beat) for beat in beats]
    grace, idle = policy.grace_s * TICKS_PER_SECOND, policy.idle_after_s * TICKS_PER_SECOND

    def counts(cell: int, session: str) -> bool:
        own = [(tick, beat) for tick, beat in stamped if beat.session == session]
        before, after = [tick for tick, _ in own if tick <= cell], [tick for tick, _ in own if tick > cell]
        if not before or not after or min(after) - max(before) > grace:
            return False
        seen = all(beat.visible for tick, beat in own if tick == min(after))
        return seen and any(beat.active and 0 <= min(after) - tick <= idle for tick, beat in own)

    return {cell for cell in range(GRID) if any(counts(cell, session) for session in "abc")}


@given(streams, small_policies())
def test_credited_intervals_agree_with_the_oracle(beats: list[Beat], policy: StudyPolicy) -> None:
    counted = credited_intervals(beats, policy)
    assert_canonical(counted)
    assert ticks_of(counted, EPOCH, TICK) == credited_ticks(beats, policy)


@given(streams, small_policies())
def test_the_server_s_single_step_taken_beat_by_beat_gives_the_same(beats: list[Beat], policy: StudyPolicy) -> None:
    counted: list[Interval] = []
    previous_at: dict[str, datetime] = {}
    last_active_at: dict[str, datetime] = {}
    arrivals = sorted({(beat.at, beat.session): beat for beat in beats}.values(), key=lambda beat: beat.at)
    for beat in arrivals:
        if beat.active:
            last_active_at[beat.session] = beat.at
        if before := previous_at.get(beat.session):
            last_active = last_active_at.get(beat.session)
            if span_reason(before, beat.at, beat.visible, last_active, policy) is None:
                counted.append((before, beat.at))
        previous_at[beat.session] = beat.at
    assert unite(counted) == credited_intervals(arrivals, policy)


@given(streams, small_policies())
def test_the_union_never_exceeds_the_wall_clock(beats: list[Beat], policy: StudyPolicy) -> None:
    counted = credited_intervals(beats, policy)
    if counted:
        first, last = min(beat.at for beat in beats), max(beat.at for beat in beats)
        assert first <= counted[0][0]
        assert counted[-1][1] <= last
        assert learning_duration(counted) <= (last - first).total_seconds()


@given(streams.flatmap(lambda beats: st.tuples(st.just(beats), st.permutations(beats))), small_policies())
def test_order_and_repetition_do_not_matter(versions: tuple[list[Beat], list[Beat]], policy: StudyPolicy) -> None:
    beats, shuffled = versions
    assert credited_intervals(iter([*shuffled, *beats]), policy) == credited_intervals(beats, policy)


@given(streams, session_beats("d"), small_policies())
def test_beats_of_another_session_take_nothing_away(beats: list[Beat], others: list[Beat], policy: StudyPolicy) -> None:
    alone, together = credited_intervals(beats, policy), credited_intervals([*beats, *others], policy)
    assert unite([*alone, *together]) == together


@given(streams, small_policies())
def test_sessions_are_independent(beats: list[Beat], policy: StudyPolicy) -> None:
    apart = [credited_intervals([b for b in beats if b.session == name], policy) for name in "abc"]
    assert unite(span for counted in apart for span in counted) == credited_intervals(beats, policy)


@given(streams, small_policies(), st.integers(-(10**12), 10**12))
def test_only_differences_of_time_matter(beats: list[Beat], policy: StudyPolicy, microseconds: int) -> None:
    shift = timedelta(microseconds=microseconds)
    moved = [Beat(b.at.astimezone(UTC) + shift, b.session, b.visible, b.active) for b in beats]
    there = [(start + shift, end + shift) for start, end in credited_intervals(beats, policy)]
    assert credited_intervals(moved, policy) == there


@given(intervals_on_grid)
def test_uniting_covers_the_same_cells_and_is_done_once(intervals: list[Interval]) -> None:
    united = unite(intervals)
    assert_canonical(united)
    assert unite(united) == united
    assert ticks_of(united, EPOCH, TICK) == ticks_of(intervals, EPOCH, TICK)
    assert learning_duration(intervals) == len(ticks_of(intervals, EPOCH, TICK)) // TICKS_PER_SECOND


@given(intervals_on_grid, st.lists(st.integers(-10, GRID + 30), min_size=3, max_size=3).map(sorted))
def test_neighbouring_clips_add_up(intervals: list[Interval], cuts: list[int]) -> None:
    start, middle, end = (EPOCH + cut * TICK for cut in cuts)
    whole, left, right = (
        clip(intervals, start, end),
        clip(intervals, start, middle),
        clip(intervals, middle, end),
    )
    assert lasting(left) + lasting(right) == lasting(whole)
    assert unite([*left, *right]) == whole
    within = set(range(cuts[0], cuts[2]))
    assert ticks_of(whole, EPOCH, TICK) == ticks_of(intervals, EPOCH, TICK) & within


# R7, over days: half-hour cells around changes of the clocks. No zone here changes over midnight itself, so
# the oracle may simply read the date on the wall.
CELL = timedelta(minutes=30)
CELLS = 4 * 48
PLACES = {
    "Asia/Shanghai": datetime(2026, 3, 1, tzinfo=UTC),
    "Europe/Berlin": datetime(2026, 3, 28, tzinfo=UTC),
    "America/Chicago": datetime(2026, 10, 31, tzinfo=UTC),
    "America/Sao_Paulo": datetime(2018, 11, 3, tzinfo=UTC),
    "America/Havana": datetime(2025, 11, 1, tzinfo=UTC),
    "Australia/Lord_Howe": datetime(2026, 4, 4, tzinfo=UTC),
}
Spans = dict[str, list[tuple[int, int]]]
spans_of_courses: st.SearchStrategy[Spans] = st.dictionaries(
    st.sampled_from(["I/A", "I/B", "I/a", "课"]),
    st.lists(st.tuples(st.integers(0, CELLS - 40), st.integers(0, 40)), max_size=7),
    max_size=4,
)


@st.composite
def day_policies(draw: st.DrawFn) -> StudyPolicy:
    cells = draw(st.one_of(st.integers(1, 20), st.integers(20, 60)))
    return StudyPolicy(daily_cap_s=cells * 1800, time_zone=draw(st.sampled_from(sorted(PLACES))))


def placed(spans: Spans, policy: StudyPolicy) -> dict[str, list[Interval]]:
    start = PLACES[policy.time_zone]
    return {
        course: [(start + first * CELL, start + (first + length) * CELL) for first, length in pairs]
        for course, pairs in spans.items()
    }


def allocated_cells(spans: Spans, policy: StudyPolicy) -> dict[str, set[int]]:
    """R7 asked of every cell in turn: whose run of cells began first, and is there room in its day?"""
    claimed = {
        course: {cell for first, length in pairs for cell in range(first, first + length)}
        for course, pairs in spans.items()
    }
    used: dict[date, int] = {}
    result: dict[str, set[int]] = {course: set() for course in spans}
    for cell in range(CELLS):
        claims = []
        for course, cells in claimed.items():
            began = cell
            while began in cells:
                began -= 1
            if began < cell:
                claims.append((began, course))
        day = (PLACES[policy.time_zone] + cell * CELL).astimezone(ZoneInfo(policy.time_zone)).date()
        if claims and used.get(day, 0) < policy.daily_cap_s // 1800:
            used[day] = used.get(day, 0) + 1
            result[min(claims)[1]].add(cell)
    return result


@given(spans_of_courses, day_policies())
def test_allocate_agrees_with_the_oracle(spans: Spans, policy: StudyPolicy) -> None:
    given_out = allocate(placed(spans, policy), policy)
    for intervals in given_out.values():
        assert_canonical(intervals)
    start = PLACES[policy.time_zone]
    cells = {course: ticks_of(intervals, start, CELL) for course, intervals in given_out.items()}
    assert cells == allocated_cells(spans, policy)


@given(spans_of_courses, day_policies())
def test_allocated_time_is_disjoint_and_was_claimed(spans: Spans, policy: StudyPolicy) -> None:
    claims = placed(spans, policy)
    given_out = allocate(claims, policy)
    assert list(given_out) == list(claims)
    for course, intervals in given_out.items():
        assert unite([*claims[course], *intervals]) == unite(claims[course])
    everything = flat(given_out)
    assert lasting(unite(everything)) == lasting(everything)


@given(spans_of_courses, day_policies())
def test_no_local_day_holds_more_than_the_cap(spans: Spans, policy: StudyPolicy) -> None:
    zone, used = ZoneInfo(policy.time_zone), dict[date, timedelta]()
    for intervals in allocate(placed(spans, policy), policy).values():
        for start, end in intervals:
            for cell in range((end - start) // CELL):
                day = (start + cell * CELL).astimezone(zone).date()
                used[day] = used.get(day, timedelta()) + CELL
    assert all(total <= policy.daily_cap for total in used.values())


@given(spans_of_courses, day_policies())
def test_allocating_twice_changes_nothing(spans: Spans, policy: StudyPolicy) -> None:
    once = allocate(placed(spans, policy), policy)
    assert allocate(once, policy) == once


@given(spans_of_courses, day_policies())
def test_a_cap_that_never_bites_loses_no_time(spans: Spans, policy: StudyPolicy) -> None:
    claims = placed(spans, policy)
    given_out = allocate(claims, StudyPolicy(daily_cap_s=26 * 3600, time_zone=policy.time_zone))
    assert unite(flat(given_out)) == unite(flat(claims))


@given(spans_of_courses, st.integers(1, 10**11))
def test_the_cap_cuts_at_any_microsecond(spans: Spans, microseconds: int) -> None:
    cap = timedelta(microseconds=microseconds)
    policy = StudyPolicy(daily_cap_s=cap.total_seconds())  # type: ignore[arg-type]
    claims = placed(spans, policy)
    uncapped, capped = flat(allocate(claims, StudyPolicy(daily_cap_s=10**6))), flat(allocate(claims, policy))
    for day in range(-1, 6):
        midnight = datetime(2026, 3, 1, tzinfo=policy.zone).astimezone(UTC) + timedelta(days=day)
        edges = midnight, midnight + timedelta(days=1)
        assert lasting(clip(capped, *edges)) == min(cap, lasting(clip(uncapped, *edges)))
