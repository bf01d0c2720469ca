"""One page's run, beat by beat."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cadretrain_reports.rules.durations import IntervalError, StudyPolicy
from cadretrain_reports.rules.runs import Run, Signs, Step, beat_at, extended, opened

START = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
POLICY = StudyPolicy(presence_every_s=90, presence_wait_s=30)
SEEN = Signs(visible=True, active=True)


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def walked(run: Run, *beats: tuple[float, Signs]) -> list[Step]:
    steps = []
    for seconds, signs in beats:
        steps.append(extended(run, after(seconds), signs, POLICY))
        run = steps[-1].run
    return steps


def test_what_counts_moves_the_end() -> None:
    (step,) = walked(opened(START, SEEN), (30, SEEN))
    assert step == Step(Run(START, after(30), after(30), START, START))


def test_a_break_puts_aside_what_was_counted_and_says_what_is_lost() -> None:
    steps = walked(opened(START, SEEN), (30, SEEN), (60, Signs(visible=False, active=False)))
    assert steps[-1] == Step(
        Run(after(60), after(60), after(30), START, START), (START, after(30)), (after(30), after(60)), "hidden"
    )


def test_nothing_is_put_aside_where_nothing_had_counted() -> None:
    (step,) = walked(opened(START, SEEN), (61, SEEN))
    assert (step.aside, step.reason) == (None, "gap")


def test_unconfirmed_presence_ends_after_the_wait() -> None:
    steps = walked(opened(START, SEEN), *((seconds, SEEN) for seconds in (30, 60, 90, 120, 150)))
    assert [step.reason for step in steps] == [None, None, None, None, "absent"]


def test_presence_counts_from_when_it_is_confirmed() -> None:
    here = Signs(visible=True, active=True, present=True)
    steps = walked(opened(START, SEEN), *((30 * n, SEEN) for n in range(1, 6)), (180, here), (210, SEEN))
    assert [step.reason for step in steps[4:]] == ["absent", None, None]


def test_nobody_is_asked_by_default() -> None:
    run = opened(START, SEEN)
    for n in range(1, 300):
        step = extended(run, after(30 * n), SEEN, StudyPolicy())
        assert step.reason is None
        run = step.run


def test_time_does_not_run_backwards() -> None:
    with pytest.raises(IntervalError):
        extended(opened(START, SEEN), after(-1), SEEN, POLICY)


@pytest.mark.parametrize(
    ("age", "at"),
    [(0, 100), (40, 60), (90, 50), (10**6, 50), (-30, 100)],
    ids=["live", "late", "old", "all", "ahead"],
)
def test_a_late_beat_lies_between_the_last_receipt_and_this_one(age: int, at: int) -> None:
    run = Run(START, after(50), None, START, live_at=after(50))
    assert beat_at(run, after(100), timedelta(seconds=age)) == after(at)
