"""What many evaluations come to is shown without names, and not while there are few (7.1.2)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from cadretrain_reports.applets.courses.api import Course
from cadretrain_reports.applets.evaluation import api as evaluation
from cadretrain_reports.applets.learning.api import open_study
from tests import factories
from tests.conftest import NEW_YEAR
from tests.reports.scopes import belongings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]


@pytest.fixture
def course() -> Course:
    return factories.released().course


def answered(course: Course, *contents: int, year: int = 2026) -> None:
    for content in contents:
        account = factories.trainee()
        row = belongings.evaluation(open_study(account.trainee_id, course.pk, NEW_YEAR), account.user)
        row.content, row.year, row.comment = content, year, f"意见{content}" if content != 3 else ""
        row.save()


def test_means_by_dimension(course: Course, settings: Any) -> None:
    settings.CADRETRAIN_FEWEST_ANSWERS = 3
    answered(course, 5, 4, 4)
    (found,) = evaluation.results(course.institution, 2026)
    assert (found.course, found.answers) == (course, 3)
    assert found.scores == {"content": Decimal("4.3"), **dict.fromkeys(("activities", "form", "support"), Decimal(4))}


def test_few_answers_are_not_shown_nor_counted(course: Course) -> None:
    answered(course, 5, 4, 4, 1)
    (found,) = evaluation.results(course.institution, 2026)
    assert (found.answers, found.scores) == (None, None)
    assert evaluation.comments(course, 2026) is None
    answered(course, 3)
    (found,) = evaluation.results(course.institution, 2026)
    assert found.answers == 5
    # In the order of the texts, which tells nothing of who answered when.
    assert evaluation.comments(course, 2026) == ["意见1", "意见4", "意见4", "意见5"]


def test_years_courses_and_institutions_are_kept_apart(course: Course, settings: Any) -> None:
    settings.CADRETRAIN_FEWEST_ANSWERS = 1
    other = factories.released("C2").course
    strange = factories.released("C3", provider="ELSE").course
    answered(course, 5)
    answered(course, 1, year=2025)
    answered(other, 2)
    answered(strange, 1)
    found = evaluation.results(course.institution, 2026)
    assert [(row.course, row.scores and row.scores["content"]) for row in found] == [(course, 5), (other, 2)]
    assert [row.course for row in evaluation.results(course.institution, 2026, other)] == [other]
    assert evaluation.results(course.institution, 2026, strange) == []
    assert evaluation.comments(course, 2025) == ["意见1"]
