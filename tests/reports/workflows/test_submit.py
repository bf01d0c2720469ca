"""Handing in a year: archived, sequenced, signed, written, and proved to an outsider."""

from __future__ import annotations

import csv
import json
import logging
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection

from cadretrain_reports import clock, conf
from cadretrain_reports.applets.archives.models import ArchiveEntry
from cadretrain_reports.applets.exchange.api import NothingToExport
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.offline.problems import Problem
from cadretrain_reports.offline.verify import verify_package
from cadretrain_reports.rules.notes import Signer
from cadretrain_reports.rules.periods import PeriodError, period_by_label
from cadretrain_reports.workflows.submit import archive_studies, export_year
from tests import factories
from tests.factories import Page
from tests.workers import Died, Worker, crew, together

pytestmark = pytest.mark.django_db


def rows(package: Path, name: str = "course") -> list[dict[str, Any]]:
    text = (package / f"data/portfolio/{name}.jsonl").read_text()
    return [json.loads(line) for line in text.splitlines()]


def problems(package: Path, key: Signer) -> tuple[Problem, ...]:
    return verify_package(package, key.verifier).problems


def kinds() -> list[str]:
    return list(ArchiveEntry.objects.order_by("pk").values_list("kind", flat=True))


def test_a_year_is_exported_and_verified(at_new_year: SimulatedClock, exports: Path, signing_key: Signer) -> None:
    account = factories.trainee("T1")
    factories.released(duration=901)
    factories.learn(account, at_new_year, 901)
    package = export_year(2026)
    report = verify_package(package, signing_key.verifier)
    assert (report.problems, report.records, report.pinned) == ((), 3, True)
    assert kinds() == ["account", "credit", "study"]


def test_another_key_does_not_verify(at_new_year: SimulatedClock, exports: Path) -> None:
    factories.trainee()
    report = verify_package(export_year(2026), Signer.generate("demo.cadretrain.invalid").verifier)
    assert not report.intact


def test_minutes_at_the_edges(at_new_year: SimulatedClock, exports: Path, signing_key: Signer) -> None:
    """R8: a course of 901 s is 16 minutes and half an hour's worth; 901 s of learning are 15 minutes."""
    account = factories.trainee()
    factories.released(duration=901)
    factories.learn(account, at_new_year, 901)
    package = export_year(2026)
    (row,) = rows(package)
    assert (row["courseDuration"], row["courseDurationSeconds"]) == (16, 901)
    assert (row["learningDuration"], row["learningDurationSeconds"]) == (15, 901)
    assert (row["courseCreditHour"], row["earnedCreditHour"], row["progress"]) == (0.5, 0.5, 100)
    with (package / "data/portfolio/course.csv").open(encoding="utf-8-sig", newline="") as file:
        (twin,) = csv.DictReader(file)
    assert (twin["课程时长(分)"], twin["学习时长(分)"], twin["获得学时"]) == ("16", "15", "0.5")


def test_exporting_again_appends_nothing_and_gives_the_same_rows(
    at_new_year: SimulatedClock, exports: Path, signing_key: Signer
) -> None:
    factories.released(duration=300)
    for _ in range(3):
        factories.learn(factories.trainee(), at_new_year, 300)
    first = export_year(2026)
    entries = ArchiveEntry.objects.count()
    at_new_year.advance(1)
    second = export_year(2026)
    assert first != second
    assert ArchiveEntry.objects.count() == entries
    for name in ("course", "metadata"):
        assert rows(second, name) == rows(first, name)
    for package in (first, second):
        assert problems(package, signing_key) == ()


def test_study_between_two_exports(at_new_year: SimulatedClock, exports: Path, signing_key: Signer) -> None:
    account = factories.trainee()
    factories.released(duration=901)
    page = factories.learn(account, at_new_year, 600)
    first = export_year(2026)
    page.learn(301)
    second = export_year(2026)
    assert kinds() == ["account", "study", "credit", "study"]
    (before,), (after,) = rows(first), rows(second)
    assert (before["learningDurationSeconds"], before["earnedCreditHour"], before["entries"]) == (600, 0, [1])
    assert (after["learningDurationSeconds"], after["earnedCreditHour"], after["entries"]) == (901, 0.5, [1, 2, 3])
    assert problems(first, signing_key) == problems(second, signing_key) == ()


