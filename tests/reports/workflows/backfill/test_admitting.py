"""Inferred time yields credit only when a second person says so, and bears its mark into every package."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.backfill.models import Backfill
from cadretrain_reports.applets.credits.api import CreditEntry
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.offline.verify import verify_package
from cadretrain_reports.refusals import Refused
from cadretrain_reports.rules.notes import Signer
from cadretrain_reports.scopes.api import Denied
from cadretrain_reports.workflows.backfill import admit_backfill
from cadretrain_reports.workflows.study import grant_due
from cadretrain_reports.workflows.submit import export_year
from tests import factories, factories_backfill
from tests.factories_backfill import backfilled
from tests.tracking_logs import unit

pytestmark = pytest.mark.django_db

Mark = Callable[..., Any]


@pytest.fixture
def second() -> Any:
    """Return another site operator."""
    return factories_backfill.operator("second-operator")


def rows(package: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (package / "data/portfolio/course.jsonl").read_text().splitlines()]


def test_nothing_is_credited_before_a_second_person_admits_it(
    at_new_year: SimulatedClock, operator: Any, second: Any, marked: Mark, tmp_path: Path
) -> None:
    account, version = factories.trainee(), marked()
    run = backfilled(operator, tmp_path / "t.log", account.user_id)
    grant_due()
    assert not CreditEntry.objects.exists()
    with pytest.raises(Refused) as refused:
        admit_backfill(operator, run.uuid)
    assert refused.value.code == "own_backfill"
    at_new_year.advance(3600)
    assert admit_backfill(second, run.uuid) == 1
    entry = CreditEntry.objects.get()
    assert (entry.study, entry.version) == (factories.study_of(account, version), version)
    # The admission is the last condition (R2): no year that may be closed gets hours.
    assert (entry.earned_at, entry.year) == (at_new_year.at, 2026)
    assert admit_backfill(second, run.uuid) == 0
    assert AuditEntry.objects.filter(act="admit_backfill", outcome="done").count() == 1


def test_what_was_learned_of_it_is_shown_at_once_and_adds_up_with_beats(
    at_new_year: SimulatedClock, operator: Any, second: Any, marked: Mark, tmp_path: Path
) -> None:
    account = factories.trainee()
    marked(duration=390)
    run = backfilled(operator, tmp_path / "t.log", account.user_id)
    page = factories.Page(account, "block-old-1", at_new_year)
    page.learn(60)
    assert not CreditEntry.objects.exists()
    admit_backfill(second, run.uuid)
    assert CreditEntry.objects.get().learning_duration == 390


@pytest.mark.parametrize("hindrance", ["draft", "assessed"])
def test_the_ordinary_conditions_hold(
    at_new_year: SimulatedClock, operator: Any, second: Any, marked: Mark, tmp_path: Path, hindrance: str
) -> None:
    account = factories.trainee()
    if hindrance == "assessed":
        marked(assessment="subjective_offline")
    else:
        factories.draft("C1", 300, usage_key="b1", course_run="course-v1:SASW+CADRE+2019", covers=unit(1))
    run = backfilled(operator, tmp_path / "t.log", account.user_id)
    assert admit_backfill(second, run.uuid) == 0
    assert not CreditEntry.objects.exists()


def test_a_standing_credit_is_not_doubled(
    at_new_year: SimulatedClock, operator: Any, second: Any, marked: Mark, tmp_path: Path
) -> None:
    account = factories.trainee()
    marked()
    run = backfilled(operator, tmp_path / "t.log", account.user_id)
    factories.Page(account, "block-old-1", at_new_year).learn(300)
    assert CreditEntry.objects.count() == 1
    assert admit_backfill(second, run.uuid) == 0
    assert CreditEntry.objects.count() == 1


def test_who_may_not_and_what_cannot_be_admitted(operator: Any, second: Any) -> None:
    with pytest.raises(Denied):
        admit_backfill(factories.user(), uuid.uuid4())
    with pytest.raises(Refused) as refused:
        admit_backfill(second, uuid.uuid4())
    assert refused.value.code == "no_backfill"


def test_one_that_has_not_ended_waits(at_new_year: SimulatedClock, operator: Any, second: Any) -> None:
    run = Backfill.objects.create(started_by=operator, started_at=at_new_year.at, until=at_new_year.at)
    with pytest.raises(Refused) as refused:
        admit_backfill(second, run.uuid)
    assert refused.value.code == "not_ended"


def test_the_packages_of_old_and_new_years_bear_the_mark(
    at_new_year: SimulatedClock,
    operator: Any,
    second: Any,
    marked: Mark,
    tmp_path: Path,
    exports: Path,
    signing_key: Signer,
) -> None:
    account = factories.trainee()
    marked()
    run = backfilled(operator, tmp_path / "t.log", account.user_id)
    old = export_year(2019)
    assert verify_package(old, signing_key.verifier).problems == ()
    (row,) = rows(old)
    assert (row["year"], row["learningDurationSeconds"], row["backfilledDurationSeconds"]) == (2019, 330, 330)
    assert (row["startTime"], row["earnedCreditHour"], row["exempted"]) == ("2019-03-04T09:00:00+08:00", 0, False)
    admit_backfill(second, run.uuid)
    factories.Page(account, "block-old-1", at_new_year).learn(60)
    at_new_year.advance(timedelta(hours=1).total_seconds())
    new = export_year(2026)
    assert verify_package(new, signing_key.verifier).problems == ()
    (row,) = rows(new)
    assert (row["year"], row["learningDurationSeconds"], row["backfilledDurationSeconds"]) == (2026, 60, 330)
    assert (row["earnedCreditHour"], row["counted"]) == (0.25, True)


def test_a_row_that_hides_its_mark_is_found(
    at_new_year: SimulatedClock, operator: Any, marked: Mark, tmp_path: Path, exports: Path, signing_key: Signer
) -> None:
    account = factories.trainee()
    marked()
    backfilled(operator, tmp_path / "t.log", account.user_id)
    package = export_year(2019)
    file = package / "data/portfolio/course.jsonl"
    file.write_text(file.read_text().replace('"backfilledDurationSeconds":330', '"backfilledDurationSeconds":0'))
    assert any("backfilled" in problem.reason for problem in verify_package(package, signing_key.verifier).problems)
