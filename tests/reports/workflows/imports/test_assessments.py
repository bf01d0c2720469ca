"""Results from a table: good rows go in, bad ones come back with reasons, the same again changes nothing."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports.applets.assessments.api import AssessmentResult
from cadretrain_reports.applets.credits.api import CreditEntry
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.people.api import Account
from cadretrain_reports.clock import SimulatedClock
from tests import factories
from tests.factories_assessments import assessed, assessor
from tests.factories_courses import institution_below
from tests.factories_imports import Said, counts, refused
from tests.reports.workflows.imports.conftest import Send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]


@pytest.fixture
def sender() -> Any:
    """Return an academic-affairs officer of SASW, which serves the unit BUREAU."""
    organizations.serve(institution_below(), factories.organization("BUREAU"))
    return assessor()


@pytest.fixture
def account() -> Account:
    """Return the trainee of the row."""
    return factories.trainee("T1", "李四")


def row(**cells: str) -> Said:
    said = {"code": "T1", "organization": "SASW", "course": "C1", "assessed_on": "2026/1/5", "score": "85.5"}
    return {**said, **cells}


def test_a_result_is_taken_in_and_the_credit_falls(send: Send, account: Account, at_new_year: SimulatedClock) -> None:
    assessed()
    factories.learn(account, at_new_year, 120)
    assert counts(send("assessments", row(name="李四", note="现场考试"))) == (1, 0, 0, 0)
    result = AssessmentResult.objects.get()
    assert (str(result.score), result.source, result.note) == ("85.50", "file", "现场考试")
    assert CreditEntry.objects.count() == 1


def test_the_same_file_again_changes_nothing(send: Send, account: Account) -> None:
    assessed()
    for expected in ((1, 0, 0, 0), (0, 0, 1, 0)):
        assert counts(send("assessments", row(score="", passed="合格"))) == expected
    assert AssessmentResult.objects.count() == 1


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"score": "八十"}, "A score is a number"),
        ({"score": "101"}, "between 0 and 100"),
        ({"score": "", "passed": "也许"}, "是 or 否"),
        ({"score": ""}, "Give the score"),
        ({"passed": "不合格"}, "says otherwise"),
        ({"assessed_on": "2026-02-30"}, "no such day"),
        ({"assessed_on": "2026-01-06"}, "not come yet"),
        ({"code": "T9"}, "no such trainee"),
        ({"course": "C9"}, "may not record"),
        ({"organization": "OTHER"}, "may not record"),
        ({"name": "王五"}, "another name"),
    ],
)
def test_rows_that_come_back(send: Send, account: Account, cells: dict[str, str], reason: str) -> None:
    assessed()
    factories.institution("OTHER")
    outcome = send("assessments", row(**cells))
    assert counts(outcome) == (0, 0, 0, 1)
    assert reason in refused(outcome)[2]
    assert not AssessmentResult.objects.exists()


def test_whoever_is_not_seen_is_not_there(send: Send, account: Account) -> None:
    assessed()
    factories.trainee("T2", unit="ELSEWHERE")
    assert "no such trainee" in refused(send("assessments", row(code="T2")))[2]


def test_nobody_is_assessed_twice_on_one_day(send: Send, account: Account) -> None:
    assessed()
    assert "in line 2" in refused(send("assessments", row(), row(score="60")))[3]
    assert "Another result of that day" in refused(send("assessments", row(score="60")))[2]
