"""Flushes, with processes that are killed: nothing is doubled and nothing lost."""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cadretrain_reports.applets.learning import api as learning
from cadretrain_reports.applets.learning.api import Signs, StudyInterval, UncountedTime
from cadretrain_reports.applets.learning.buffer import connection as door
from cadretrain_reports.applets.learning.buffer import store
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.workflows.flushing import flush_beats
from tests import factories
from tests.factories import Page
from tests.workers import Died, Worker, crew, together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("beat_buffer")]

HERE = f"{__package__}.acts"
HIDDEN = Signs(visible=False, active=True)


def page_with_breaks(at: SimulatedClock) -> Page:
    """Return a page with 60 s counted, 20 s hidden, then 40 s counted, all but the first 30 s held in Redis."""
    account = factories.trainee()
    factories.released(duration=3600)
    page = Page(account, "block-C1", at)
    page.learn(60, 30)
    at.advance(20)
    page.beat(HIDDEN)
    page.learn(40, 20)
    return page


def kept() -> tuple[list[float], dict[str, int]]:
    """Return the lengths of the stored runs, and the seconds that were lost by reason."""
    rows = StudyInterval.objects.order_by("pk").values_list("start_at", "end_at")
    lost = dict(UncountedTime.objects.values_list("reason", "microseconds"))
    return [(end - start).total_seconds() for start, end in rows], {why: us // 10**6 for why, us in lost.items()}


ALL = ([40, 60], {"hidden": 20})


def test_what_is_held_is_read_before_it_is_stored(at_new_year: SimulatedClock) -> None:
    page = page_with_breaks(at_new_year)
    assert kept() == ([30], {})
    study = learning.CourseStudy.objects.get(pk=page.study)
    assert learning.learned(study.trainee_id, study.course_id) == 100
    assert learning.learned_in_each(study.trainee_id) == {study.course_id: 100}


def test_a_flush_stores_all_once(at_new_year: SimulatedClock) -> None:
    page_with_breaks(at_new_year)
    assert (flush_beats(), kept()) == (1, ALL)
    assert (flush_beats(), kept(), store.waiting()) == (0, ALL, [])


def test_a_page_goes_on_after_a_flush_without_the_database(at_new_year: SimulatedClock) -> None:
    page = page_with_breaks(at_new_year)
    flush_beats()
    at_new_year.advance(30)
    with CaptureQueriesContext(connection) as queries:
        assert page.beat().reason is None
    assert list(queries) == []
    flush_beats()
    assert kept() == ([70, 60], {"hidden": 20})


def test_many_pages_are_few_statements(at_new_year: SimulatedClock) -> None:
    factories.released(duration=3600)
    pages = [Page(factories.trainee(), "block-C1", at_new_year) for _ in range(20)]
    for _sweep in range(3):
        for page in pages:
            page.beat()
        at_new_year.advance(30)
    with CaptureQueriesContext(connection) as queries:
        assert flush_beats() == 20
    statements = [query["sql"].split()[0] for query in queries]
    assert len([word for word in statements if word in ("SELECT", "INSERT", "UPDATE")]) <= 7
    assert kept()[0] == 20 * [60]


def test_killed_between_the_database_and_redis(at_new_year: SimulatedClock) -> None:
    page_with_breaks(at_new_year)
    with Worker() as worker, pytest.raises(Died):
        worker.do("call", function=f"{HERE}.die_before_acknowledging", at=at_new_year.at.isoformat())
    assert kept() == ALL
    assert len(store.waiting()) == 1
    assert (flush_beats(), kept(), store.waiting()) == (1, ALL, [])


@pytest.mark.parametrize("statements", range(1, 8))
def test_killed_in_the_middle_of_a_flush(at_new_year: SimulatedClock, statements: int) -> None:
    page_with_breaks(at_new_year)
    with Worker() as worker, suppress(Died):
        worker.do("die_after", statements=statements)
        worker.do("call", function=f"{HERE}.flush", at=at_new_year.at.isoformat())
    flush_beats()
    assert kept() == ALL


def test_two_flushes_at_once(at_new_year: SimulatedClock) -> None:
    page_with_breaks(at_new_year)
    with crew() as workers:
        together(workers, "call", {"function": f"{HERE}.flush", "at": at_new_year.at.isoformat()})
    assert (kept(), store.waiting()) == (ALL, [])


def test_a_web_process_that_is_killed_loses_nothing(at_new_year: SimulatedClock) -> None:
    page = page_with_breaks(at_new_year)
    at_new_year.advance(30)
    said = {"study": page.study, "session": page.session, "usage_key": page.usage_key}
    with Worker() as worker, pytest.raises(Died):
        worker.do("call", function=f"{HERE}.beats_until_killed", **said, at=at_new_year.at.isoformat())
    flush_beats()
    assert kept() == ([70, 60], {"hidden": 20})


def test_beats_of_one_page_from_two_processes_are_held_in_order() -> None:
    account = factories.trainee()
    factories.released()
    begun = factories.study.first_beat(account.user_id, "block-C1", "s", factories.SEEN)
    beats = {"study": begun.study, "session": "s", "usage_key": "block-C1", "times": 40}
    with crew() as workers:
        reasons = together(workers, "next_beats", {**beats, "visible": True}, {**beats, "visible": False})
    assert set(reasons[0]) <= {None, "repeat"}
    assert set(reasons[1]) <= {"hidden", "repeat"}
    flush_beats()
    rows = list(StudyInterval.objects.order_by("start_at", "end_at"))
    assert all(former.end_at <= latter.start_at for former, latter in pairwise(rows))


def test_a_redis_that_lost_everything_costs_what_was_not_flushed(at_new_year: SimulatedClock, beat_buffer: Any) -> None:
    page = page_with_breaks(at_new_year)
    flush_beats()
    page.learn(20, 20)
    beat_buffer.lose()
    at_new_year.advance(20)
    assert page.beat().reason is None
    flush_beats()
    assert kept() == ([80, 60], {"hidden": 20})


def test_without_redis_beats_go_to_the_database(
    at_new_year: SimulatedClock, beat_buffer: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """Gone in the middle and come back with what it held: both know a part, and together they know all."""
    page = page_with_breaks(at_new_year)
    beat_buffer.kill()
    try:
        with caplog.at_level(logging.WARNING, logger=door.__name__):
            for _ in range(2):
                at_new_year.advance(30)
                page.beat()
    finally:
        beat_buffer.start()
    assert [record.getMessage().split(":")[0] for record in caplog.records] == [
        "The beat buffer fails (ConnectionError)"
    ]
    door.reset()
    at_new_year.advance(30)
    assert page.beat().reason is None
    flush_beats()
    study = learning.CourseStudy.objects.get(pk=page.study)
    assert learning.learned(study.trainee_id, study.course_id) >= 100 + 30


def test_a_suspension_is_noticed_by_the_next_flush(at_new_year: SimulatedClock) -> None:
    page = page_with_breaks(at_new_year)
    people.set_status(page.account, people.Account.Status.SUSPENDED)
    flush_beats()
    at_new_year.advance(30)
    assert learning.extend_without_database(*_said(page, at_new_year)) is None


def test_a_suspension_is_noticed_without_any_flush(at_new_year: SimulatedClock) -> None:
    page = page_with_breaks(at_new_year)
    people.set_status(page.account, people.Account.Status.SUSPENDED)
    for _ in range(4):
        at_new_year.advance(30)
        if learning.extend_without_database(*_said(page, at_new_year)) is None:
            return
    pytest.fail("two minutes are over")


def _said(page: Page, at: SimulatedClock) -> Any:
    return learning.OpenPage(page.study, page.session, page.usage_key), factories.SEEN, lambda: at.at + timedelta()
