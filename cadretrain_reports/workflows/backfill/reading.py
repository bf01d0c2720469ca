"""Reading logs and the platform's tables, batch by batch: what a batch gave and how far it got is one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final, TypeVar

from django.db import transaction

from cadretrain_reports.applets.backfill import api as backfills
from cadretrain_reports.compat import PastRow, PastTable, past_rows
from cadretrain_reports.offline.logs import Line, LogError, identity, lines
from cadretrain_reports.rules.tracking import Event, Fact, read_line
from cadretrain_reports.rules.tracking_keys import block_key
from cadretrain_reports.workflows.backfill.signs import Batch, Known, Limits, signs_of
from cadretrain_reports.workflows.imports.scratch import Scratch

T = TypeVar("T")

SIZE: Final = 2_000
"""Lines or rows of one batch."""

_FACTS: Final[dict[str, str]] = {
    "completions": "completed",
    "course_grades": "graded",
    "subsection_grades": "graded",
    "enrolments": "enrolled",
}


@dataclass(slots=True)
class Reader:
    """Reads sources into one claimed backfill. ``tried`` remembers of a trial which facts it would keep."""

    run: backfills.Backfill
    limits: Limits
    known: Known
    tried: Scratch
    again: bool

    def log(self, path: Path, on_read: Callable[[int], None]) -> str:
        """Read a log on from where it was left; return under which figure it goes. Raises ``Superseded``.

        ``on_read`` is told how far each batch got, in bytes of the unpacked log.
        """
        try:
            source = backfills.source(self.run, identity(path), again=self.again)
            for some in _by(SIZE, lines(path, source.offset)):
                self._keep(source, _batch_of(some, self.known, self.limits), some[-1].end)
                on_read(some[-1].end)
        except LogError:
            return "unreadable"
        backfills.read_on(source, source.offset, done=True)
        return "known_files" if source.is_known else "files"

    def table(self, table: PastTable, course_runs: set[str]) -> bool:
        """Read a table of the platform on from where it was left; tell whether there is such a table."""
        source = backfills.source(self.run, f"table:{table}", again=self.again)
        while rows := past_rows(table, course_runs, source.offset, SIZE):
            batch = signs_of((_event(table, row) for row in rows), self.known, self.limits)
            # Of a block that is nowhere placed it is not known where it stood: no sign that the person was elsewhere.
            batch.signs = [(trainee, sign) for trainee, sign in batch.signs if sign.course is not None]
            batch.counts["rows"] += len(rows)
            self._keep(source, batch, rows[-1].pk)
        return rows is not None

    def _keep(self, source: backfills.BackfillSource, batch: Batch, offset: int) -> None:
        with transaction.atomic():
            backfills.hold(self.run)
            backfills.keep(self.run, batch.signs)
            keys = backfills.keep_facts(self.run, batch.facts)
            if self.run.trial:
                batch.counts["facts"] += sum(self.tried.first_line("fact", repr(key), offset) == offset for key in keys)
            backfills.count(self.run, batch.counts)
            backfills.read_on(source, offset)


def _batch_of(some: Sequence[Line], known: Known, limits: Limits) -> Batch:
    counts: Counter[str] = Counter(lines=len(some))
    batch = signs_of(_events(some, counts), known, limits)
    batch.counts.update(counts)
    return batch


def _events(some: Iterable[Line], counts: Counter[str]) -> Iterator[Event]:
    for line in some:
        said = "too_long" if line.too_long else read_line(line.content) if line.content.strip() else "blank"
        if isinstance(said, Event):
            yield said
        else:
            counts[f"line.{said}"] += 1


def _event(table: PastTable, row: PastRow) -> Event:
    """Return a row as the event that it was: only a completion says that the person was there."""
    fact = Fact(_FACTS[table], row.user_id, "", row.subject, row.value)  # type: ignore[arg-type]
    keys = (row.subject, *block_key(row.course_run, "course", "course"))
    return Event(row.at, row.user_id, "", "act" if table == "completions" else "", row.course_run, keys, fact=fact)


def _by(size: int, items: Iterator[T]) -> Iterator[list[T]]:
    while some := list(islice(items, size)):
        yield some
