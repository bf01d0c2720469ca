"""The sequencer: every entry once, in one order, under signed checkpoints."""

from __future__ import annotations

import signal
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from cadretrain_reports.applets.archives import api as archives
from cadretrain_reports.applets.archives import sequencer
from cadretrain_reports.applets.archives.models import ArchiveEntry, LogCheckpoint, LogPosition, SequencerLock
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.rules import merkle
from cadretrain_reports.rules.notes import Signer, open_note, parse_checkpoint
from tests.workers import Died, Worker, crew, together

pytestmark = pytest.mark.django_db

AT = datetime(2026, 1, 5, tzinfo=UTC)


def add_entries(count: int, first: int = 0, **fixed: Any) -> list[bytes]:
    """Insert entries with leaves of their own; who they belong to does not matter to the log."""
    leaves = [merkle.leaf_hash(str(first + number).encode()) for number in range(count)]
    ArchiveEntry.objects.bulk_create(
        ArchiveEntry(kind="account", leaf_hash=leaf, recorded_at=AT, **fixed) for leaf in leaves
    )
    return leaves


def logged() -> list[bytes]:
    """Return the leaves in log order, with their positions checked."""
    positions = LogPosition.objects.select_related("entry").order_by("index")
    assert [position.index for position in positions] == list(range(len(positions)))
    assert len({position.entry_id for position in positions}) == len(positions)
    return [bytes(position.entry.leaf_hash) for position in positions]


def check_checkpoints(signer: Signer) -> list[bytes]:
    """Every checkpoint is signed by the site and names the root over as many leaves as it says."""
    leaves = logged()
    for checkpoint in LogCheckpoint.objects.all():
        said = parse_checkpoint(open_note(checkpoint.note, [signer.verifier]))
        assert (said.origin, said.size) == (signer.name, checkpoint.size)
        assert said.root == merkle.root(leaves[: checkpoint.size])
    return leaves


def test_an_empty_log_has_no_checkpoint() -> None:
    assert archives.sequence() is None
    assert archives.latest_checkpoint() is None


def test_the_checkpoint_is_over_all_leaves_and_signed_by_the_site(
    signing_key: Signer, at_new_year: SimulatedClock
) -> None:
    leaves = add_entries(11)
    checkpoint = archives.sequence()
    assert checkpoint.size == 11
    assert checkpoint.signed_at == at_new_year.at
    assert check_checkpoints(signing_key) == leaves


def test_the_tree_grows_from_the_last_checkpoint(signing_key: Signer) -> None:
    leaves = []
    for count in (1, 2, 3, 4, 7):
        leaves += add_entries(count, first=len(leaves))
        assert archives.waiting() == count
        archives.sequence()
        assert archives.waiting() == 0
    assert [checkpoint.size for checkpoint in LogCheckpoint.objects.order_by("pk")] == [1, 3, 6, 10, 17]
    assert check_checkpoints(signing_key) == leaves


def test_sequencing_again_changes_nothing() -> None:
    add_entries(3)
    first = archives.sequence()
    assert archives.sequence() == first
    assert LogCheckpoint.objects.count() == 1
    assert SequencerLock.objects.count() == 1


def test_an_entry_committed_late_with_a_lower_id_is_taken(signing_key: Signer) -> None:
    add_entries(2, first=0)
    ArchiveEntry.objects.create(pk=1_000_000, kind="account", leaf_hash=merkle.leaf_hash(b"x"), recorded_at=AT)
    archives.sequence()
    late = merkle.leaf_hash(b"late")
    ArchiveEntry.objects.create(pk=999_000, kind="account", leaf_hash=late, recorded_at=AT)
    assert archives.sequence().size == 4
    assert check_checkpoints(signing_key)[-1] == late


def test_many_entries_go_in_batches(signing_key: Signer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequencer, "BATCH", 4)
    leaves = add_entries(10)
    assert archives.sequence().size == 10
    assert [checkpoint.size for checkpoint in LogCheckpoint.objects.order_by("pk")] == [4, 8, 10]
    assert check_checkpoints(signing_key) == leaves


def test_a_full_last_batch_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequencer, "BATCH", 5)
    add_entries(10)
    assert archives.sequence().size == 10
    assert LogCheckpoint.objects.count() == 2


def test_without_a_key_nothing_is_appended(settings: Any) -> None:
    add_entries(2)
    settings.CADRETRAIN_SIGNING_KEY_FILE = ""
    with pytest.raises(ImproperlyConfigured, match="CADRETRAIN_SIGNING_KEY_FILE"):
        archives.sequence()
    assert LogPosition.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_sequencers_at_once(signing_key: Signer) -> None:
    with crew() as workers:
        for round_ in range(12):
            add_entries(7, first=7 * round_)
            sizes = together(workers, "sequence", {"at": AT.isoformat()})
            assert sizes == [7 * (round_ + 1)] * 2
    assert len(check_checkpoints(signing_key)) == 84
    assert LogCheckpoint.objects.count() == 12


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("statements", [1, 3, 5, 6])
def test_a_sequencer_killed_at_work_leaves_nothing_half_done(signing_key: Signer, statements: int) -> None:
    leaves = add_entries(5)
    with Worker() as worker:
        worker.do("die_after", statements=statements)
        with pytest.raises(Died):
            worker.do("sequence", at=AT.isoformat())
        assert worker.wait() == -signal.SIGKILL
    # All or nothing: one database commits with its sixth statement, another later.
    done = (LogPosition.objects.count(), LogCheckpoint.objects.count())
    assert done == (0, 0) or (statements == 6 and done == (5, 1))
    assert archives.sequence().size == 5
    assert check_checkpoints(signing_key) == leaves
