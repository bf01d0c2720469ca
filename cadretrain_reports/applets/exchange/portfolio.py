"""The rows and entries of one annual portfolio package, drawn from the archive page by page (9.1.2)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from cadretrain_reports import conf
from cadretrain_reports.applets.archives import api as archives
from cadretrain_reports.offline.entries import EntryLine
from cadretrain_reports.rules import records, rows
from cadretrain_reports.rules.merkle import ProofTree
from cadretrain_reports.rules.periods import Period
from cadretrain_reports.rules.values import instant_text

_OF_COURSES: Final = ("study", "credit", "assessment", "reversal")
"""The kinds of records that course rows are made of."""


@dataclass(frozen=True, slots=True)
class Portfolio:
    """What a package of ``period`` holds, as the log stood at ``size`` entries: one state, however often read."""

    period: Period
    size: int

    def metadata_rows(self) -> Iterator[rows.Row]:
        """Yield one row for each account opened before the period's end, names and accounts masked (9.2.3).

        Of a person who came with a hand-over there may be an archive and no account yet.
        """
        for page in archives.archives_in_period(self.period.label, self.period.end_at, self.size):
            grouped = self._grouped(page)
            for archive in page:
                if any(record.entry.kind == "account" for record in grouped.get(archive.pk, ())):
                    yield _metadata_row(archive, grouped[archive.pk])

    def course_rows(self) -> Iterator[rows.Row]:
        """Yield one row for each trainee and course studied or credited in the period."""
        for page in archives.archives_in_period(self.period.label, self.period.end_at, self.size):
            grouped = self._grouped(page)
            for archive in page:
                yield from _course_rows(archive, grouped.get(archive.pk, ()))

    def entries(self) -> Iterator[EntryLine]:
        """Yield every entry behind the rows in log order, with its proof under the checkpoint of ``size``."""
        tree = ProofTree(archives.leaf_hashes(self.size))
        for record in archives.period_records(self.period.label, self.period.end_at, self.size):
            yield entry_line(record, tree)

    def _grouped(self, page: Sequence[archives.LearnerArchive]) -> dict[int, list[archives.ArchiveRecord]]:
        """Return the records of a page's archives below ``size``; an archive opened since then has none."""
        grouped: dict[int, list[archives.ArchiveRecord]] = defaultdict(list)
        for record in archives.records_of(page, self.period.label, self.size):
            grouped[record.archive_id].append(record)
        return grouped


def entry_line(record: archives.ArchiveRecord, tree: ProofTree) -> EntryLine:
    """Return a record with its entry as a package carries them, proved in ``tree``."""
    index = record.entry.position.index
    return EntryLine(
        index=index,
        kind=record.entry.kind,
        at=instant_text(record.entry.recorded_at),
        salt=bytes(record.salt),
        record=json.loads(record.payload),
        proof=tree.inclusion_proof(index),
    )


def _metadata_row(archive: archives.LearnerArchive, found: Sequence[archives.ArchiveRecord]) -> rows.Row:
    opening = next(record for record in found if record.entry.kind == "account")
    account = records.from_payload(json.loads(opening.payload))
    assert isinstance(account, records.AccountRecord)  # noqa: S101 - the kind was just read
    trainee = archive.trainee
    basic = rows.BasicInformation(
        name=trainee.name,
        organization=trainee.unit.code,
        organization_name=trainee.unit.name,
        position=trainee.position,
        rank=trainee.rank,
        account=trainee.account.user.get_username(),
        account_status=trainee.account.status,
    )
    updated_at = instant_text(found[-1].entry.recorded_at)
    return rows.metadata_row(
        account, basic.masked(), updated_at, [opening.entry.position.index], time_zone=conf.time_zone()
    )


def _course_rows(archive: archives.LearnerArchive, found: Sequence[archives.ArchiveRecord]) -> Iterator[rows.Row]:
    """Yield the rows of one archive in the order of their course ids."""
    by_course: dict[str, list[archives.ArchiveRecord]] = defaultdict(list)
    for record in found:
        if record.entry.kind in _OF_COURSES:
            by_course[record.subject].append(record)
    for _subject, group in sorted(by_course.items()):
        said = (records.from_payload(json.loads(record.payload)) for record in group)
        yield rows.course_row(
            rows.row_facts(record for record in said if isinstance(record, records.RowRecord)),
            archive.number,
            [record.entry.position.index for record in group],
            bands=conf.credit_hour_bands(),
            time_zone=conf.time_zone(),
        )