def test_study_in_two_periods(exports: Path, signing_key: Signer) -> None:
    """R2: a row in each period in which it was studied, the hours in the one in which the credit falls."""
    with clock.simulated(datetime(2026, 12, 31, 15, 55, tzinfo=UTC)) as at:
        account = factories.trainee()
        factories.released(duration=901)
        factories.learn(account, at, 901)
        packages = {year: export_year(year) for year in (2026, 2027)}
    (old,), (new,) = rows(packages[2026]), rows(packages[2027])
    assert (old["year"], old["learningDurationSeconds"], old["earnedCreditHour"], old["counted"]) == (
        2026,
        300,
        0,
        False,
    )
    assert (old["earnedDate"], old["exempted"], old["startTime"]) == (None, False, "2026-12-31T23:55:00+08:00")
    assert (new["year"], new["learningDurationSeconds"], new["earnedCreditHour"], new["counted"]) == (
        2027,
        601,
        0.5,
        True,
    )
    assert (new["earnedDate"], new["exempted"]) == ("2027-01-01", False)
    assert problems(packages[2026], signing_key) == problems(packages[2027], signing_key) == ()


def test_studying_again_in_a_later_year_is_exempt(
    at_new_year: SimulatedClock, exports: Path, signing_key: Signer
) -> None:
    account = factories.trainee()
    factories.released(duration=60)
    factories.learn(account, at_new_year, 60)
    at_new_year.advance(366 * 86_400)
    factories.learn(account, at_new_year, 120)
    old, new = export_year(2026), export_year(2027)
    (credited,), (exempt,) = rows(old), rows(new)
    assert (credited["exempted"], credited["counted"], credited["earnedCreditHour"]) == (False, True, 0.25)
    assert (exempt["exempted"], exempt["counted"], exempt["earnedCreditHour"]) == (True, False, 0)
    assert exempt["learningDurationSeconds"] == 120
    assert problems(old, signing_key) == problems(new, signing_key) == ()


def test_a_period_with_another_start(exports: Path, signing_key: Signer, settings: Any) -> None:
    settings.CADRETRAIN_PERIOD_START = [9, 1]
    with clock.simulated(datetime(2026, 8, 31, 15, 59, tzinfo=UTC)) as at:
        account = factories.trainee()
        factories.released(duration=120)
        factories.learn(account, at, 120)
        packages = {year: export_year(year) for year in (2025, 2026)}
    said = json.loads((packages[2025] / "data/datapackage.json").read_text())["period"]
    assert (said["label"], said["start"], said["end"]) == (2025, "2025-09-01", "2026-09-01")
    (old,), (new,) = rows(packages[2025]), rows(packages[2026])
    assert (old["learningDurationSeconds"], old["earnedCreditHour"]) == (60, 0)
    assert (new["learningDurationSeconds"], new["earnedCreditHour"], new["earnedDate"]) == (60, 0.25, "2026-09-01")
    assert problems(packages[2025], signing_key) == problems(packages[2026], signing_key) == ()


def test_other_bands_after_registration(
    at_new_year: SimulatedClock, exports: Path, signing_key: Signer, settings: Any
) -> None:
    credited, waiting = factories.trainee(), factories.trainee()
    factories.released(duration=1801)
    settings.CADRETRAIN_CREDIT_HOUR_BANDS = [[1800, "0.5"], [None, "2"]]
    factories.learn(credited, at_new_year, 1801)
    factories.learn(waiting, at_new_year, 60)
    package = export_year(2026)
    found = {row["portfolioId"]: row for row in rows(package)}
    assert found[credited.trainee.code]["earnedCreditHour"] == 1
    assert found[waiting.trainee.code]["earnedCreditHour"] == 0
    assert problems(package, signing_key) == ()


def test_a_name_that_changes_after_the_export_leaves_it_intact(
    at_new_year: SimulatedClock, exports: Path, signing_key: Signer
) -> None:
    account = factories.trainee(name="张三")
    package = export_year(2026)
    account.trainee.name = "李四"
    account.trainee.save()
    assert rows(package, "metadata")[0]["name"] == "张*"
    assert problems(package, signing_key) == ()


