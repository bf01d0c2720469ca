"""Large tables are taken in by a worker; whoever sent one reads how far it is (6.1.1, 9.2.2).

A worker that is killed leaves the file where it was: the import is begun anew, and what is in already changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from uuid import UUID

from celery import shared_task
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cadretrain_reports import clock
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.imports import api as imports
from cadretrain_reports.applets.imports.api import ImportRun
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.offline.sheets import SheetError
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import ACTS, posts_of
from cadretrain_reports.workflows.imports.run import KINDS, Outcome, import_file, require_importer

LARGE: Final = 1 << 20
"""Bytes from which on a table is for a worker: ten thousand rows or more, for which no browser waits."""

_PULSE: Final = timedelta(minutes=1)

_FIGURES: Final = ("added", "changed", "unchanged", "refused", "ignored", "other_sheets")


def start_import(actor: Any, kind: str, upload: UploadedFile[bytes], *, dry_run: bool = False) -> ImportRun:
    """Keep a table until a worker has taken it in, and return the import as it is now. Raises ``Denied``."""
    require_importer(actor, kind)
    suffix = ".csv" if (upload.name or "").lower().endswith(".csv") else ".xlsx"
    at = clock.now()
    run = ImportRun(kind=kind, dry_run=dry_run, started_by=actor, started_at=at, beat_at=at)
    run.organization, run.language = _body_of(actor, kind), translation.get_language() or ""
    run.file = imports.store(f"{run.uuid}{suffix}", upload)
    try:
        with transaction.atomic():
            run.save()
            audit.record("import.start", actor.pk, imports.about(run), kind=kind, dry_run=dry_run)
            # No partial: Django asks the function that failed for its name.
            transaction.on_commit(lambda: run_import.delay(str(run.uuid)), robust=True)
    except BaseException:
        imports.discard(run.file)
        raise
    run.refresh_from_db()
    return run


@shared_task(name="cadretrain.run_import", acks_late=True)  # type: ignore[untyped-decorator]
def run_import(key: str) -> None:
    """Take a table in, unless that is done or another worker is at it."""
    run = imports.begin(UUID(key), clock.now())
    if run is None:
        return
    file = run.file
    try:
        with translation.override(run.language), TemporaryDirectory(prefix="cadretrain-") as folder:
            _take_in(run, Path(folder, f"rows{Path(file).suffix}"))
    except imports.Superseded:
        return
    imports.discard(file)


def resume_imports() -> int:
    """Have the imports begun anew that no worker is at; return how many. For the site's periodic command."""
    keys = imports.left(clock.now())
    for key in keys:
        run_import.delay(str(key))
    return len(keys)


def forget_imports() -> None:
    """Forget the refused rows of imports that ended long ago: they hold personal data, and nobody mends them now."""
    for run in imports.out_of_date(clock.now()):
        imports.discard(run.problem_file)
        imports.forget_rows(run)


def _take_in(run: ImportRun, path: Path) -> None:
    problems = path.with_name(f"{run.kind}-problems{path.suffix}")
    try:
        _require_more_tries(run)
        imports.fetch(run.file, path)
        outcome = import_file(
            run.started_by,
            run.kind,
            path,
            dry_run=run.dry_run,
            problems_path=problems,
            on_progress=_teller(run),
        )
    except SheetError as error:
        imports.fail(
            run, {"code": error.code, "message": _(error.message) % error.values, "field": "file"}, clock.now()
        )
    except FileNotFoundError:
        text = _("The table is gone from the site's storage. Send it again.")
        imports.fail(run, {"code": "file_gone", "message": text, "field": "file"}, clock.now())
    except Refused as refused:
        imports.fail(run, {"code": refused.code, "message": str(refused), "field": refused.field}, clock.now())
    else:
        _keep(run, outcome)


def _keep(run: ImportRun, outcome: Outcome) -> None:
    """Keep what became of the rows, the refused ones as a file."""
    said: dict[str, Any] = {name: getattr(outcome, name) for name in _FIGURES}
    said["problems"] = [asdict(problem) for problem in outcome.problems]
    stored = ""
    if outcome.problem_file:
        with outcome.problem_file.open("rb") as stream:
            stored = imports.store(f"{run.uuid}-problems{outcome.problem_file.suffix}", stream)
    try:
        imports.finish(run, said, stored, clock.now())
    except imports.Superseded:
        imports.discard(stored)
        raise


def _teller(run: ImportRun) -> Callable[[float], None]:
    """Return what is told of progress from time to time: it keeps each percent, and every minute the worker's pulse."""
    last: tuple[int, datetime] | None = None

    def tell(share: float) -> None:
        nonlocal last
        told = (min(99, int(share * 100)), clock.now())
        if last is None or told[0] != last[0] or told[1] - last[1] >= _PULSE:
            imports.keep_progress(run, *told)
            last = told

    return tell


def _require_more_tries(run: ImportRun) -> None:
    if imports.is_given_up(run):
        text = gettext_lazy("The import was broken off again and again. Part the table, or ask the site operator.")
        raise Refused("given_up", text, "file")


def _body_of(actor: Any, kind: str) -> str:
    """Return the code of the body for which an actor imports: of the first duty that may, if any."""
    roles = {role for act in KINDS[kind].acts for role in ACTS[act]}
    bodies = [post.organization for post in posts_of(actor) if post.role in roles]
    found: str | None = Organization.objects.filter(pk__in=bodies[:1]).values_list("code", flat=True).first()
    return found or ""
