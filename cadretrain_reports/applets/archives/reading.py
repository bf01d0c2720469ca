"""Reading learner archives, page by page (9.1, 9.2)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from cadretrain_reports.applets.archives.models import ArchiveEntry, ArchiveRecord, LearnerArchive
from cadretrain_reports.applets.backfill.api import studied_before
from cadretrain_reports.rules.handover import original
from cadretrain_reports.rules.records import (
    CreditRecord,
    ImportedHoursRecord,
    Record,
    ReversalRecord,
    from_payload,
)

PAGE: Final = 1_000
"""How many records or hashes are held at once."""

ARCHIVES: Final = 200
"""How many archives are held at once, with all that belongs to a year of each."""


_FROM_ELSEWHERE: Final = ("taken_in", "imported_hours")
"""The kinds of records that say what was credited at other places."""


def archives_studied_before(instant: object) -> Iterator[list[LearnerArchive]]:
    """Yield pages of archives opened before an instant, or with backfilled study from before it, by archive number."""
    yield from _pages(LearnerArchive.objects.filter(Q(opened_at__lt=instant) | Q(studied_before(instant))))


def archives_in_period(year: int, opened_before: object, size: int) -> Iterator[list[LearnerArchive]]:
    """Yield pages of the archives in a package of ``year``, by archive number, with trainee, unit and account.

    Those are the ones opened before its end, and those of which the log below index ``size`` says, by a backfill, that
    there was study in it.
    """
    studied = Exists(_studied(year, size).filter(archive=OuterRef("pk")))
    yield from _pages(LearnerArchive.objects.filter(Q(opened_at__lt=opened_before) | Q(studied)))


def _pages(archives: QuerySet[LearnerArchive]) -> Iterator[list[LearnerArchive]]:
    archives = archives.select_related("trainee__unit", "trainee__account__user").order_by("number")
    last = ""
    while page := list(archives.filter(number__gt=last)[:ARCHIVES]):
        yield page
        last = page[-1].number


def _studied(year: int, size: int) -> QuerySet[ArchiveRecord]:
    return ArchiveRecord.objects.filter(year=year, entry__kind="study", entry__position__index__lt=size)


def records_of(archives: Sequence[LearnerArchive], year: int, size: int) -> QuerySet[ArchiveRecord]:
    """Return the records of an annual period, and the openings, below log index ``size``, in log order."""
    return _period(year, size).filter(archive__in=archives).order_by("entry__position__index")


def period_records(year: int, opened_before: object, size: int) -> Iterator[ArchiveRecord]:
    """Yield every record that a package of ``year`` carries, in log order, a page at a time."""
    studied = Exists(_studied(year, size).filter(archive=OuterRef("archive")))
    records = _period(year, size).filter(Q(archive__opened_at__lt=opened_before) | Q(studied))
    records = records.order_by("entry__position__index")
    last = -1
    while page := list(records.filter(entry__position__index__gt=last)[:PAGE]):
        yield from page
        last = page[-1].entry.position.index


def whole_archive(archive: LearnerArchive, size: int) -> QuerySet[ArchiveRecord]:
    """Return every record of one archive below log index ``size``, of all years, in log order."""
    records = ArchiveRecord.objects.select_related("entry__position").filter(entry__position__index__lt=size)
    return records.filter(archive=archive).order_by("entry__position__index")


def facts_of_kind(archive: LearnerArchive, kind: str) -> list[Record]:
    """Return what the records of one kind say, in their order, whether they have a place in the log yet or not."""
    payloads = archive.records.filter(entry__kind=kind).order_by("pk").values_list("payload", flat=True)
    return [from_payload(json.loads(payload)) for payload in payloads]


def having(trainee_ids: Iterable[int]) -> set[int]:
    """Return those of these trainees whose archive has begun; one query."""
    return set(LearnerArchive.objects.filter(pk__in=list(trainee_ids)).values_list("pk", flat=True))


def credited_elsewhere(trainee_ids: Iterable[int]) -> dict[tuple[int, str], Decimal]:
    """Return by (trainee id, course subject) the hours of every credit that was taken in, or imported as a course's.

    Those courses are exempt here (8.2.5). A credit that was reversed where it was earned is none (R4).
    """
    taken = ArchiveRecord.objects.filter(archive__in=list(trainee_ids), entry__kind__in=_FROM_ELSEWHERE)
    credited: dict[tuple[int, str], Decimal] = {}
    for trainee, subject, payload in (
        taken.exclude(subject="").order_by("pk").values_list("archive", "subject", "payload")
    ):
        record, _origin = original(from_payload(json.loads(payload)))
        if isinstance(record, CreditRecord | ImportedHoursRecord):
            credited[trainee, subject] = Decimal(record.credit_hours)
        elif isinstance(record, ReversalRecord):
            credited.pop((trainee, subject), None)
    return credited


def latest_payloads(archives: Sequence[LearnerArchive], kind: str, year: int) -> dict[tuple[int, str], str]:
    """Return the newest records of one kind and annual period as canonical JSON, by (trainee id, subject)."""
    found = ArchiveRecord.objects.filter(archive__in=archives, year=year, entry__kind=kind).order_by("pk")
    rows = found.values_list("archive", "subject", "payload")
    return {(trainee, subject): payload for trainee, subject, payload in rows}


def leaf_hashes(size: int) -> Iterator[bytes]:
    """Yield the leaf hashes of the first ``size`` entries in log order, a page at a time."""
    for start in range(0, size, PAGE):
        entries = ArchiveEntry.objects.filter(position__index__gte=start, position__index__lt=min(start + PAGE, size))
        for leaf_hash in entries.order_by("position__index").values_list("leaf_hash", flat=True):
            yield bytes(leaf_hash)


def _period(year: int, size: int) -> QuerySet[ArchiveRecord]:
    in_period = Q(year=year) | Q(entry__kind="account")
    return ArchiveRecord.objects.select_related("entry__position").filter(in_period, entry__position__index__lt=size)
