"""Storing beats: one current run for each page, one row for each break."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from cadretrain_reports.applets.learning import api as learning
from cadretrain_reports.applets.learning.api import BeatOutcome, CourseStudy, Heard, Signs, StudyInterval
from tests import factories
from tests.conftest import NEW_YEAR
from tests.factories import PRESENT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("beat_store")]

HIDDEN = Signs(visible=False, active=True)
IDLE = Signs(visible=True, active=False)


@pytest.fixture
def study() -> CourseStudy:
    return learning.open_study(factories.trainee().pk, factories.draft().course_id, NEW_YEAR)


def opened(study: CourseStudy, session: str = "s", signs: Signs = PRESENT, after: float = 0) -> BeatOutcome:
    page = learning.OpenPage(study.pk, session, "block-C1")
    return learning.open_session(page, Heard(signs), lambda: NEW_YEAR + timedelta(seconds=after))


def extended(study: CourseStudy, after: float, session: str = "s", signs: Signs = PRESENT) -> Any:
    """Send a beat, which is held if there is a buffer and is stored if not."""
    page, said = (
        learning.OpenPage(study.pk, session, "block-C1"),
        (Heard(signs), lambda: NEW_YEAR + timedelta(seconds=after)),
    )
    return learning.extend_without_database(page, *said) or learning.extend_session(page, *said)


def runs() -> list[tuple[float, ...]]:
    """Return the stored runs in seconds after the opening, the current run of each session first."""
    learning.flush_all()
    rows = StudyInterval.objects.order_by("pk").values_list("start_at", "end_at")
    return [tuple((instant - NEW_YEAR).total_seconds() for instant in row) for row in rows]


def test_the_first_beat_opens_and_counts_nothing(study: CourseStudy) -> None:
    outcome = opened(study)
    assert (outcome.study, outcome.at, outcome.reason) == (study, NEW_YEAR, "first")
    assert runs() == [(0, 0)]
    assert StudyInterval.objects.get().last_active_at == NEW_YEAR


def test_without_input_nothing_is_active(study: CourseStudy) -> None:
    opened(study, signs=IDLE)
    assert extended(study, 30, signs=IDLE).reason == "idle"
    assert StudyInterval.objects.get().last_active_at is None
    assert extended(study, 60).reason is None


def test_beats_that_count_move_the_end(study: CourseStudy) -> None:
    opened(study)
    assert [extended(study, after).reason for after in (30, 60, 120)] == [None, None, None]
    assert runs() == [(0, 120)]


def test_a_break_puts_the_run_aside(study: CourseStudy) -> None:
    opened(study)
    extended(study, 30)
    assert extended(study, 91).reason == "gap"
    extended(study, 100)
    assert runs() == [(91, 100), (0, 30)]


def test_what_never_counted_is_moved(study: CourseStudy) -> None:
    opened(study)
    for after in (61, 130, 200):
        assert extended(study, after).reason == "gap"
    assert runs() == [(200, 200)]


def test_input_before_a_break_still_counts_after_it(study: CourseStudy) -> None:
    opened(study)
    extended(study, 30, signs=HIDDEN)
    extended(study, 60, signs=IDLE)
    assert runs() == [(30, 60)]
    assert StudyInterval.objects.get().last_active_at == NEW_YEAR + timedelta(seconds=30)


@pytest.mark.parametrize(("after", "reason"), [(30, "repeat"), (29, "clock"), (-5, "clock")])
def test_a_beat_that_is_not_later_counts_nothing(study: CourseStudy, after: float, reason: str) -> None:
    opened(study)
    extended(study, 30)
    assert extended(study, after, signs=HIDDEN).reason == reason
    assert runs() == [(0, 30)]


def test_sessions_do_not_touch_each_other(study: CourseStudy) -> None:
    opened(study, "a")
    opened(study, "b", after=10)
    extended(study, 40, "a")
    extended(study, 50, "b", HIDDEN)
    assert runs() == [(0, 40), (50, 50)]
    # Session names differ by case.
    assert extended(study, 60, "A") is None


def test_nothing_is_stored_without_a_transaction_of_the_caller(study: CourseStudy, beat_store: str) -> None:
    """What is held in Redis knows no transaction, and stays held."""
    opened(study)
    with transaction.atomic():
        extended(study, 30)
        transaction.set_rollback(True)
    assert runs() == [(0, 30 if beat_store == "redis" else 0)]


def test_an_interval_names_itself(study: CourseStudy) -> None:
    opened(study)
    extended(study, 30)
    assert str(StudyInterval.objects.get()) == f"{study.pk}: 2026-01-05 01:00:00 – 01:00:30"
