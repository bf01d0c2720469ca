"""Taking a file in: all valid rows, and all others back in a file with reasons (6.1.1, 9.2.2)."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import Any, Final, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.offline.sheets import Row, Sheet, open_sheet, problem_sheet
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import acts_of, require
from cadretrain_reports.workflows.imports import batches
from cadretrain_reports.workflows.imports.assessments import Assessments
from cadretrain_reports.workflows.imports.class_names import ClassNames
from cadretrain_reports.workflows.imports.classes import AttendanceLists, ClassResults
from cadretrain_reports.workflows.imports.kind import GoodRow, Kind, Result, Verdict
from cadretrain_reports.workflows.imports.organizations import Organizations
from cadretrain_reports.workflows.imports.past_hours import PastHours
from cadretrain_reports.workflows.imports.problems import Problem, Told, told
from cadretrain_reports.workflows.imports.reading import Reading
from cadretrain_reports.workflows.imports.scratch import Scratch
from cadretrain_reports.workflows.imports.teachers import Teachers
from cadretrain_reports.workflows.imports.trainees import Trainees

KINDS: Final[Mapping[str, Kind[Any]]] = {
    kind.name: kind
    for kind in (
        Organizations(),
        Trainees(),
        Teachers(),
        Assessments(),
        PastHours(),
        AttendanceLists(),
        ClassResults(),
        ClassNames(),
    )
}
"""What can be imported, by name."""

MOST_TOLD: Final = 200
"""Problems that are told without the file of problems."""

T = TypeVar("T")

_IN_VAIN: Final = {Result.HELD: Result.REFUSED}

_LOOKING: Final = 0.1
"""Which part of the whole time goes into looking through the file before the first row is taken in."""


_TELLING: Final = {"taken", "elsewhere", "no_user", "other_name", "username_taken", "email_taken"}
"""Codes of refusals that tell something of a person who is not the sender's."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many rows were added, changed, found unchanged and refused; ``problem_file`` holds the refused ones.

    ``denied`` of the refused rows are so for want of a right, ``taken`` because a number or name is another person's,
    or no account's: whoever tries them out is seen by it in the audit log. ``problems`` are those that were met first,
    up to ``MOST_TOLD``, in the order of their lines. ``ignored`` are headers, and ``other_sheets`` worksheets, that
    were passed over.
    """

    added: int
    changed: int
    unchanged: int
    refused: int
    denied: int
    taken: int
    problems: tuple[Told, ...]
    problem_file: Path | None
    ignored: tuple[str, ...]
    other_sheets: tuple[str, ...]


def import_file(
    actor: Any,
    kind: str,
    path: Path,
    *,
    dry_run: bool = False,
    problems_path: Path | None = None,
    on_progress: Callable[[float], None] = lambda _share: None,
) -> Outcome:
    """Take the rows of a CSV or XLSX file in, as far as the platform user ``actor`` may; ``kind`` is one of ``KINDS``.

    Each batch of rows is one transaction, so that a run that was killed is finished by sending the same file again:
    what is in already changes nothing. ``dry_run`` does all of it and takes it back. Refused rows go to
    ``problems_path``, by default beside the file. ``on_progress`` is told from time to time how much is done, from 0 to
    1; what it raises breaks the import off between two batches. Raises ``SheetError``, before anything is taken in, for
    a file that cannot be read to its end, and ``Refused`` where no file of problems could be written.
    """
    chosen = KINDS[kind]
    target = _writable(problems_path or path.with_name(f"{path.stem}-problems{_suffix(path)}"))
    digest = _digest(path)
    _look_through(path, chosen, on_progress)
    with audit.operation():
        outcome = _taken_in(path, batches.Batches(chosen, actor, digest, undone=dry_run), target, on_progress)
        # A trial too: by what it answers, numbers and names could be tried out.
        _record(actor, chosen, digest, outcome, dry_run=dry_run)
    on_progress(1.0)
    return outcome


def _taken_in(path: Path, taker: batches.Batches, target: Path, on_progress: Callable[[float], None]) -> Outcome:
    """Take a file in; a trial of a kind whose rows belong together is one transaction, undone at once."""
    undone_at_once = taker.undone and taker.kind.in_one
    with Scratch() as scratch, transaction.atomic() if undone_at_once else nullcontext():
        taking = _Import(replace(taker, undone=taker.undone and not undone_at_once), scratch)
        with open_sheet(path, taker.kind.columns) as sheet:
            taking.all_rows(sheet, on_progress)
            outcome = taking.outcome(target, sheet)
        if undone_at_once:
            transaction.set_rollback(True)
    return outcome


def require_importer(actor: Any, kind: str) -> None:
    """Raise ``Denied`` for whoever may take in no row of a kind of ``KINDS``, wherever it belongs."""
    acts = KINDS[kind].acts
    if not set(acts) & set(acts_of(actor)):
        require(actor, acts[0], None, audit.Target("import"))


class _Import:
    """One run over one file."""

    def __init__(self, taker: batches.Batches, scratch: Scratch) -> None:
        self._taker, self._kind, self._scratch = taker, taker.kind, scratch
        self._counts: Counter[str] = Counter()
        self._first: list[Told] = []

    def all_rows(self, sheet: Sheet, on_progress: Callable[[float], None]) -> None:
        """Take in all rows, then those that had to wait for others."""
        for rows in _by(batches.SIZE, sheet):
            self._take(rows)
            on_progress(_LOOKING + (1 - _LOOKING) * sheet.progress)
        while self._retry():
            on_progress(1.0)
        self._give_up()

    def outcome(self, target: Path, sheet: Sheet) -> Outcome:
        """Write the file of problems, if there are any, and return what became of all rows."""
        refused = self._counts[Result.REFUSED]
        if refused:
            problem_sheet(target, self._kind.columns, self._scratch.refused())
        return Outcome(
            added=self._counts[Result.ADDED],
            changed=self._counts[Result.CHANGED],
            unchanged=self._counts[Result.UNCHANGED],
            refused=refused,
            denied=self._counts["denied"],
            taken=self._counts["taken"],
            problems=tuple(sorted(self._first, key=attrgetter("line"))),
            problem_file=target if refused else None,
            ignored=sheet.ignored,
            other_sheets=sheet.other_sheets,
        )

    def _take(self, rows: Iterable[Row]) -> None:
        good = [read for row in rows if (read := self._read(row))]
        if good:
            self._settle(self._taker.take(good))

    def _read(self, row: Row) -> GoodRow[Any] | None:
        """Return a row if each of its cells can be what it should be and none of its identifiers came before."""
        reading = Reading(row)
        values = self._kind.read(reading)
        if not reading.problems:
            reading.problems.extend(self._doubles(row.line, self._kind.identifiers(values)))
        if not reading.problems:
            return GoodRow(row.line, row.cells, values)
        shown = {problem.column_key: problem.value for problem in row.problems if problem.column_key}
        self._refuse(row.line, {**row.cells, **shown}, reading.problems)
        return None

    def _doubles(self, line: int, identifiers: Mapping[str, str]) -> Iterator[Problem]:
        for key, identifier in identifiers.items():
            first = self._scratch.first_line(key, identifier, line)
            if first != line:
                yield Problem(key, "doubled", _("This stands in line %(line)d of the file already.") % {"line": first})

    def _settle(self, verdicts: Iterable[Verdict]) -> None:
        for verdict in verdicts:
            if verdict.result == Result.HELD:
                self._scratch.hold(verdict.line, verdict.cells)
            elif verdict.result == Result.REFUSED:
                self._refuse(verdict.line, verdict.cells, verdict.problems)
                self._counts["denied"] += verdict.denied
                self._counts["taken"] += any(problem.code in _TELLING for problem in verdict.problems)
            else:
                self._counts[verdict.result] += 1

    def _refuse(self, line: int, cells: Mapping[str, str], problems: Iterable[Problem]) -> None:
        said = told(line, problems, self._kind.columns, cells)
        self._scratch.refuse(line, cells, [one.sentence() for one in said])
        self._first.extend(said[: MOST_TOLD - len(self._first)])
        self._counts[Result.REFUSED] += 1

    def _retry(self) -> bool:
        """Try the rows that wait once more; tell whether any waits no longer."""
        has_settled = False
        for rows in self._waiting():
            settled = [verdict for verdict in self._taker.take(rows) if verdict.result != Result.HELD]
            for verdict in settled:
                self._scratch.release(verdict.line)
            self._settle(settled)
            has_settled = has_settled or bool(settled)
        return has_settled

    def _give_up(self) -> None:
        """Refuse the rows that have waited in vain."""
        for rows in self._waiting():
            verdicts = self._taker.take(rows)
            self._settle(replace(verdict, result=_IN_VAIN.get(verdict.result, verdict.result)) for verdict in verdicts)

    def _waiting(self) -> Iterator[list[GoodRow[Any]]]:
        line = 0
        while rows := self._scratch.held(line, batches.SIZE):
            line = rows[-1].line
            yield [GoodRow(row.line, row.cells, self._kind.read(Reading(row))) for row in rows]


def _record(actor: Any, kind: Kind[Any], digest: str, outcome: Outcome, *, dry_run: bool) -> None:
    counts = {name: getattr(outcome, name) for name in ("added", "changed", "unchanged", "refused", "denied", "taken")}
    audit.record("import.file", actor.pk, audit.Target("import", digest), kind=kind.name, dry_run=dry_run, **counts)


def _look_through(path: Path, kind: Kind[Any], on_progress: Callable[[float], None]) -> None:
    """Read the file to its end once, so that one that breaks off in the middle is refused as a whole."""
    with open_sheet(path, kind.columns) as sheet:
        for _rows in _by(batches.SIZE, sheet):
            on_progress(_LOOKING * sheet.progress)


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _suffix(path: Path) -> str:
    return ".csv" if path.suffix.lower() == ".csv" else ".xlsx"


def _writable(path: Path) -> Path:
    if not os.access(path.parent, os.W_OK):
        text = gettext_lazy("Refused rows could not be written to %(folder)s. Name another file for them.")
        raise Refused("unwritable", text, folder=str(path.parent))
    return path


def _by(size: int, items: Iterable[T]) -> Iterator[list[T]]:
    iterator = iter(items)
    while some := list(islice(iterator, size)):
        yield some
