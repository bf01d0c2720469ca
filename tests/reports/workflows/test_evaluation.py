"""Trainees evaluate for themselves; who reads what it comes to, and who never reads what was said (7.1.2)."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports.applets.courses.api import Course
from cadretrain_reports.applets.evaluation.api import CourseEvaluation, Opinion
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.scopes.api import Denied, in_scope
from cadretrain_reports.workflows import evaluation as workflow
from tests import factories
from tests.factories_duties import holder
from tests.factories_people import acts, liaison, officer
from tests.factories_steering import academy, affairs, refusal
from tests.workers import crew, together

pytestmark = pytest.mark.django_db

GOOD = Opinion(5, 4, 4, 3, "案例贴近实际")


@pytest.fixture
def course(at_new_year: SimulatedClock, settings: Any) -> Course:
    settings.CADRETRAIN_FEWEST_ANSWERS = 1
    academy()
    return factories.released().course


def studied(at: SimulatedClock) -> Any:
    account = factories.trainee()
    factories.learn(account, at, 60)
    return account.user


def test_a_trainee_evaluates_and_revises(course: Course, at_new_year: SimulatedClock) -> None:
    user = studied(at_new_year)
    given = workflow.give_evaluation(user, course, GOOD)
    assert workflow.revise_evaluation(user, given, Opinion(1, 1, 1, 1)).content == 1
    assert [act for act, _outcome in acts()][-2:] == ["evaluation.give", "evaluation.revise"]
    assert refusal(workflow.revise_evaluation, studied(at_new_year), given, GOOD) == ("not_yours", "")


def test_who_has_not_studied_does_not_evaluate(course: Course) -> None:
    assert refusal(workflow.give_evaluation, factories.trainee().user, course, GOOD) == ("not_studied", "course")
    assert refusal(workflow.give_evaluation, factories.user(), course, GOOD) == ("not_a_trainee", "")


def test_a_single_answer_is_its_authors_alone(course: Course, at_new_year: SimulatedClock) -> None:
    user = studied(at_new_year)
    given = workflow.give_evaluation(user, course, GOOD)
    rows = CourseEvaluation.objects.all()
    assert [*in_scope(rows, user)] == [given]
    unit = factories.organization("BUREAU")
    for who in (officer(), liaison(unit), affairs(course.institution), holder(Role.TEACHER, course.institution)):
        assert not in_scope(rows, who).exists()


@pytest.mark.parametrize("role", [Role.TEACHER, Role.HEAD_TEACHER, Role.LEARNING_SUPPORT_STAFF])
def test_lecturers_read_means_and_no_words(course: Course, at_new_year: SimulatedClock, role: Role) -> None:
    workflow.give_evaluation(studied(at_new_year), course, GOOD)
    (found,) = workflow.evaluation_results(holder(role, course.institution), course.institution, 2026, course)
    assert (found.results.answers, found.comments) == (1, None)


def test_words_are_for_whom_manages_the_course_unless_they_wrote_it(
    course: Course, at_new_year: SimulatedClock
) -> None:
    workflow.give_evaluation(studied(at_new_year), course, GOOD)
    clerk, author = affairs(course.institution), affairs(course.institution)
    course.versions.update(authors=[author.pk])

    def words(who: Any, *of: Course) -> list[str] | None:
        return workflow.evaluation_results(who, course.institution, 2026, *of)[0].comments

    assert words(clerk, course) == words(officer(), course) == ["案例贴近实际"]
    assert words(author, course) is None
    assert words(clerk) is None


def test_nobody_else_reads_results(course: Course) -> None:
    for stranger in (factories.trainee().user, liaison(factories.organization("BUREAU")), affairs(academy("ELSE"))):
        with pytest.raises(Denied):
            workflow.evaluation_results(stranger, course.institution, 2026)
    assert acts().count(("read_evaluations", "denied")) == 3


@pytest.mark.django_db(transaction=True)
def test_two_windows_at_once_make_one_evaluation(at_new_year: SimulatedClock) -> None:
    academy()
    courses = [factories.released(f"C{number}").course for number in range(8)]
    account = factories.trainee()
    for course in courses:
        factories.learn(account, at_new_year, 60, course.code)
    with crew() as workers:
        for course in courses:
            call = {"function": f"{__name__}.give", "actor": account.user_id, "course": course.pk}
            assert sorted(together(workers, "call", call)) == ["2026", "already_evaluated"]


def give(actor: int, course: int) -> str:
    """Evaluate in another process."""
    from cadretrain_reports import clock
    from tests.conftest import NEW_YEAR
    from tests.workers import _answer, _person

    of = Course.objects.get(pk=course)
    with clock.simulated(NEW_YEAR):
        return _answer(lambda: str(workflow.give_evaluation(_person(actor), of, GOOD).year))
