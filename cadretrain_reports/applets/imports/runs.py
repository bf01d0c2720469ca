"""An import on its way: claimed by one worker at a time, begun anew where a worker has fallen silent (6.1.1)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet

from cadretrain_reports.applets.audit.api import Target
from cadretrain_reports.applets.imports.models import ImportRun

_SILENCE: Final = timedelta(minutes=10)
"""After how long a worker that says nothing, or a queue that gives nothing out, is taken for dead."""

_TRIES: Final = 5
"""How often an import is begun before it is given up: what kills every worker would else kill them for ever."""

_KEPT: Final = timedelta(days=30)
"""How long refused rows are kept after the end."""

_UNDER_WAY: Final = (ImportRun.State.WAITING, ImportRun.State.RUNNING)


class Superseded(Exception):  # noqa: N818 - no fault, another one goes on
    """Another worker has taken the import over, because this one was silent for too long."""


def begin(key: uuid.UUID, at: datetime) -> ImportRun | None:
    """Claim an import for the calling worker; ``None`` where it has ended or another worker is at it."""
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().filter(uuid=key, state__in=_UNDER_WAY).first()
        if run is None or (run.state == ImportRun.State.RUNNING and at - run.beat_at < _SILENCE):
            return None
        run.state, run.claim, run.beat_at = ImportRun.State.RUNNING, uuid.uuid4(), at
        run.tries, run.progress = run.tries + 1, 0
        run.save(update_fields=["state", "claim", "beat_at", "tries", "progress"])
    return run


def keep_progress(run: ImportRun, percent: int, at: datetime) -> None:
    """Keep how far a claimed import is, and that its worker is alive. Raises ``Superseded``."""
    if not _claimed(run).update(progress=percent, beat_at=at):
        raise Superseded


def finish(run: ImportRun, outcome: Mapping[str, Any], problem_file: str, at: datetime) -> None:
    """Keep what became of a claimed import. Raises ``Superseded``."""
    _end(run, ImportRun.State.DONE, at, progress=100, outcome=dict(outcome), problem_file=problem_file)


def fail(run: ImportRun, fault: Mapping[str, str], at: datetime) -> None:
    """Keep why the file of a claimed import as a whole was refused. Raises ``Superseded``."""
    _end(run, ImportRun.State.FAILED, at, fault=dict(fault))


def is_given_up(run: ImportRun) -> bool:
    """Tell whether an import has been begun in vain too often."""
    return run.tries > _TRIES


def left(at: datetime) -> list[uuid.UUID]:
    """Return the imports that no worker is at, though they have not ended."""
    silent = ImportRun.objects.filter(state__in=_UNDER_WAY, beat_at__lte=at - _SILENCE)
    return list(silent.order_by("pk").values_list("uuid", flat=True))


def out_of_date(at: datetime) -> QuerySet[ImportRun]:
    """Return the imports that ended so long ago that their refused rows need not be kept any more."""
    return ImportRun.objects.filter(ended_at__lte=at - _KEPT, rows_kept=True)


def forget_rows(run: ImportRun) -> None:
    """Forget the refused rows of an import, and keep the figures."""
    run.outcome.pop("problems", None)
    run.problem_file, run.rows_kept = "", False
    run.save(update_fields=["outcome", "problem_file", "rows_kept"])


def about(run: ImportRun) -> Target:
    """Return how the audit log names an import."""
    return Target("import_run", str(run.uuid), run.organization)


def _claimed(run: ImportRun) -> QuerySet[ImportRun]:
    return ImportRun.objects.filter(pk=run.pk, claim=run.claim, state=ImportRun.State.RUNNING)


def _end(run: ImportRun, state: ImportRun.State, at: datetime, **said: Any) -> None:
    if not _claimed(run).update(state=state, ended_at=at, beat_at=at, file="", **said):
        raise Superseded
    run.refresh_from_db()
