"""One backfill from beginning to end: logs, tables, time (3.9, 9.1.1).

It may be killed at any moment: the next call goes on where the last transaction ended, and comes to what one call would
have come to. Once through, another call over the same sources finds nothing new.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import clock
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.backfill import api as backfills
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.learning import api as learning
from cadretrain_reports.compat import PAST_TABLES
from cadretrain_reports.offline.logs import LogError, log_files
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import require
from cadretrain_reports.workflows.backfill.inferring import infer_of
from cadretrain_reports.workflows.backfill.reading import Reader
from cadretrain_reports.workflows.backfill.report import Report, report_of
from cadretrain_reports.workflows.backfill.signs import Known, Limits
from cadretrain_reports.workflows.imports.scratch import Scratch

_READING: Final = 0.7
"""Which part of the whole time goes into reading."""


def backfill(
    actor: Any,
    paths: Sequence[Path],
    *,
    until: datetime | None = None,
    tables: bool = True,
    trial: bool = False,
    again: bool = False,
    on_progress: Callable[[float], None] = lambda _share: None,
) -> Report:
    """Infer what trainees studied before ``until`` from logs and, with ``tables``, from the platform's tables.

    ``until`` is at the latest, and by default, the first beat that the site counted. A ``trial`` does all of it and
    keeps nothing. ``again`` reads anew what was read before, as is needed once more trainees or courses are known.
    Nothing is credited by it (see ``admit_backfill``). Raises ``Denied``; ``Refused`` for a path that is not there, for
    a later ``until``, and where another process has taken the backfill over.
    """
    require(actor, "backfill", None, audit.Target("backfill"))
    files = _files(paths)
    run = backfills.begin(actor, _until(until), clock.now(), trial=trial)
    try:
        with Scratch() as tried:
            reader = Reader(run, Limits(run.until, clock.now()), Known(), tried, again)
            outcome = _read_files(reader, files, on_progress)
            outcome["table.missing"] = _read_tables(reader) if tables else 0
        _infer(run, on_progress)
        report = _end(actor, run, outcome)
    except backfills.Superseded:
        text = _("Another process has taken this backfill over and goes on with it.")
        raise Refused("superseded", text) from None
    on_progress(1.0)
    return report


def _files(paths: Sequence[Path]) -> list[Path]:
    try:
        return log_files(list(paths))
    except LogError as error:
        raise Refused("no_file", _("There is no such file or folder: %(path)s"), path=error) from error


def _until(wanted: datetime | None) -> datetime:
    latest = min(filter(None, (learning.first_beat_at(), clock.now())))
    if wanted is not None and wanted > latest:
        text = _("From %(instant)s on the site counts by itself. Name an earlier instant.")
        raise Refused("too_late", text, "until", instant=latest.isoformat())
    return wanted or latest


def _read_files(reader: Reader, files: Sequence[Path], on_progress: Callable[[float], None]) -> Counter[str]:
    outcome: Counter[str] = Counter()
    for number, path in enumerate(files):
        size = max(1, path.stat().st_size)

        def tell(read: int, number: int = number, size: int = size) -> None:
            # What is packed is larger than its file; the bar waits then, and does not run ahead.
            on_progress(_READING * (number + min(1.0, read / size)) / len(files))

        outcome[reader.log(path, tell)] += 1
    return outcome


def _read_tables(reader: Reader) -> int:
    """Read the platform's tables and return how many of them it does not have."""
    runs = courses.marked_runs()
    return sum(not reader.table(table, runs) for table in PAST_TABLES)


def _infer(run: backfills.Backfill, on_progress: Callable[[float], None]) -> None:
    waiting, done = max(1, backfills.waiting_trainees(run)), 0
    trainee = backfills.next_trainee(run)
    while trainee is not None:
        infer_of(run, trainee)
        done += 1
        on_progress(_READING + (1 - _READING) * min(1.0, done / waiting))
        trainee = backfills.next_trainee(run, trainee)


def _end(actor: Any, run: backfills.Backfill, outcome: Counter[str]) -> Report:
    with transaction.atomic():
        backfills.hold(run)
        if not run.trial:
            backfills.count(run, {"facts": run.facts.count()})
        report = report_of(run, **outcome)
        backfills.finish(run, clock.now())
        audit.record("backfill", actor.pk, backfills.about(run), trial=run.trial, **_told(report))
    return report


def _told(report: Report) -> dict[str, Any]:
    return {name: report.counts.get(name, 0) for name in ("lines", "rows", "intervals", "seconds", "facts")}
