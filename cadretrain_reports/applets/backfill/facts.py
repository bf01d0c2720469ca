"""Enrolments, completions and grades from before installation: one row each, whatever the order in which they come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cadretrain_reports.applets.backfill.models import Backfill, PastFact

_COLUMNS: Final = ("backfill", "at", "value")


@dataclass(frozen=True, slots=True)
class Noted:
    """One fact of one trainee; ``kind`` and ``subject`` as in ``PastFact``."""

    trainee_id: int
    kind: str
    subject: str
    at: datetime
    value: float | None

    @property
    def key(self) -> tuple[int, str, str]:
        """What there is one row of."""
        return self.trainee_id, self.kind, self.subject

    def replaces(self, at: datetime, value: float | None) -> bool:
        """Tell whether it is kept rather than what is there: the first enrolment, the last of everything else."""
        if self.kind == PastFact.Kind.ENROLLED:
            return self.at < at
        return (self.at, self.value or 0) > (at, value or 0)


def keep_facts(run: Backfill, noted: Iterable[Noted]) -> list[tuple[int, str, str]]:
    """Keep facts, each where it is to be kept rather than what is there; return the keys of what is new or changed.

    Of a trial nothing is kept.
    """
    best: dict[tuple[int, str, str], Noted] = {}
    for fact in noted:
        known = best.get(fact.key)
        if known is None or fact.replaces(known.at, known.value):
            best[fact.key] = fact
    rows = _stored(best.values())
    new = [fact for key, fact in best.items() if key not in rows]
    newer = [rows[key] for key, fact in best.items() if key in rows and fact.replaces(rows[key].at, rows[key].value)]
    if not run.trial:
        PastFact.objects.bulk_create(
            PastFact(
                backfill=run,
                trainee_id=fact.trainee_id,
                kind=fact.kind,
                subject=fact.subject,
                at=fact.at,
                value=fact.value,
            )
            for fact in new
        )
        for row in newer:
            fact = best[row.trainee_id, row.kind, row.subject]
            row.backfill, row.at, row.value = run, fact.at, fact.value
        PastFact.objects.bulk_update(newer, _COLUMNS)
    return [*(fact.key for fact in new), *((row.trainee_id, row.kind, row.subject) for row in newer)]


def _stored(facts: Iterable[Noted]) -> dict[tuple[int, str, str], PastFact]:
    wanted = list(facts)
    if not wanted:
        return {}
    rows = PastFact.objects.filter(
        trainee__in={fact.trainee_id for fact in wanted}, subject__in={fact.subject for fact in wanted}
    )
    return {(row.trainee_id, row.kind, row.subject): row for row in rows}
