"""Fields that contradict each other make no record."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from cadretrain_reports.rules.records import Record, from_payload, to_payload
from cadretrain_reports.rules.values import RecordError
from tests.reports.rules.samples import ANNUAL, ASSESSED, CORRECTED, REVERSED, STUDY, TRANSFER


@pytest.mark.parametrize("record", [ASSESSED, REVERSED, CORRECTED, ANNUAL])
def test_there_and_back(record: Record) -> None:
    assert from_payload(to_payload(record)) == record


@pytest.mark.parametrize(
    ("record", "change", "field"),
    [
        (STUDY, {"studied_until": "2026-02-01T00:00:00Z"}, "studied_until"),
        (TRANSFER, {"to_unit": "U-01"}, "to_unit"),
        (CORRECTED, {"ended_at": CORRECTED.started_at}, "ended_at"),
        (ASSESSED, {"replaces": 2}, "replaces"),
        (ASSESSED, {"passed": False}, "passed"),
        (ASSESSED, {"score": "59.5"}, "passed"),
        (ASSESSED, {"score": "59.50", "passed": False}, "score"),
        (ASSESSED, {"attempt": 0}, "attempt"),
        (ASSESSED, {"pass_mark": 101}, "pass_mark"),
        (ANNUAL, {"result": "good"}, "result"),
        (ANNUAL, {"done_hours": "42.7"}, "done_hours"),
        (REVERSED, {"reason": " "}, "reason"),
    ],
)
def test_contradictions(record: Any, change: dict[str, Any], field: str) -> None:
    with pytest.raises(RecordError) as error:
        to_payload(replace(record, **change))
    assert error.value.field == field


def test_a_verdict_without_score_stands_by_itself() -> None:
    assert from_payload(to_payload(replace(ASSESSED, score="", passed=False)))
