from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadretrain_reports.demo import visits
from cadretrain_reports.demo.catalogue import COURSES
from cadretrain_reports.demo.visits import Habit, PlannedBeat, Sitting, moments, sittings_of
from cadretrain_reports.rules.durations import Beat, StudyPolicy, allocate, credited_intervals, learning_duration
from cadretrain_reports.rules.periods import PeriodRule, period_by_label

POLICY = StudyPolicy()
PERIOD = period_by_label(2025, PeriodRule())
EPOCH = datetime(2025, 3, 1, tzinfo=UTC)
DURATIONS = {course.as_unit(2025).course_run: course.course_duration for course in COURSES}
COMPLETING = [visits._straight, visits._hidden, visits._idle, visits._gap]


def counted(beats: tuple[PlannedBeat, ...]) -> int:
    said = [Beat(EPOCH + timedelta(seconds=b.after), "page", b.visible, b.active) for b in beats]
    return learning_duration(credited_intervals(said, POLICY))


@pytest.mark.parametrize("habit", COMPLETING)
@given(st.integers(300, 4000), st.integers())
def test_habits_that_complete_a_course_do_so_with_the_last_beat(habit: Habit, seconds: int, seed: int) -> None:
    beats = habit(seconds, Random(seed))
    assert counted(beats) == seconds
    assert counted(beats[:-1]) < seconds


@given(st.integers(300, 4000), st.integers())
def test_stopping_half_way_leaves_a_course_unfinished(seconds: int, seed: int) -> None:
    assert 60 <= counted(visits._half(seconds, Random(seed))) < seconds


@given(st.integers(700, 4000), st.integers())
def test_time_away_takes_longer_and_does_not_count(seconds: int, seed: int) -> None:
    for habit in (visits._hidden, visits._idle, visits._gap):
        assert habit(seconds, Random(seed))[-1].after > seconds


def all_sittings() -> list[Sitting]:
    return [sitting for trainee in range(1, 201) for sitting in sittings_of(trainee, PERIOD)]


def test_a_year_is_the_same_every_time() -> None:
    assert all_sittings() == all_sittings()


def test_two_hundred_trainees_need_at_most_twelve_thousand_beats() -> None:
    sittings = all_sittings()
    assert 400 < len(sittings) < 800
    assert 5_000 < sum(sitting.beats for sitting in sittings) <= 12_000


def test_all_study_lies_in_the_period_and_no_sittings_of_a_trainee_meet() -> None:
    for trainee in range(1, 201):
        own = list(sittings_of(trainee, PERIOD))
        assert all(PERIOD.start_at <= sitting.start < sitting.end < PERIOD.end_at for sitting in own)
        assert all(earlier.end < later.start for earlier, later in pairwise(own))


def test_every_tenth_trainee_does_not_begin() -> None:
    assert {trainee for trainee in range(1, 201) if not list(sittings_of(trainee, PERIOD))} == set(range(10, 201, 10))


def test_every_way_to_study_occurs() -> None:
    shapes: Counter[str] = Counter()
    for sitting in all_sittings():
        runs = [page.course_run for page in sitting.pages]
        beats = [beat for page in sitting.pages for beat in page.beats]
        shapes["two tabs"] += len(runs) == 2 and len(set(runs)) == 1
        shapes["two courses"] += len(set(runs)) == 2
        shapes["hidden"] += any(not beat.visible for beat in beats)
        shapes["idle"] += any(not beat.active for beat in beats)
    per_trainee: Counter[tuple[int, str]] = Counter()
    for sitting in all_sittings():
        per_trainee[sitting.trainee, sitting.pages[0].course_run] += 1
    shapes["came back"] = sum(times > 1 for times in per_trainee.values())
    assert all(shapes[shape] >= 5 for shape in ("two tabs", "two courses", "hidden", "idle", "came back"))


def test_two_pages_side_by_side_complete_both_courses() -> None:
    for sitting in all_sittings():
        if len({page.course_run for page in sitting.pages}) < 2:
            continue
        intervals = {
            page.course_run: credited_intervals(
                [Beat(sitting.start + timedelta(seconds=b.after), "s", b.visible, b.active) for b in page.beats], POLICY
            )
            for page in sitting.pages
        }
        learned = {run: learning_duration(own) for run, own in allocate(intervals, POLICY).items()}
        assert learned == {run: DURATIONS[run] for run in intervals}


def test_moments_of_several_pages_are_in_order_of_time() -> None:
    first = visits.PlannedPage("a", (PlannedBeat(0), PlannedBeat(60)))
    second = visits.PlannedPage("b", (PlannedBeat(20), PlannedBeat(60)))
    sitting = Sitting(1, EPOCH, (first, second))
    assert [(after, page) for after, page, _beat in moments(sitting)] == [(0, 0), (20, 1), (60, 0), (60, 1)]
    assert (sitting.end, sitting.beats) == (EPOCH + timedelta(seconds=60), 4)
    assert visits.in_order([Sitting(2, EPOCH, (first,)), Sitting(1, EPOCH, (first,))])[0].trainee == 1
