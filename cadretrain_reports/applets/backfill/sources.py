"""Backfills on their way: begun, gone on with after a kill, and how far each source is read."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Max

from cadretrain_reports.applets.audit.api import Target
from cadretrain_reports.applets.backfill.models import Backfill, BackfillSource, StudyTrace


class Superseded(Exception):  # noqa: N818 - no fault, another one goes on
    """Another process has taken the backfill over."""


def begin(user: Any, until: datetime, at: datetime, *, trial: bool) -> Backfill:
    """Claim the backfill that was broken off, or a new one; what was left over of a trial is cleared away."""
    if trial:
        clear_trials()
    broken_off = None if trial else Backfill.objects.filter(trial=False, ended_at=None).order_by("pk").first()
    if broken_off is None:
        return Backfill.objects.create(trial=trial, until=until, started_by=user, started_at=at, claim=uuid.uuid4())
    broken_off.claim = uuid.uuid4()
    broken_off.save(update_fields=["claim"])
    return broken_off


def hold(run: Backfill) -> None:
    """Lock a claimed backfill until the transaction ends, and read its counts. Raises ``Superseded``."""
    held = Backfill.objects.select_for_update().filter(pk=run.pk, claim=run.claim, ended_at=None).first()
    if held is None:
        raise Superseded
    run.counts = held.counts


def source(run: Backfill, name: str, *, again: bool) -> BackfillSource:
    """Return how far a source is read in this backfill: at first as far as earlier ones got, unless ``again``."""
    found = BackfillSource.objects.filter(backfill=run, name=name).first()
    if found is None:
        earlier = BackfillSource.objects.filter(name=name, backfill__trial=False).exclude(backfill=run)
        offset = 0 if again else earlier.aggregate(read=Max("offset"))["read"] or 0
        found = BackfillSource.objects.create(backfill=run, name=name, begun_at=offset, offset=offset)
    return found


def read_on(at: BackfillSource, offset: int, *, done: bool = False) -> None:
    """Keep how far a source is read; call in the transaction that keeps what was read."""
    at.offset, at.done = offset, done
    at.save(update_fields=["offset", "done"])


def count(run: Backfill, more: Mapping[str, int]) -> None:
    """Add to the counts of a backfill that is held."""
    run.counts = dict(Counter(run.counts) + Counter(more))
    run.save(update_fields=["counts"])


def finish(run: Backfill, at: datetime) -> None:
    """End a backfill that is held. One that found nothing new leaves no row, and of a trial nothing stays."""
    run.ended_at = at
    run.save(update_fields=["ended_at"])
    found_nothing = not any(run.counts.get(name) for name in ("lines", "rows", "intervals", "facts"))
    if run.trial or found_nothing:
        StudyTrace.objects.filter(backfill=run).delete()
        Backfill.objects.filter(pk=run.pk).delete()


def clear_trials() -> None:
    """Remove what killed trials left."""
    left: Iterable[int] = list(Backfill.objects.filter(trial=True).values_list("pk", flat=True))
    StudyTrace.objects.filter(backfill__in=left).delete()
    Backfill.objects.filter(pk__in=left).delete()


def about(run: Backfill) -> Target:
    """Return how the audit log names a backfill."""
    return Target("backfill", str(run.uuid))
