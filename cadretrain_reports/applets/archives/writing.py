"""Appending to a learner archive (9.1.1)."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from cadretrain_reports.applets.archives.models import ArchiveEntry, ArchiveRecord, LearnerArchive
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.rules import records
from cadretrain_reports.rules.canonical import canonical
from cadretrain_reports.rules.handover import original
from cadretrain_reports.rules.values import instant_text


def open_archive(trainee: Trainee, at: datetime) -> LearnerArchive:
    """Begin the archive of a trainee. Its number is the agreed identifier, which never changes hands.

    Of a person who came with a hand-over it has begun before the account is opened: then it goes on.
    """
    fields = {"number": trainee.code, "opened_at": at}
    archive, _created = LearnerArchive.objects.get_or_create(trainee=trainee, defaults=fields)
    return archive


def lock_archives(archives: Sequence[LearnerArchive]) -> None:
    """Let nobody else who asks for these archives go on until the transaction ends."""
    locked = LearnerArchive.objects.select_for_update().filter(pk__in=[archive.pk for archive in archives])
    list(locked.order_by("pk").values_list("pk"))


def lock_archive(trainee_id: int) -> LearnerArchive | None:
    """Return the archive of a trainee, locked as ``lock_archives`` does; ``None`` before the account is opened."""
    return LearnerArchive.objects.select_for_update().filter(pk=trainee_id).first()


def append(archive: LearnerArchive, record: records.Record, at: datetime) -> ArchiveEntry:
    """Append one fact; call inside the transaction that makes it a fact."""
    payload = records.to_payload(record)
    kind = str(payload["kind"])
    salt = secrets.token_bytes(32)
    leaf_hash = records.leaf(kind, instant_text(at), payload, salt)
    entry = ArchiveEntry.objects.create(kind=kind, leaf_hash=leaf_hash, recorded_at=at)
    ArchiveRecord.objects.create(
        entry=entry,
        archive=archive,
        subject=_subject(record),
        year=getattr(record, "year", None),
        payload=canonical(payload).decode(),
        salt=salt,
    )
    return entry


def course_subject(institution: str, course: str) -> str:
    """Return how records name a course (R1)."""
    return f"{institution}/{course}"


def _subject(record: records.Record) -> str:
    """Name the course that a record is of, also of a record that came from elsewhere."""
    record, _origin = original(record)
    if isinstance(record, records.RowRecord | records.CorrectionRecord):
        return course_subject(record.institution, record.course)
    return record.subject if isinstance(record, records.ImportedHoursRecord) else ""
