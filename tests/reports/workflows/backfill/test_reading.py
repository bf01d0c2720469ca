"""The platform's tables are read page by page, and a host without them is no fault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from cadretrain_reports.applets.backfill.models import InferredInterval, PastFact
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.compat import PastRow
from cadretrain_reports.demo import host
from cadretrain_reports.workflows.backfill import backfill, reading
from tests import factories
from tests.tracking_logs import BEGUN, RUN, unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def tables(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[PastRow]]:
    """Return what the host's tables hold; one that is not named it does not have."""
    held: dict[str, list[PastRow]] = {}

    def past_rows(table: str, course_runs: Any, after: int, size: int) -> list[PastRow] | None:
        assert course_runs == {RUN}
        return [row for row in held[table] if row.pk > after][:size] if table in held else None

    monkeypatch.setattr(host, "past_rows", past_rows, raising=False)
    monkeypatch.setattr(reading, "SIZE", 2)
    return held


def test_completions_are_signs_and_facts_grades_and_enrolments_facts_alone(
    at_new_year: SimulatedClock, operator: Any, marked: Callable[..., Any], tables: dict[str, list[PastRow]]
) -> None:
    account = factories.trainee()
    marked()

    def row(pk: int, seconds: int, subject: str, value: float | None, user: int = account.user_id) -> PastRow:
        return PastRow(pk, user, RUN, subject, BEGUN + timedelta(seconds=seconds), value)

    tables["completions"] = [
        row(1, 0, unit(1), 0.5),
        row(2, 100, unit(9), 1.0),
        row(3, 300, unit(1), 1.0),
        row(4, 9_000, unit(1), 1.0, user=999_999),
    ]
    tables["enrolments"] = [row(1, -9_000, RUN, None)]
    tables["course_grades"] = [row(1, 400, RUN, 0.8)]
    report = backfill(operator, [])
    assert {key: count for key, count in report.counts.items() if count} == {
        "rows": 6,
        "table.missing": 1,
        "event.course": 2,
        "event.unmarked": 1,
        "event.fact": 2,
        "event.unknown_user": 1,
        "facts": 4,
        "trainees": 1,
        "studies": 1,
        "intervals": 1,
        "seconds": 300,
        "year.2019": 300,
    }
    kept = PastFact.objects.order_by("kind", "subject").values_list("kind", "subject", "value")
    assert sorted(kept, key=str) == sorted(
        [("completed", unit(1), 1.0), ("completed", unit(9), 1.0), ("enrolled", RUN, None), ("graded", RUN, 0.8)],
        key=str,
    )
    before = list(InferredInterval.objects.values_list())
    assert {key for key, count in backfill(operator, []).counts.items() if count} == {"table.missing"}
    assert list(InferredInterval.objects.values_list()) == before


def test_they_may_be_left_out(operator: Any, tables: dict[str, list[PastRow]]) -> None:
    assert not any(backfill(operator, [], tables=False).counts.values())
