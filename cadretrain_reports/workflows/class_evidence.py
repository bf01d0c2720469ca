"""What was recorded of trainees in a class besides credits: activities attended and marks (8.3.4, 8.3.6)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from cadretrain_reports.applets.class_life import api as class_life


@dataclass(frozen=True, slots=True)
class Evidence:
    """Which activities somebody attended, and the mark in percent that counts of each assessment, by their ids."""

    attended: frozenset[str] = frozenset()
    marks: Mapping[str, Decimal] = field(default_factory=dict)


def recorded(registration_ids: Collection[int]) -> Mapping[int, Evidence]:
    """Return by registration what is recorded; of whom nothing is, nothing was attended and no assessment passed.

    Two queries.
    """
    attended = class_life.attended(registration_ids)
    results = class_life.exam_results(registration_ids)
    return {
        registration: Evidence(
            frozenset(str(activity) for activity in attended.get(registration, ())),
            {str(assessment): result.score for assessment, result in results.get(registration, {}).items()},
        )
        for registration in {*attended, *results}
    }
