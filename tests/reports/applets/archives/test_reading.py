"""Reading archives page by page."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from cadretrain_reports.applets.archives import api as archives
from cadretrain_reports.applets.archives import reading
from cadretrain_reports.applets.archives.api import LearnerArchive
from cadretrain_reports.applets.archives.models import ArchiveEntry
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.rules.canonical import canonical
from cadretrain_reports.rules.records import to_payload
from tests import factories
from tests.conftest import NEW_YEAR
from tests.reports.applets.archives.test_writing import AT, study_record
from tests.reports.rules import samples

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PAGE", 2)
    monkeypatch.setattr(reading, "ARCHIVES", 2)


@pytest.fixture
def opened(at_new_year: SimulatedClock) -> list[LearnerArchive]:
    """Five archives, opened a day apart."""
    found = []
    for number in range(5):
        found.append(factories.trainee(f"A{number}").trainee.archive)
        at_new_year.advance(86_400)
    return found


def study(archive: LearnerArchive, **changed: Any) -> ArchiveEntry:
    return archives.append(archive, study_record(trainee=str(archive.trainee.uuid), **changed), AT)


def test_archives_come_in_pages_up_to_an_instant(opened: list[LearnerArchive], at_new_year: SimulatedClock) -> None:
    pages = list(archives.archives_studied_before(at_new_year.at))
    assert [[archive.pk for archive in page] for page in pages] == [
        [archive.pk for archive in opened[start : start + 2]] for start in (0, 2, 4)
    ]
    early = opened[2].opened_at
    assert [archive for page in archives.archives_studied_before(early) for archive in page] == opened[:2]


def test_archives_come_in_the_order_of_their_code_points(at_new_year: SimulatedClock) -> None:
    numbers = ["a", "B", "A10", "A9", "Z-1", "Z1", "学员", "张", "é"]
    for number in numbers:
        factories.trainee(number)
    pages = archives.archives_studied_before(at_new_year.at + timedelta(1))
    assert [archive.number for page in pages for archive in page] == sorted(numbers)


def test_a_page_brings_trainee_unit_and_account_along(
    opened: list[LearnerArchive], at_new_year: SimulatedClock, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page = next(archives.archives_studied_before(at_new_year.at))
    with django_assert_num_queries(0):
        assert {archive.trainee.unit.code for archive in page} == {"BUREAU"}
        assert all(archive.trainee.account.user.username for archive in page)


def test_leaves_come_in_log_order(opened: list[LearnerArchive]) -> None:
    archives.sequence()
    leaves = [bytes(entry.leaf_hash) for entry in ArchiveEntry.objects.order_by("pk")]
    assert list(archives.leaf_hashes(5)) == leaves
    assert list(archives.leaf_hashes(3)) == leaves[:3]
    assert list(archives.leaf_hashes(0)) == []


def test_records_of_a_period_and_openings_below_a_size(opened: list[LearnerArchive]) -> None:
    wanted = study(opened[0])
    study(opened[0], year=2025)
    study(opened[1])
    archives.sequence()
    late = study(opened[0], learning_duration=1000)
    archives.sequence()
    below = archives.records_of(opened[:1], 2026, 8)
    assert [record.entry.kind for record in below] == ["account", "study"]
    assert below[1].entry == wanted
    assert [record.entry for record in archives.records_of(opened[:1], 2026, 9)][-1] == late
    assert [record.entry.position.index for record in archives.records_of(opened, 2026, 9)] == [0, 1, 2, 3, 4, 5, 7, 8]


def test_period_records_come_in_log_order_over_pages(opened: list[LearnerArchive], at_new_year: SimulatedClock) -> None:
    for archive in reversed(opened[:-1]):
        study(archive)
    archives.sequence()
    everything = [record.entry.position.index for record in archives.period_records(2026, at_new_year.at, 10)]
    assert everything == list(range(9))
    assert [record.entry.kind for record in archives.period_records(2025, at_new_year.at, 10)] == ["account"] * 5
    before_last = opened[-1].opened_at
    assert len(list(archives.period_records(2026, before_last, 10))) == 8


def test_an_archive_opened_later_is_in_the_package_of_a_year_that_was_backfilled(
    opened: list[LearnerArchive], at_new_year: SimulatedClock
) -> None:
    last = opened[-1]
    study(last)
    archives.sequence()
    pages = archives.archives_in_period(2026, opened[0].opened_at, 6)
    assert [archive for page in pages for archive in page] == [last]
    assert not list(archives.archives_in_period(2026, opened[0].opened_at, 5))
    told = archives.period_records(2026, opened[0].opened_at, 6)
    assert [(record.entry.kind, record.archive) for record in told] == [("account", last), ("study", last)]


def test_a_record_without_a_place_in_the_log_is_not_read(
    opened: list[LearnerArchive], at_new_year: SimulatedClock
) -> None:
    archives.sequence()
    study(opened[0])
    assert len(list(archives.period_records(2026, at_new_year.at + timedelta(1), 100))) == 5


def test_the_newest_payload_of_each_course(opened: list[LearnerArchive]) -> None:
    study(opened[0])
    newest = study(opened[0], learning_duration=1000)
    other = study(opened[0], course="C2")
    study(opened[1], year=2025)
    found = archives.latest_payloads(opened, "study", 2026)
    assert found == {
        (opened[0].pk, "SASW/C1"): newest.record.payload,
        (opened[0].pk, "SASW/C2"): other.record.payload,
    }


def test_credits_that_were_taken_in_are_found_by_course(at_new_year: SimulatedClock) -> None:
    """Other records that came along exempt from nothing."""
    taken, other = (factories.trainee().trainee.archive for _ in range(2))
    for record in (samples.STUDY, replace(samples.CREDIT, course="K-9")):
        entry = canonical({"record": to_payload(record)}).decode()
        archives.append(taken, replace(samples.TAKEN_IN, entry=entry), NEW_YEAR)
    archives.append(other, samples.CREDIT, NEW_YEAR)
    hours = Decimal(samples.CREDIT.credit_hours)
    assert archives.credited_elsewhere([taken.pk, other.pk]) == {(taken.pk, "XZ/K-9"): hours}
    assert archives.credited_elsewhere([other.pk]) == {}


def test_facts_of_one_kind_come_in_their_order(at_new_year: SimulatedClock) -> None:
    archive = factories.trainee().trainee.archive
    later = replace(samples.TRANSFER, from_unit="U-02", to_unit="U-03")
    for record in (samples.TRANSFER, samples.STUDY, later):
        archives.append(archive, record, NEW_YEAR)
    assert archives.facts_of_kind(archive, "transfer") == [samples.TRANSFER, later]


def test_a_whole_archive_is_of_all_years_below_a_size(at_new_year: SimulatedClock) -> None:
    archive = factories.trainee().trainee.archive
    factories.trainee()
    archives.append(archive, replace(samples.TRANSFER, year=2025), NEW_YEAR)
    archives.append(archive, samples.TRANSFER, NEW_YEAR)
    archives.sequence()
    whole = [(record.entry.position.index, record.entry.kind) for record in archives.whole_archive(archive, 4)]
    assert whole == [(0, "account"), (2, "transfer"), (3, "transfer")]
    assert archives.whole_archive(archive, 3).count() == 2
