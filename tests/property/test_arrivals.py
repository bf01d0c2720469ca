"""Whatever a page sends, and however it comes in: no second more than passed, and the same as the pure rule (3.9, R7).

Messages of several pages arrive late, twice, in any order and aged by clocks that run wild; the server takes them one
by one as `runs.taken` says. What counts is held against the wall clock, and against `credited_intervals` over the
beats at the instants at which they were taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cadretrain_reports.rules.durations import Beat, Interval, StudyPolicy, credited_intervals, unite
from cadretrain_reports.rules.runs import Heard, Run, Signs, beat_at, opened, taken

START = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
PAGES = ("desk 1", "desk 2", "phone")

signs = st.builds(
    Signs, visible=st.sampled_from([True, True, True, False]), active=st.booleans(), present=st.booleans()
)
ages = st.one_of(st.integers(-50, 400), st.integers(-(10**6), 10**6)).map(lambda seconds: seconds * SECOND)
heard = st.builds(Heard, signs=signs, late=st.lists(st.tuples(ages, signs), max_size=5).map(tuple))
policies = st.builds(
    StudyPolicy,
    grace_s=st.integers(30, 90),
    idle_after_s=st.integers(30, 300),
    late_window_s=st.integers(60, 400),
    presence_every_s=st.sampled_from([0, 60, 200]),
    presence_wait_s=st.integers(10, 60),
)


@dataclass(frozen=True)
class Arrival:
    """A message of a page, so many seconds after the one that the server had before, whosever that was."""

    after: float
    page: str
    heard: Heard


arrivals = st.lists(
    st.builds(Arrival, after=st.integers(0, 80).map(lambda n: n * 1.3), page=st.sampled_from(PAGES), heard=heard),
    max_size=30,
)


class Store:
    """What a store of runs keeps of one trainee's pages of one course."""

    def __init__(self, policy: StudyPolicy) -> None:
        self.policy = policy
        self.runs: dict[str, Run] = {}
        self.counted: dict[str, list[Interval]] = {}
        self.lost: dict[str, list[Interval]] = {}

    def take(self, page: str, said: Heard, at: datetime) -> None:
        """Take one message in, as any worker would."""
        if page not in self.runs:
            self.runs[page], self.counted[page], self.lost[page] = opened(at, said), [], []
            return
        what = taken(self.runs[page], said, at, self.policy)
        self.runs[page] = what.run
        self.counted[page] += [(aside.start_at, aside.end_at) for aside in what.asides]
        self.lost[page] += [interval for interval, _reason in what.lost]

    def of(self, page: str) -> list[Interval]:
        """Return all that a page has counted."""
        return [*self.counted[page], (self.runs[page].start_at, self.runs[page].end_at)]

    def union(self) -> list[Interval]:
        """Return what the course is worth."""
        return unite(span for page in self.runs for span in self.of(page))


def received(arrived: list[Arrival]) -> list[tuple[datetime, Arrival]]:
    """Return each message with the server's time of its receipt."""
    at, stamped = START, []
    for arrival in arrived:
        at += arrival.after * SECOND
        stamped.append((at, arrival))
    return stamped


def lasting(intervals: list[Interval]) -> timedelta:
    return sum((end - start for start, end in intervals), timedelta())


@given(arrivals, policies)
def test_no_more_counts_than_passed(arrived: list[Arrival], policy: StudyPolicy) -> None:
    store, stamped = Store(policy), received(arrived)
    for at, arrival in stamped:
        store.take(arrival.page, arrival.heard, at)
    if stamped:
        assert lasting(store.union()) <= stamped[-1][0] - stamped[0][0]
        assert all(START <= start <= end <= stamped[-1][0] for start, end in store.union())


@given(arrivals, policies)
def test_what_counts_and_what_does_not_are_together_the_time_that_a_page_was_open(
    arrived: list[Arrival], policy: StudyPolicy
) -> None:
    store, stamped = Store(policy), received(arrived)
    for at, arrival in stamped:
        store.take(arrival.page, arrival.heard, at)
    for page in store.runs:
        own = [at for at, arrival in stamped if arrival.page == page]
        parts = [*store.of(page), *store.lost[page]]
        assert lasting(parts) == lasting(unite(parts)) == own[-1] - own[0]


