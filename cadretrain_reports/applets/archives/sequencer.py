"""Giving entries their place in the log, and signing where it stands (9.1.1).

One sequencer works at a time: it holds a row lock while it appends. Entries are taken by having no position, never
by "id above the last one": a transaction that began early may commit late.
"""

from __future__ import annotations

from typing import Final

from django.db import transaction

from cadretrain_reports import clock, conf
from cadretrain_reports.applets.archives.models import ArchiveEntry, LogCheckpoint, LogPosition, SequencerLock
from cadretrain_reports.rules.merkle import Frontier
from cadretrain_reports.rules.notes import checkpoint_text

BATCH: Final = 5_000
_HASH: Final = 32


def sequence() -> LogCheckpoint | None:
    """Append every waiting entry and sign checkpoints; return the newest one, or ``None`` for an empty log."""
    while _append_batch() == BATCH:
        pass
    return latest_checkpoint()


def latest_checkpoint() -> LogCheckpoint | None:
    """Return the checkpoint with the most entries under it."""
    return LogCheckpoint.objects.order_by("-size").first()


def waiting() -> int:
    """Return how many entries have no place in the log yet."""
    return ArchiveEntry.objects.filter(position=None).count()


def _append_batch() -> int:
    signer = conf.site_signer()
    with transaction.atomic():
        SequencerLock.objects.get_or_create(pk=1)
        SequencerLock.objects.select_for_update().get(pk=1)
        frontier = _frontier()
        entries = ArchiveEntry.objects.filter(position=None).order_by("pk").values_list("pk", "leaf_hash")
        batch = list(entries[:BATCH])
        if not batch:
            return 0
        first = frontier.size
        for _entry, leaf_hash in batch:
            frontier.append(bytes(leaf_hash))
        LogPosition.objects.bulk_create(
            (LogPosition(entry_id=entry, index=first + offset) for offset, (entry, _leaf) in enumerate(batch)),
            batch_size=500,
        )
        LogCheckpoint.objects.create(
            size=frontier.size,
            frontier=b"".join(frontier.hashes),
            note=signer.sign(checkpoint_text(conf.site_name(), frontier.size, frontier.root())),
            signed_at=clock.now(),
        )
    return len(batch)


def _frontier() -> Frontier:
    last = latest_checkpoint()
    if last is None:
        return Frontier()
    stored = bytes(last.frontier)
    return Frontier(last.size, [stored[at : at + _HASH] for at in range(0, len(stored), _HASH)])
