"""One row of a fact, whatever the order in which logs and tables tell of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from cadretrain_reports.applets.backfill import api as backfills
from cadretrain_reports.applets.backfill.models import PastFact
from tests import factories

pytestmark = pytest.mark.django_db

AT = datetime(2019, 3, 4, 1, 0, tzinfo=UTC)


@pytest.fixture
def run() -> Any:
    """Return a backfill that is under way."""
    return backfills.begin(factories.operator(), AT, AT, trial=False)


def noted(trainee: int, day: int, value: float | None, kind: str = "graded") -> backfills.Noted:
    return backfills.Noted(trainee, kind, "run", AT + timedelta(days=day), value)


@pytest.mark.parametrize("order", list(permutations([(1, 0.2), (3, 0.9), (2, 1.0)])))
def test_the_last_grade_is_kept(run: Any, order: Any) -> None:
    trainee = factories.trainee().pk
    for day, value in order:
        backfills.keep_facts(run, [noted(trainee, day, value)])
    assert PastFact.objects.get().value == 0.9


@pytest.mark.parametrize("order", list(permutations([1, 3, 2])))
def test_the_first_enrolment_is_kept(run: Any, order: Any) -> None:
    trainee = factories.trainee().pk
    for day in order:
        backfills.keep_facts(run, [noted(trainee, day, None, "enrolled")])
    assert PastFact.objects.get().at == AT + timedelta(days=1)


def test_what_is_new_is_said_and_what_is_not_is_not(run: Any) -> None:
    trainee = factories.trainee().pk
    facts = [noted(trainee, 1, 0.5), noted(trainee, 1, 0.5), noted(trainee, 0, 1.0)]
    assert backfills.keep_facts(run, facts) == [(trainee, "graded", "run")]
    assert backfills.keep_facts(run, facts) == []
    assert backfills.keep_facts(run, [noted(trainee, 2, 0.1)]) == [(trainee, "graded", "run")]


def test_a_trial_keeps_none(run: Any) -> None:
    trial = backfills.begin(factories.operator(), AT, AT, trial=True)
    assert backfills.keep_facts(trial, [noted(factories.trainee().pk, 1, 0.5)])
    assert not PastFact.objects.exists()
