"""One page's run, message by message."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cadretrain_reports.rules.durations import IntervalError, StudyPolicy
from cadretrain_reports.rules.runs import (
    Aside,
    Heard,
    Run,
    Signs,
    Taken,
    asks_presence,
    beat_at,
    extended,
    opened,
    taken,
)

START = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
POLICY = StudyPolicy(presence_every_s=90, presence_wait_s=30, late_window_s=300)
SEEN = Signs(visible=True, active=True)
HIDDEN = Signs(visible=False, active=False)
HERE = Signs(visible=True, active=True, present=True)
OPEN = opened(START, Heard(SEEN))


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def late(*ages: int, signs: Signs = SEEN) -> tuple[tuple[timedelta, Signs], ...]:
    return tuple((timedelta(seconds=age), signs) for age in ages)


def walked(run: Run, *messages: tuple[float, Heard | Signs], policy: StudyPolicy = POLICY) -> list[Taken]:
    steps = []
    for seconds, said in messages:
        heard = said if isinstance(said, Heard) else Heard(said)
        steps.append(taken(run, heard, after(seconds), policy))
        run = steps[-1].run
    return steps


def reasons(steps: list[Taken]) -> list[str | None]:
    return [step.reason for step in steps]


def spans(step: Taken) -> list[tuple[float, float, str]]:
    """Return what a message lost, in seconds since the opening."""
    lost = [(start - START, end - START, reason) for (start, end), reason in step.lost]
    return [(start.total_seconds(), end.total_seconds(), reason) for start, end, reason in lost]


def test_the_first_message_opens_and_counts_nothing() -> None:
    assert Run(START, START, START, START, START) == OPEN
    assert opened(START, Heard(HIDDEN, leaving=True)) == Run(START, START, None, START, START, left=True)


def test_what_counts_moves_the_end() -> None:
    (step,) = walked(OPEN, (30, SEEN))
    assert step == Taken(Run(START, after(30), after(30), START, after(30)), (), (), None)


def test_a_break_puts_aside_what_was_counted_and_says_what_is_lost() -> None:
    last = walked(OPEN, (30, SEEN), (60, HIDDEN))[-1]
    assert last.run == Run(after(60), after(60), after(30), START, after(60))
    assert (last.asides, last.reason) == ((Aside(START, after(30), late=False),), "hidden")
    assert spans(last) == [(30, 60, "hidden")]


def test_nothing_is_put_aside_where_nothing_had_counted() -> None:
    (step,) = walked(OPEN, (61, SEEN))
    assert (step.asides, step.reason, spans(step)) == ((), "gap", [(0, 61, "gap")])


def test_time_does_not_run_backwards_within_a_step() -> None:
    with pytest.raises(IntervalError):
        extended(OPEN, after(-1), SEEN, POLICY)


# Late beats (R7).


@pytest.mark.parametrize(
    ("age", "at"),
    [(0, 100), (40, 60), (90, 50), (10**6, 50), (-30, 100)],
    ids=["live", "late", "old", "all", "ahead"],
)
def test_a_late_beat_lies_between_the_last_receipt_and_this_one(age: int, at: int) -> None:
    run = Run(START, after(50), None, START, live_at=after(50))
    assert beat_at(run, after(100), timedelta(seconds=age)) == after(at)


def test_late_beats_fill_the_time_without_a_network() -> None:
    (step,) = walked(OPEN, (150, Heard(HERE, late(120, 90, 60, 30, signs=HERE))))
    assert (step.reason, step.lost) == (None, ())
    assert step.run == Run(START, after(150), after(150), after(150), after(150), late=True)


def test_late_beats_say_what_the_page_was_then() -> None:
    beats = (*late(120), *late(90, signs=HIDDEN), *late(60, 30))
    (step,) = walked(OPEN, (150, Heard(SEEN, beats)))
    assert (step.reason, spans(step)) == (None, [(30, 60, "hidden")])
    assert step.asides == (Aside(START, after(30), late=True),)
    assert (step.run.start_at, step.run.late) == (after(60), True)


def test_what_was_sent_in_time_is_not_marked_late() -> None:
    steps = walked(OPEN, (30, SEEN), (130, Heard(SEEN, late(30))), (160, SEEN))
    assert steps[1].asides == (Aside(START, after(30), late=False),)
    assert [step.run.late for step in steps] == [False, False, False]


def test_the_same_message_again_adds_nothing_before_it() -> None:
    message = Heard(SEEN, late(60, 30))
    first, again = walked(OPEN, (90, message), (90, message))
    assert (again.run, again.reason, again.lost) == (first.run, "repeat", ())
    (later,) = walked(first.run, (95, Heard(SEEN, late(65, 35, 5))))
    assert (later.run.start_at, later.run.end_at, later.reason) == (START, after(95), None)


def test_no_age_reaches_before_the_last_receipt() -> None:
    steps = walked(OPEN, (30, HIDDEN), (60, Heard(SEEN, late(250, 200, 40))))
    assert steps[-1].run.start_at == after(30)


def test_a_beat_that_is_too_old_is_refused_and_says_nothing() -> None:
    (step,) = walked(OPEN, (400, Heard(SEEN, late(350, 300, 250, 200, 150, 100, 50))))
    assert spans(step) == [(0, 50, "too_late")]
    assert (step.run.start_at, step.run.end_at, step.run.last_active_at) == (after(50), after(400), after(400))
    policy = replace(POLICY, idle_after_s=60)
    (step,) = walked(
        OPEN, (400, Heard(Signs(True, False), late(301) + late(270, signs=Signs(True, False)))), policy=policy
    )
    assert spans(step)[:2] == [(0, 99, "too_late"), (99, 130, "idle")]


# Presence.


def test_who_is_asked_and_does_not_answer_stops_counting_after_the_wait() -> None:
    steps = walked(OPEN, *((30 * n, SEEN) for n in range(1, 7)))
    assert [asks_presence(step.run, POLICY) for step in steps] == [False, False, True, True, True, True]
    assert reasons(steps) == [None, None, None, None, "absent", "absent"]


def test_presence_counts_from_when_it_is_confirmed() -> None:
    steps = walked(OPEN, *((30 * n, SEEN) for n in range(1, 6)), (180, HERE), (210, SEEN))
    assert reasons(steps[4:]) == ["absent", None, None]
    assert not asks_presence(steps[-1].run, POLICY)


def test_the_wait_begins_with_the_answer_that_asks() -> None:
    steps = walked(OPEN, (60, SEEN), (115, SEEN), (145, SEEN), (146, SEEN))
    assert reasons(steps) == [None, None, None, "absent"]


def test_who_could_not_be_asked_was_not_absent() -> None:
    beats = late(*range(240, 0, -30))
    back, answered = walked(OPEN, (270, Heard(SEEN, beats)), (300, HERE))
    assert (back.reason, back.lost, asks_presence(back.run, POLICY)) == (None, (), True)
    assert answered.reason is None


def test_who_was_asked_does_not_escape_by_going_offline() -> None:
    steps = walked(OPEN, (60, SEEN), (90, SEEN), (210, Heard(SEEN, late(90, 60, 30))))
    assert spans(steps[-1]) == [(120, 150, "absent"), (150, 180, "absent"), (180, 210, "absent")]


def test_nobody_is_asked_by_default() -> None:
    steps = walked(OPEN, *((30 * n, SEEN) for n in range(1, 300)), policy=StudyPolicy())
    assert set(reasons(steps)) == {None}


# The server's clock.


def test_time_in_which_the_clock_lies_behind_is_lost() -> None:
    steps = walked(OPEN, (60, SEEN), (20, SEEN), (50, SEEN), (80, SEEN))
    assert reasons(steps) == [None, "clock", "clock", None]
    assert [spans(step) for step in steps] == [[], [], [(20, 50, "clock")], [(50, 60, "clock")]]
    assert (steps[-1].run.start_at, steps[-1].run.end_at) == (START, after(80))


# Which pages are left.


def test_a_page_that_was_left_is_there_again_when_it_comes_back() -> None:
    left, back = walked(OPEN, (30, Heard(SEEN, leaving=True)), (40, SEEN))
    assert left.run.left
    assert not back.run.left