def test_a_year_without_study(at_new_year: SimulatedClock, exports: Path, signing_key: Signer) -> None:
    factories.trainee()
    package = export_year(2026)
    assert rows(package) == []
    assert len(rows(package, "metadata")) == 1
    assert rows(export_year(2025), "metadata") == []
    assert problems(package, signing_key) == ()


def test_study_of_another_year_is_not_in_it(exports: Path, signing_key: Signer) -> None:
    with clock.simulated(datetime(2025, 12, 1, tzinfo=UTC)) as at:
        account = factories.trainee()
        factories.released(duration=60)
        at.advance(40 * 86_400)
        factories.learn(account, at, 60)
        package = export_year(2025)
    assert rows(package) == []
    assert problems(package, signing_key) == ()


def test_an_empty_site_says_so(at_new_year: SimulatedClock, exports: Path) -> None:
    with pytest.raises(NothingToExport):
        export_year(2026)
    assert not exports.exists()


def test_a_year_that_is_none(exports: Path) -> None:
    with pytest.raises(PeriodError):
        export_year(10_000)


def test_without_a_key_nothing_is_written(at_new_year: SimulatedClock, exports: Path, settings: Any) -> None:
    factories.trainee()
    settings.CADRETRAIN_SIGNING_KEY_FILE = ""
    with pytest.raises(ImproperlyConfigured):
        export_year(2026)
    assert not exports.exists()


def test_an_error_half_way_leaves_no_package(at_new_year: SimulatedClock, exports: Path) -> None:
    def lose_the_database(execute: Callable[..., Any], *statement: Any) -> Any:
        if list(exports.glob("*.partial")):
            raise OperationalError("server has gone away")
        return execute(*statement)

    factories.trainee()
    with connection.execute_wrapper(lose_the_database), pytest.raises(OperationalError):
        export_year(2026)
    assert list(exports.iterdir()) == []


def test_personal_data_never_enters_the_logs(
    at_new_year: SimulatedClock, exports: Path, caplog: pytest.LogCaptureFixture, host: ModuleType
) -> None:
    with caplog.at_level(logging.DEBUG, logger="cadretrain_reports"):
        account = factories.trainee("T-4711", "欧阳询", username="ouyangxun")
        factories.released(duration=120)
        factories.draft("C1", 60, usage_key="copy")
        factories.learn(account, at_new_year, 120)
        export_year(2026)
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("cadretrain"))
    for secret in ("欧阳询", "ouyangxun", "T-4711", "处长", str(account.trainee.uuid)):
        assert secret not in ours


# Killed, and several at once.


@pytest.fixture
def studied(at_new_year: SimulatedClock) -> dict[str, Any]:
    """Twelve trainees with a study each, and what is to be exported of them."""
    factories.released(duration=120)
    for number in range(12):
        Page(factories.trainee(), "block-C1", at_new_year).learn(60 + 10 * number)
    return {"year": 2026, "at": at_new_year.at.isoformat()}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("writing", "statements"), [(False, 8), (False, 30), (True, 0), (True, 2), (True, 5)])
def test_an_export_killed_half_way(
    studied: dict[str, Any],
    exports: Path,
    signing_key: Signer,
    at_new_year: SimulatedClock,
    writing: bool,
    statements: int,
) -> None:
    exports.mkdir()
    with Worker() as worker:
        worker.do("die_after", statements=statements, once_in=str(exports) if writing else "")
        with pytest.raises(Died):
            worker.do("export", root=str(exports), **studied)
        assert worker.wait() == -signal.SIGKILL
    assert [path.suffix for path in exports.iterdir()] == ([".partial"] if writing else [])
    package = export_year(2026)
    assert problems(package, signing_key) == ()
    assert len(rows(package)) == 12
    assert list(exports.iterdir()) == [package]
    assert kinds().count("study") == 12


@pytest.mark.django_db(transaction=True)
def test_two_processes_that_archive_one_year(studied: dict[str, Any]) -> None:
    with crew() as workers:
        appended = together(workers, "archive_studies", studied)
    assert sorted(appended) == [0, 12]
    assert kinds().count("study") == 12


def test_archiving_counts_what_it_appended(studied: dict[str, Any], at_new_year: SimulatedClock) -> None:
    period = period_by_label(2026, conf.period_rule())
    assert archive_studies(period) == 12
    assert archive_studies(period) == 0
    Page(factories.trainee(), "block-C1", at_new_year).learn(60)
    assert archive_studies(period) == 1
