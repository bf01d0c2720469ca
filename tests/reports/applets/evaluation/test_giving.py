"""Who has studied a course evaluates it, once, and may revise that in the same year (7.1.2)."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports import clock
from cadretrain_reports.applets.evaluation import api as evaluation
from cadretrain_reports.applets.evaluation.api import CourseEvaluation, Opinion
from cadretrain_reports.applets.learning.api import CourseStudy
from cadretrain_reports.clock import SimulatedClock
from tests import factories
from tests.factories_steering import refusal

pytestmark = pytest.mark.django_db

GOOD = Opinion(5, 4, 4, 3, " 案例贴近实际 ")


@pytest.fixture
def study(at_new_year: SimulatedClock) -> CourseStudy:
    account, version = factories.trainee(), factories.released()
    factories.learn(account, at_new_year, 60)
    return factories.study_of(account, version)


def given(study: CourseStudy | None, opinion: Opinion = GOOD, by: Any = None) -> CourseEvaluation:
    return evaluation.give(study, opinion, by or factories.user(), clock.now())


def test_an_evaluation_as_it_is_kept(study: CourseStudy) -> None:
    kept = given(study)
    kept.refresh_from_db()
    assert (kept.content, kept.activities, kept.form, kept.support) == (5, 4, 4, 3)
    assert (kept.comment, kept.year, kept.study) == ("案例贴近实际", 2026, study)
    assert evaluation.about_evaluation(kept).organization == ""


def test_only_who_has_learned_there_evaluates(at_new_year: SimulatedClock) -> None:
    account, version = factories.trainee(), factories.released()
    assert refusal(given, None) == ("not_studied", "course")
    factories.Page(account, "block-C1", at_new_year).beat()
    assert refusal(given, factories.study_of(account, version)) == ("not_studied", "course")


def test_there_is_one_evaluation_of_a_study(study: CourseStudy) -> None:
    given(study)
    assert refusal(given, study) == ("already_evaluated", "course")
    assert CourseEvaluation.objects.count() == 1


@pytest.mark.parametrize("name", evaluation.DIMENSIONS)
@pytest.mark.parametrize("score", [0, 6, -1])
def test_scores_go_from_one_to_five(study: CourseStudy, name: str, score: int) -> None:
    scores = {**dict.fromkeys(evaluation.DIMENSIONS, 3), name: score}
    assert refusal(given, study, Opinion(**scores)) == ("bad_score", name)


def test_it_is_revised_while_its_year_runs(study: CourseStudy, at_new_year: SimulatedClock) -> None:
    kept = given(study)
    at_new_year.advance(300 * 86_400)
    revised = evaluation.revise(kept, Opinion(1, 1, 1, 1), clock.now())
    assert (revised.content, revised.comment, revised.revised_at) == (1, "", clock.now())
    at_new_year.advance(90 * 86_400)
    assert refusal(evaluation.revise, kept, GOOD, clock.now()) == ("year_over", "")


def test_a_comment_has_its_length(study: CourseStudy) -> None:
    assert refusal(given, study, Opinion(5, 5, 5, 5, "x" * 1001)) == ("too_long", "comment")
