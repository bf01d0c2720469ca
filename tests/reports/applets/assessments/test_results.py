"""Results on their own: every attempt is kept, the same again is none, and which one counts is a rule (8.2.5)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from cadretrain_reports.applets.assessments import api as assessments
from cadretrain_reports.applets.assessments.api import AssessmentResult, Outcome, Source
from cadretrain_reports.applets.courses.api import CourseVersion
from cadretrain_reports.applets.learning import api as learning
from tests import factories
from tests.conftest import NEW_YEAR
from tests.factories_assessments import assessed
from tests.factories_plans import refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]

AT = NEW_YEAR + timedelta(days=30)


@pytest.fixture
def version() -> CourseVersion:
    return assessed(pass_mark=60)


@pytest.fixture
def study(version: CourseVersion) -> learning.CourseStudy:
    return learning.open_study(factories.trainee().pk, version.course_id, NEW_YEAR)


@pytest.fixture
def staff() -> Any:
    return factories.user()


def outcome(points: str | None, *, day: int = 0, passed: bool | None = None, note: str = "") -> Outcome:
    return Outcome(NEW_YEAR + timedelta(days=day), Decimal(points) if points else None, passed, note)


def keep(study: Any, version: Any, said: Outcome, by: Any = None, source: Source = Source.STAFF) -> AssessmentResult:
    result, is_new = assessments.keep(study, version, said, source, by, AT)
    assert is_new
    return result


def test_an_attempt_is_judged_by_the_pass_mark_of_the_day(study: Any, version: Any, staff: Any) -> None:
    first = keep(study, version, outcome("59.99", note=" 补考 "), staff)
    second = keep(study, version, outcome("60", day=1), staff)
    third = keep(study, version, outcome(None, day=2, passed=True), staff)
    assert [(row.attempt, row.passed, row.pass_mark) for row in (first, second, third)] == [
        (1, False, 60),
        (2, True, 60),
        (3, True, 60),
    ]
    assert (first.note, first.by, first.recorded_at, first.method) == ("补考", staff, AT, "subjective_offline")
    assert assessments.results_of(study.pk) == assessments.results_of(study.pk, first.method) == [first, second, third]
    assert assessments.results_of(study.pk, "objective_offline") == []


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        (outcome(None), ("no_result", "score")),
        (outcome("100.01"), ("bad_score", "score")),
        (outcome("-1"), ("bad_score", "score")),
        (outcome("70", passed=False), ("contradiction", "passed")),
        (outcome("70", day=31), ("in_future", "assessed_on")),
    ],
)
def test_what_cannot_be_kept(study: Any, version: Any, staff: Any, said: Outcome, refused: tuple[str, str]) -> None:
    assert refusal(assessments.keep, study, version, said, Source.STAFF, staff, AT) == refused
    assert not AssessmentResult.objects.exists()


def test_of_people_the_same_result_of_a_day_is_sent_once(study: Any, version: Any, staff: Any) -> None:
    first = keep(study, version, outcome("70"), staff)
    again = assessments.keep(study, version, outcome("70"), Source.FILE, factories.user(), AT)
    assert again == (first, False)
    assert refusal(keep, study, version, outcome("71"), staff) == ("other_result", "score")
    assert keep(study, version, outcome("70", day=1), staff).attempt == 2


def test_of_the_platform_the_grade_that_it_gave_last(study: Any, version: Any) -> None:
    for points in ("40", "80", "40"):
        keep(study, version, outcome(points), source=Source.PLATFORM)
        assert not assessments.keep(study, version, outcome(points, day=1), Source.PLATFORM, None, AT)[1]
    assert AssessmentResult.objects.count() == 3


def test_a_wrong_result_is_replaced_once(study: Any, version: Any, staff: Any) -> None:
    wrong = keep(study, version, outcome("16"), staff)
    right = assessments.correct(wrong, outcome("61", note="登分有误"), staff, AT)
    assert (right.replaces, right.source, right.attempt, right.passed) == (wrong, "correction", 2, True)
    assert refusal(assessments.correct, wrong, outcome("62", note="再改"), staff, AT) == ("replaced", "")
    assert refusal(assessments.correct, right, outcome("61", note="再改"), staff, AT) == ("same_result", "")
    assert refusal(assessments.correct, right, outcome("62"), staff, AT) == ("missing", "note")
    assert assessments.counted_of(study.pk, wrong.method) == right
    # Who sends the file anew in which it stood wrong means nothing new.
    assert assessments.keep(study, version, outcome("16"), Source.FILE, staff, AT) == (wrong, False)


def test_which_attempt_counts(study: Any, version: Any, staff: Any, settings: Any) -> None:
    assert assessments.counted([]) is None
    points = ("70", "90", "90", "50")
    rows = [keep(study, version, outcome(one, day=day), staff) for day, one in enumerate(points)]
    assert assessments.counted(rows) == rows[1]
    assert assessments.counted_of(study.pk, rows[0].method, rows[2].assessed_at) == rows[2]
    settings.CADRETRAIN_ATTEMPT_THAT_COUNTS = "last"
    assert assessments.counted(rows) == rows[3]


def test_a_later_version_may_ask_for_more(study: Any, version: Any, staff: Any) -> None:
    result = keep(study, version, outcome("70"), staff)
    verdict = keep(study, version, outcome(None, day=1, passed=True), staff)
    assert not assessments.passes(None, version)
    assert assessments.passes(result, version)
    version.pass_mark = 80
    assert not assessments.passes(result, version)
    assert assessments.passes(verdict, version)
