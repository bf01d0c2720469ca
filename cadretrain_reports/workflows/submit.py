"""Handing in a year: its studies are archived, the log is signed, the package is written (9.1.1, 9.1.2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from django.db import transaction

from cadretrain_reports import clock, conf
from cadretrain_reports.applets.archives import api as archives
from cadretrain_reports.applets.backfill import api as backfills
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.credits import api as credits
from cadretrain_reports.applets.exchange import api as exchange
from cadretrain_reports.applets.learning import api as learning
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.rules.canonical import canonical
from cadretrain_reports.rules.durations import Interval, clip, learning_duration
from cadretrain_reports.rules.periods import Period, period_by_label, period_of
from cadretrain_reports.rules.records import StudyRecord, to_payload
from cadretrain_reports.rules.traces import overlap
from cadretrain_reports.rules.values import instant_text
from cadretrain_reports.workflows.study import grant_due


def export_year(year: int) -> Path:
    """Write the portfolio package of an annual period and return its folder."""
    period = period_by_label(year, conf.period_rule())
    grant_due()
    archive_studies(period)
    checkpoint = archives.sequence()
    return exchange.write_portfolio(period, checkpoint, clock.now())


def archive_studies(period: Period) -> int:
    """Append what was studied in a period wherever the archive does not say so yet; return how many were appended.

    Doing it again appends nothing: a study record is made only when it differs from the newest one.
    """
    learning.flush_all()
    appended = 0
    for page in archives.archives_studied_before(period.end_at):
        with transaction.atomic():
            archives.lock_archives(page)
            appended += archive_studies_of(page, period)
    return appended


def archive_studies_of(page: Sequence[archives.LearnerArchive], period: Period) -> int:
    """Append as ``archive_studies`` does to archives that the caller has locked."""
    appended = 0
    archived = archives.latest_payloads(page, "study", period.label)
    for archive, record in _studies(page, period):
        subject = archives.course_subject(record.institution, record.course)
        if archived.get((archive.pk, subject)) != canonical(to_payload(record)).decode():
            archives.append(archive, record, clock.now())
            appended += 1
    return appended


def first_year(archive: archives.LearnerArchive) -> int:
    """Return the label of the first annual period of which an archive may say something, backfilled ones included."""
    begun = min(filter(None, (archive.opened_at, backfills.first_inferred_at(archive.pk))))
    return period_of(begun, conf.period_rule()).label


def _studies(
    page: Sequence[archives.LearnerArchive], period: Period
) -> Iterator[tuple[archives.LearnerArchive, StudyRecord]]:
    """Yield what each trainee of a page studied in the period, course by course.

    It belongs to the unit of the last second studied, so that archiving an old year anew after a transfer says nothing
    else than before (R9).
    """
    counted = learning.counted_intervals([archive.pk for archive in page])
    versions = courses.latest_versions({course for studied in counted.values() for course in studied})
    exempt = credits.credited_before(counted, period.label)
    elsewhere = archives.credited_elsewhere(counted)
    units = people.unit_histories(counted)
    inferred = backfills.inferred(counted)
    for archive in page:
        for course, intervals in sorted(counted[archive.pk].items()):
            studied = clip(intervals, period.start_at, period.end_at)
            if studied:
                version, unit = versions[course], units[archive.pk].at(studied[-1][1]).code
                subject = archives.course_subject(version.course.institution.code, version.course.code)
                is_exempt = (archive.pk, course) in exempt or (archive.pk, subject) in elsewhere
                record = _study_record(archive, version, studied, unit, period.label, exempt=is_exempt)
                backfilled = overlap(studied, inferred[archive.pk].get(course, ()))
                yield archive, replace(record, backfilled_duration=learning_duration(backfilled))


def _study_record(
    archive: archives.LearnerArchive,
    version: courses.CourseVersion,
    studied: Sequence[Interval],
    unit: str,
    year: int,
    *,
    exempt: bool,
) -> StudyRecord:
    return StudyRecord(
        trainee=str(archive.trainee.uuid),
        institution=version.course.institution.code,
        course=version.course.code,
        course_version=version.number,
        course_title=version.title,
        course_duration=version.course_duration,
        year=year,
        started_at=instant_text(studied[0][0]),
        studied_until=instant_text(studied[-1][1]),
        learning_duration=learning_duration(studied),
        exempt=exempt,
        unit=unit,
    )
