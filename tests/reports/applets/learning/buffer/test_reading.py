"""What is held and not stored yet is seen at once by whoever asks for durations."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from cadretrain_reports.applets.learning.buffer import reading
from cadretrain_reports.applets.learning.buffer.connection import is_configured
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.rules.runs import Signs
from cadretrain_reports.workflows.flushing import flush_beats
from tests import factories
from tests.conftest import NEW_YEAR

pytestmark = pytest.mark.django_db

HIDDEN = Signs(visible=False, active=False)


def spans(found: list[reading.HeldRun]) -> list[tuple[datetime, datetime]]:
    return [(start, end) for _trainee, _course, _code, start, end in found]


def seconds(*ends: int) -> tuple[datetime, ...]:
    return tuple(NEW_YEAR + timedelta(seconds=end) for end in ends)


@pytest.mark.usefixtures("beat_buffer")
def test_the_runs_of_a_page_with_those_put_aside(
    at_new_year: SimulatedClock, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    account, version = factories.trainee(), factories.released()
    page = factories.learn(account, at_new_year, 60)
    at_new_year.advance(30)
    page.beat(HIDDEN)
    at_new_year.advance(30)
    page.beat()
    page.learn(30)
    found = sorted(reading.held_runs([account.pk]))
    assert {run[:3] for run in found} == {(account.pk, version.course_id, "C1")}
    assert spans(found) == [seconds(0, 60), seconds(90, 150)]
    with django_capture_on_commit_callbacks(execute=True):
        assert flush_beats() == 1
    assert list(reading.held_runs([account.pk])) == []


@pytest.mark.usefixtures("beat_buffer")
def test_of_those_alone_who_are_asked_for(at_new_year: SimulatedClock) -> None:
    account, other = factories.trainee(), factories.trainee()
    factories.released()
    factories.learn(account, at_new_year, 60)
    assert list(reading.held_runs([other.pk])) == list(reading.held_runs([])) == []


def test_without_a_buffer_no_question_is_asked(at_new_year: SimulatedClock, django_assert_num_queries: object) -> None:
    account = factories.trainee()
    factories.released()
    factories.learn(account, at_new_year, 60)
    assert not is_configured()
    with django_assert_num_queries(0):
        assert list(reading.held_runs([account.pk])) == []
