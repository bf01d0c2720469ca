"""Signs wait, a page at a time, and time is kept without a second that was there before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cadretrain_reports.applets.backfill import api as backfills
from cadretrain_reports.applets.backfill import traces
from cadretrain_reports.rules.traces import Trace
from tests import factories

pytestmark = pytest.mark.django_db

AT = datetime(2019, 3, 4, 1, 0, tzinfo=UTC)


@pytest.fixture
def run() -> Any:
    """Return a backfill that is under way."""
    return backfills.begin(factories.operator(), AT, AT, trial=False)


def later(seconds: int) -> datetime:
    return AT + timedelta(seconds=seconds)


def test_signs_come_in_their_order_page_by_page(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traces, "SIZE", 2)
    first, second = factories.trainee().pk, factories.trainee().pk
    seconds = [5, 1, 1, 1, 3, 4, 1]
    signs = [Trace(later(second), "page", None, session=str(number)) for number, second in enumerate(seconds)]
    backfills.keep(run, [(first, sign) for sign in signs])
    backfills.keep(run, [(second, signs[0])])
    told = [(sign.at, sign.session) for sign in backfills.of_trainee(run, first)]
    assert told == [
        (later(1), "1"),
        (later(1), "2"),
        (later(1), "3"),
        (later(1), "6"),
        *[(later(3), "4"), (later(4), "5"), (later(5), "0")],
    ]
    assert backfills.waiting_trainees(run) == 2
    assert (backfills.next_trainee(run), backfills.next_trainee(run, first)) == (first, second)
    backfills.forget(run, first)
    assert (backfills.next_trainee(run), backfills.next_trainee(run, second)) == (second, None)


def test_only_what_is_new_is_kept(run: Any) -> None:
    trainee, course = factories.trainee().pk, factories.draft().course_id
    assert backfills.infer(run, trainee, {course: [(AT, later(60))]}) == {course: [(AT, later(60))]}
    assert backfills.infer(run, trainee, {course: [(AT, later(60))]}) == {}
    assert backfills.infer(run, trainee, {course: [(AT, later(90))]}) == {course: [(later(60), later(90))]}
    assert backfills.inferred([trainee]) == {trainee: {course: [(AT, later(60)), (later(60), later(90))]}}
    assert backfills.inferred([trainee], admitted=True) == {trainee: {}}
    run.admitted_at = AT
    run.save()
    assert backfills.inferred([trainee], admitted=True)[trainee]


def test_a_trial_keeps_none(run: Any) -> None:
    trial = backfills.begin(factories.operator(), AT, AT, trial=True)
    trainee, course = factories.trainee().pk, factories.draft().course_id
    assert backfills.infer(trial, trainee, {course: [(AT, later(60))]})
    assert backfills.inferred([trainee]) == {trainee: {}}
