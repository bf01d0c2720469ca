"""No row stands in another's way, whoever else writes at the same time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, connection

from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.workflows.imports import columns
from cadretrain_reports.workflows.imports.batches import Batches
from cadretrain_reports.workflows.imports.kind import GoodRow, Kind, Result, Verdict, taken
from cadretrain_reports.workflows.imports.reading import Reading
from tests import factories

pytestmark = pytest.mark.django_db


class Renaming(Kind[str]):
    """Gives the one body the names of the rows, and breaks down at some of them as a database may."""

    name = "renaming"
    columns = columns.ORGANIZATIONS

    def __init__(self, **faults: list[Exception]) -> None:
        self.faults = faults
        self.sizes: list[int] = []

    def read(self, reading: Reading) -> str:
        return reading.text("name")

    def identifiers(self, values: str) -> Mapping[str, str]:
        return {}

    def apply(self, actor: Any, rows: Sequence[GoodRow[str]]) -> list[Verdict]:
        self.sizes.append(len(rows))
        for row in rows:
            Organization.objects.filter(code="DEPARTMENT").update(name=row.values)
            if faults := self.faults.get(row.values):
                raise faults.pop()
        return [taken(row, Result.CHANGED, "DEPARTMENT") for row in rows]


@pytest.fixture
def actor() -> Any:
    factories.department()
    return factories.user()


def rows(names: str) -> list[GoodRow[str]]:
    return [GoodRow(line, {}, name) for line, name in enumerate(names, start=2)]


def take(actor: Any, kind: Renaming, names: str = "abcdefgh", *, undone: bool = False) -> dict[int, Result]:
    verdicts = Batches(kind, actor, "0" * 64, undone=undone).take(rows(names))
    return {verdict.line: verdict.result for verdict in verdicts}


def test_rows_go_in_together_with_one_entry(actor: Any) -> None:
    kind = Renaming()
    assert set(take(actor, kind).values()) == {Result.CHANGED}
    (entry,) = AuditEntry.objects.all()
    assert (kind.sizes, entry.organization) == ([8], "DEPARTMENT")
    assert entry.details == {"kind": "renaming", "lines": [2, 9], "added": 0, "changed": 8}


def test_a_row_that_the_database_refuses_is_refused_alone(actor: Any) -> None:
    kind = Renaming(c=[IntegrityError() for _ in range(20)])
    results = take(actor, kind)
    assert results.pop(4) == Result.REFUSED
    assert set(results.values()) == {Result.CHANGED}
    assert Organization.objects.get().name == "h"
    assert sum(entry.details["changed"] for entry in AuditEntry.objects.all()) == 7


def test_where_another_process_was_first_the_row_is_looked_at_anew(actor: Any) -> None:
    assert set(take(actor, Renaming(c=[IntegrityError()])).values()) == {Result.CHANGED}
    assert set(take(actor, Renaming(c=[OperationalError(1213, "Deadlock")])).values()) == {Result.CHANGED}


def test_a_database_that_cannot_be_worked_with_is_no_fault_of_a_row(actor: Any) -> None:
    with pytest.raises(OperationalError):
        take(actor, Renaming(c=[OperationalError("gone") for _ in range(20)]))


def test_a_trial_leaves_nothing_behind(actor: Any) -> None:
    before = Organization.objects.get().name
    take(actor, Renaming(), undone=True)
    assert (Organization.objects.get().name, AuditEntry.objects.count()) == (before, 0)
    assert connection.is_usable()
