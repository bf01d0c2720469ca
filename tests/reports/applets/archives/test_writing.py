"""Appending to an archive: an entry that commits to a record, and the record beside it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from cadretrain_reports.applets.archives import api as archives
from cadretrain_reports.applets.archives.api import LearnerArchive
from cadretrain_reports.applets.archives.models import ArchiveEntry, ArchiveRecord
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.rules import records
from cadretrain_reports.rules.canonical import canonical
from cadretrain_reports.rules.values import RecordError
from tests import factories

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 1, 8, 0, 0, 250_000, tzinfo=UTC)


def study_record(**changed: Any) -> records.StudyRecord:
    said = {
        "trainee": str(uuid4()),
        "institution": "SASW",
        "course": "C1",
        "course_version": 1,
        "course_title": "课程",
        "course_duration": 901,
        "year": 2026,
        "started_at": "2026-03-01T07:00:00Z",
        "studied_until": "2026-03-01T08:00:00Z",
        "learning_duration": 901,
        "exempt": False,
        "unit": "BUREAU",
    }
    return records.StudyRecord(**{**said, **changed})


@pytest.fixture
def archive(at_new_year: SimulatedClock) -> LearnerArchive:
    return factories.trainee("T1").trainee.archive


def test_an_archive_begins_with_its_number_and_day(archive: LearnerArchive, at_new_year: SimulatedClock) -> None:
    assert (archive.number, archive.opened_at, str(archive)) == ("T1", at_new_year.at, "T1")


def test_the_entry_commits_to_the_record(archive: LearnerArchive) -> None:
    record = study_record()
    entry = archives.append(archive, record, AT)
    entry.refresh_from_db()
    kept = entry.record
    assert (entry.kind, entry.recorded_at) == ("study", AT)
    assert (kept.archive, kept.subject, kept.year) == (archive, "SASW/C1", 2026)
    assert kept.payload.encode() == canonical(records.to_payload(record))
    assert len(bytes(kept.salt)) == 32
    due = records.leaf("study", "2026-03-01T08:00:00Z", json.loads(kept.payload), bytes(kept.salt))
    assert bytes(entry.leaf_hash) == due


def test_the_same_fact_twice_has_two_salts_and_leaves(archive: LearnerArchive) -> None:
    one, other = (archives.append(archive, study_record(trainee=str(archive.trainee.uuid)), AT) for _ in range(2))
    assert one.leaf_hash != other.leaf_hash
    assert one.record.salt != other.record.salt


def test_the_opening_is_of_no_course_and_no_year(archive: LearnerArchive) -> None:
    opening = ArchiveRecord.objects.get()
    assert (opening.entry.kind, opening.subject, opening.year) == ("account", "", None)


def test_a_transfer_is_of_no_course_and_of_its_year(archive: LearnerArchive) -> None:
    transfer = records.TransferRecord(str(uuid4()), "BUREAU", "OFFICE", "2026-03-01T08:00:00Z", 2026)
    kept = archives.append(archive, transfer, AT).record
    assert (kept.entry.kind, kept.subject, kept.year) == ("transfer", "", 2026)


def test_the_archive_of_a_trainee_is_locked_if_there_is_one(archive: LearnerArchive) -> None:
    assert archives.lock_archive(archive.pk) == archive
    assert archives.lock_archive(0) is None


def test_a_record_that_is_none_leaves_no_entry(archive: LearnerArchive) -> None:
    with pytest.raises(RecordError, match="learning_duration"):
        archives.append(archive, study_record(learning_duration=-1), AT)
    assert ArchiveEntry.objects.count() == 1


def test_rows_name_themselves(archive: LearnerArchive) -> None:
    checkpoint = archives.sequence()
    entry = ArchiveEntry.objects.get()
    assert str(entry) == f"{entry.pk}: account"
    assert (str(entry.record), str(entry.position), str(checkpoint)) == (f"{entry.pk}: ", "0", "1")
