"""Hours of an older platform: by file, by two persons, never twice, archived as what they are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from cadretrain_reports.applets.archives.models import ArchiveRecord
from cadretrain_reports.applets.backfill.models import PastHours
from cadretrain_reports.applets.credits.api import CreditEntry, total
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.offline.verify import verify_package
from cadretrain_reports.refusals import Refused
from cadretrain_reports.rules.notes import Signer
from cadretrain_reports.scopes.api import Denied
from cadretrain_reports.workflows.imports import import_file
from cadretrain_reports.workflows.past_hours import decide_past_hours
from cadretrain_reports.workflows.standing import standings
from cadretrain_reports.workflows.submit import export_year
from tests import factories
from tests.factories_imports import counts, refused, table
from tests.factories_people import officer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]

OLD = "省干部网络学院"
ROW = {"code": "T1", "platform": OLD, "title": "公文写作", "credit_hours": "1.50", "earned_on": "2019-03-04"}
OURS = {"institution": "SASW", "course": "C1"}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Have reasons said in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def account() -> Any:
    return factories.trainee("T1")


@pytest.fixture
def first(account: Any) -> Any:
    return officer()


@pytest.fixture
def second(account: Any) -> Any:
    return officer()


def bring(user: Any, path: Path, *rows: Any, **options: Any) -> Any:
    return import_file(user, "past_hours", table(path / "h.csv", "past_hours", rows or [ROW]), **options)


def archived() -> list[dict[str, Any]]:
    records = ArchiveRecord.objects.filter(entry__kind="imported_hours").order_by("pk")
    return [json.loads(record.payload) for record in records]


def test_two_persons_bring_them_in(first: Any, second: Any, account: Any, tmp_path: Path) -> None:
    assert counts(bring(first, tmp_path)) == (1, 0, 0, 0)
    assert archived() == []
    assert decide_past_hours(first, OLD, confirmed=True) == {"own": 1}
    assert decide_past_hours(second, OLD, confirmed=True) == {"confirmed": 1}
    (record,) = archived()
    assert {key: record[key] for key in ("platform", "course_title", "credit_hours", "earned_at", "year")} == {
        "platform": OLD,
        "course_title": "公文写作",
        "credit_hours": "1.5",
        "earned_at": "2019-03-03T16:00:00Z",
        "year": 2026,
    }
    assert "subject" not in record
    # Kept apart: they are no hours of this platform, in no year.
    assert (total(account.pk, 2019), total(account.pk, 2026)) == (Decimal(0), Decimal(0))


def test_the_same_file_again_and_a_second_decision_change_nothing(first: Any, second: Any, tmp_path: Path) -> None:
    bring(first, tmp_path)
    assert counts(bring(first, tmp_path)) == (0, 0, 1, 0)
    decide_past_hours(second, OLD, confirmed=True)
    assert decide_past_hours(second, OLD, confirmed=True) == {}
    assert counts(bring(first, tmp_path)) == (0, 0, 1, 0)
    assert len(archived()) == 1


def test_a_trial_keeps_nothing(first: Any, tmp_path: Path) -> None:
    assert counts(bring(first, tmp_path, dry_run=True)) == (1, 0, 0, 0)
    assert not PastHours.objects.exists()


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"credit_hours": "0.3"}, "steps of 0.25"),
        ({"credit_hours": "-1"}, "steps of 0.25"),
        ({"credit_hours": "x"}, "steps of 0.25"),
        ({"earned_on": "2030-01-01"}, "future"),
        ({"platform": ""}, "must not be empty"),
        ({"code": "T9"}, "no such trainee"),
    ],
)
def test_a_bad_row_comes_back_with_its_reason(first: Any, tmp_path: Path, cells: Any, said: str) -> None:
    outcome = bring(first, tmp_path, {**ROW, **cells})
    assert said in refused(outcome)[2]


def test_other_figures_are_no_silent_change(first: Any, tmp_path: Path) -> None:
    bring(first, tmp_path)
    assert "no file changes" in refused(bring(first, tmp_path, {**ROW, "credit_hours": "2"}))[2]


def test_a_course_that_is_credited_here_is_refused(
    first: Any, second: Any, account: Any, at_new_year: SimulatedClock, tmp_path: Path
) -> None:
    """At the file's coming and, if the credit fell since, at the decision (R4)."""
    factories.released("C1", 60)
    bring(first, tmp_path, {**ROW, **OURS})
    factories.learn(account, at_new_year, 60)
    assert decide_past_hours(second, OLD, confirmed=True) == {"credited": 1}
    assert archived() == []
    assert PastHours.objects.get().reason == "credited_already"
    outcome = bring(first, tmp_path, {**ROW, **OURS, "title": "公文写作二"})
    assert "no course counts twice" in refused(outcome)[2]


def test_a_course_that_they_are_of_is_exempt_here(
    first: Any, second: Any, account: Any, at_new_year: SimulatedClock, tmp_path: Path
) -> None:
    version = factories.released("C1", 60)
    bring(first, tmp_path, {**ROW, **OURS})
    decide_past_hours(second, OLD, confirmed=True)
    assert standings(account.trainee, [version])[version.course_id].state == "exempt"
    factories.learn(account, at_new_year, 120)
    assert not CreditEntry.objects.exists()
    outcome = bring(first, tmp_path, {**ROW, **OURS, "platform": "另一平台"})
    assert "no course counts twice" in refused(outcome)[2]


def test_refusing_takes_a_reason(first: Any, second: Any, tmp_path: Path) -> None:
    bring(first, tmp_path)
    with pytest.raises(Refused):
        decide_past_hours(second, OLD, confirmed=False)
    assert decide_past_hours(second, OLD, confirmed=False, reason="无证明") == {"refused": 1}
    assert (PastHours.objects.get().state, archived()) == ("refused", [])


def test_who_may_not(first: Any, tmp_path: Path) -> None:
    bring(first, tmp_path)
    with pytest.raises(Denied):
        decide_past_hours(factories.user(), OLD, confirmed=True)
    elsewhere = officer(factories.department("ELSEWHERE"))
    assert decide_past_hours(elsewhere, OLD, confirmed=True) == {"out_of_reach": 1}
    assert "no such trainee" in refused(bring(elsewhere, tmp_path, {**ROW, "title": "另一课"}))[2]


def test_they_go_into_the_package_and_are_verified(
    first: Any, second: Any, tmp_path: Path, exports: Path, signing_key: Signer
) -> None:
    bring(first, tmp_path, {**ROW, **OURS})
    decide_past_hours(second, OLD, confirmed=True)
    package = export_year(2026)
    report = verify_package(package, signing_key.verifier)
    assert (report.problems, report.records) == ((), 2)