@given(arrivals, policies, st.data())
def test_messages_that_come_twice_or_are_replayed_count_once(
    arrived: list[Arrival], policy: StudyPolicy, data: st.DataObject
) -> None:
    """At the same instant a message says nothing new; later it is one more sign of life, worth the time since."""
    once, twice = Store(policy), Store(policy)
    for at, arrival in received(arrived):
        once.take(arrival.page, arrival.heard, at)
        for _ in range(data.draw(st.integers(1, 3))):
            twice.take(arrival.page, arrival.heard, at)
    assert twice.union() == once.union()
    assert twice.lost == once.lost


@given(arrivals, policies, st.data())
def test_any_number_of_workers_comes_to_the_same(
    arrived: list[Arrival], policy: StudyPolicy, data: st.DataObject
) -> None:
    """Each worker takes the messages of some pages, and pages change hands with their runs."""
    whole = Store(policy)
    workers = [Store(policy) for _ in range(data.draw(st.integers(1, 5)))]
    holder: dict[str, Store] = {}
    for at, arrival in received(arrived):
        whole.take(arrival.page, arrival.heard, at)
        worker = data.draw(st.sampled_from(workers))
        before = holder.get(arrival.page)
        if before is not None and before is not worker:
            worker.runs[arrival.page] = before.runs.pop(arrival.page)
            worker.counted.setdefault(arrival.page, []).extend(before.counted.pop(arrival.page))
            worker.lost.setdefault(arrival.page, []).extend(before.lost.pop(arrival.page))
        holder[arrival.page] = worker
        worker.take(arrival.page, arrival.heard, at)
    assert unite(span for worker in workers for span in worker.union()) == whole.union()


@given(arrivals, st.integers(30, 90), st.integers(30, 300))
def test_what_counts_is_the_union_of_the_valid_spans(arrived: list[Arrival], grace_s: int, idle_s: int) -> None:
    """Without presence and a window, which the pure rule of beats does not know, both come to the same."""
    policy = StudyPolicy(grace_s=grace_s, idle_after_s=idle_s, late_window_s=10**7)
    store, beats = Store(policy), list[Beat]()
    ends: dict[str, datetime] = {}
    for at, arrival in received(arrived):
        run = store.runs.get(arrival.page)
        said = (
            [*arrival.heard.late, (timedelta(), arrival.heard.signs)] if run else [(timedelta(), arrival.heard.signs)]
        )
        for age, marks in said:
            beat_was_at = beat_at(run, at, age) if run else at
            if arrival.page not in ends or beat_was_at > ends[arrival.page]:
                beats.append(Beat(beat_was_at, arrival.page, marks.visible, marks.active))
                ends[arrival.page] = beat_was_at
        store.take(arrival.page, arrival.heard, at)
    assert store.union() == credited_intervals(beats, policy)


@given(st.lists(st.integers(1, 40), min_size=1, max_size=6), st.integers(-(10**5), 10**5))
def test_an_honest_page_loses_less_than_a_period_for_each_break(breaks: list[int], shift: int) -> None:
    """Beats every period on a clock that is ``shift`` seconds off; in each break so many of them come late."""
    policy = StudyPolicy()
    seen, sent = Signs(visible=True, active=True), START
    store = Store(policy)
    store.take("desk 1", Heard(seen), sent)
    for missed in breaks:
        page_clock = [shift + n * policy.period_s for n in range(1, missed + 1)]
        now = shift + (missed + 1) * policy.period_s
        sent += (missed + 1) * policy.period_s * SECOND
        store.take("desk 1", Heard(seen, tuple(((now - at) * SECOND, seen) for at in page_clock)), sent)
    lost = (sent - START) - lasting(store.union())
    assert lost <= len(breaks) * policy.period_s * SECOND
    assert lost == timedelta()
