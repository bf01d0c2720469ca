"""Rows taken in by batches: each batch is one transaction, and no row stands in another's way (6.1.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import IntegrityError, OperationalError, transaction
from django.utils.translation import gettext as _

from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.workflows.imports.kind import GoodRow, Kind, Result, Verdict
from cadretrain_reports.workflows.imports.problems import Problem

SIZE: Final = 500
"""Rows in one transaction."""

_TRIES: Final = 3
_WRITTEN: Final = (Result.ADDED, Result.CHANGED)


@dataclass(frozen=True, slots=True)
class Batches:
    """Takes rows of a ``kind`` in for an ``actor``; ``digest`` names the file in the audit log.

    ``undone``: all is done as if in earnest, then taken back.
    """

    kind: Kind[Any]
    actor: Any
    digest: str
    undone: bool

    def take(self, rows: Sequence[GoodRow[Any]]) -> list[Verdict]:
        """Take rows in and return what became of each.

        Where the database refuses them because another process was first, or chose between two that waited for each
        other, they are tried again by halves, until the row is found that cannot go in.
        """
        try:
            return self._together(rows)
        except (IntegrityError, OperationalError):
            if len(rows) == 1:
                return [self._alone(rows[0])]
        middle = len(rows) // 2
        return [verdict for half in (rows[:middle], rows[middle:]) for verdict in self.take(half)]

    def _together(self, rows: Sequence[GoodRow[Any]]) -> list[Verdict]:
        with transaction.atomic():
            verdicts = self.kind.apply(self.actor, rows)
            self._record(verdicts)
            if self.undone:
                transaction.set_rollback(True)
        return verdicts

    def _alone(self, row: GoodRow[Any]) -> Verdict:
        """Try a single row again; ``OperationalError`` where the database cannot be worked with at all."""
        for _attempt in range(_TRIES):
            try:
                return self._together([row])[0]
            except IntegrityError:
                continue
        reason = _("The database does not take this row, because something else has one of its identifiers.")
        return Verdict(row.line, row.cells, Result.REFUSED, (Problem("", "integrity", reason),))

    def _record(self, verdicts: Sequence[Verdict]) -> None:
        """Leave an entry in the audit log of what was written, at the body if it is a single one."""
        written = [verdict for verdict in verdicts if verdict.result in _WRITTEN]
        if not written:
            return
        bodies = {verdict.body for verdict in written}
        target = audit.Target("import", self.digest, bodies.pop() if len(bodies) == 1 else "")
        lines = [verdict.line for verdict in written]
        counts: dict[str, Any] = {
            str(result): sum(verdict.result == result for verdict in written) for result in _WRITTEN
        }
        span = [min(lines), max(lines)]
        audit.record("import.batch", self.actor.pk, target, kind=self.kind.name, lines=span, **counts)
