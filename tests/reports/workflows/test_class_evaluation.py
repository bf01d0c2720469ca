"""Trainees evaluate their class for themselves; staff reads what it came to, without names, once it is over (8.3.4)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.class_life import api as class_life
from cadretrain_reports.applets.class_life.api import ClassEvaluation, Question
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.scopes.api import Denied, in_scope
from cadretrain_reports.workflows import class_evaluation as workflow
from tests import factories
from tests.factories_class_life import Classroom, user_of
from tests.factories_classes import duty
from tests.factories_people import liaison, officer
from tests.factories_plans import refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]

ALL = [9] * 10
FORM = [Question("教学", "内容"), Question("服务", "食宿")]


@pytest.fixture
def room(settings: Any) -> Classroom:
    settings.CADRETRAIN_FEWEST_ANSWERS = 2
    return Classroom()


def close(room: Classroom) -> None:
    type(room.theme_class).objects.update(state="closed")
    room.theme_class.refresh_from_db()


def test_what_it_came_to_is_told_when_nobody_can_answer_any_more(room: Classroom) -> None:
    for scores, words in ((ALL, "乙"), ([10, *[6] * 9], "甲")):
        member = room.join()
        workflow.evaluate_class(user_of(member), member, scores, words)
        assert refusal(workflow.evaluate_class, user_of(member), member, ALL)[0] == "already_evaluated"
    before = workflow.class_results(room.affairs(), room.theme_class)
    assert (before.answers, before.means, before.comments) == (None, None, None)
    close(room)
    found = workflow.class_results(room.affairs(), room.theme_class)
    assert (found.answers, found.comments) == (2, ["乙", "甲"])
    assert found.means == [Decimal("9.50"), *[Decimal("7.50")] * 9]
    for role in (Role.HEAD_TEACHER, Role.TEACHER):
        told = workflow.class_results(room.staff(role), room.theme_class)
        assert (told.means, told.comments) == (found.means, None)
    with pytest.raises(Denied):
        workflow.class_results(duty(Role.TEACHER, room.institution).user, room.theme_class)


def test_whoever_serves_the_class_reads_no_words_by_another_duty(room: Classroom) -> None:
    duty(Role.ACADEMIC_AFFAIRS_OFFICER, room.institution, user=room.head)
    for _ in range(2):
        member = room.join()
        workflow.evaluate_class(user_of(member), member, ALL, "好")
    close(room)
    assert workflow.class_results(room.head, room.theme_class).comments is None


def test_too_few_answers_are_not_told(room: Classroom) -> None:
    member = room.join()
    workflow.evaluate_class(user_of(member), member, ALL, "好")
    close(room)
    found = workflow.class_results(room.affairs(), room.theme_class)
    assert (found.answers, found.means, found.comments) == (None, None, None)


def test_nobody_sees_who_evaluated_what(room: Classroom) -> None:
    member = room.join()
    given = workflow.evaluate_class(user_of(member), member, ALL, "好")
    rows = ClassEvaluation.objects.all()
    assert [*in_scope(rows, user_of(member))] == [given]
    staff = [room.head, room.staff(Role.TEACHER), room.staff(Role.LEARNING_SUPPORT_STAFF), room.affairs()]
    for who in (*staff, officer(), liaison(member.trainee.unit), user_of(room.join())):
        assert not in_scope(rows, who).exists()
        assert not in_scope(AuditEntry.objects.filter(act="class_evaluation.give"), who).exists()


def test_the_form_is_changed_before_anybody_has_answered(room: Classroom) -> None:
    assert len(class_life.questions_of(room.theme_class)) == 10
    act = workflow.change_form
    assert refusal(act, room.head, room.theme_class, []) == ("bad_number", "questions")
    assert act(room.head, room.theme_class, FORM) == FORM
    with pytest.raises(Denied):
        act(room.staff(Role.TEACHER), room.theme_class, FORM)
    member = room.join()
    assert refusal(workflow.evaluate_class, user_of(member), member, ALL) == ("bad_score", "scores")
    assert refusal(workflow.evaluate_class, user_of(member), member, [5, 9]) == ("bad_score", "scores")
    workflow.evaluate_class(user_of(member), member, [7, 9])
    assert refusal(act, room.head, room.theme_class, FORM[:1])[0] == "already_answered"


def test_it_is_for_those_in_the_class(room: Classroom) -> None:
    member = room.join()
    assert refusal(workflow.evaluate_class, factories.user(), member, ALL)[0] == "not_yours"
    waiting = room.join(state="waiting")
    assert refusal(workflow.evaluate_class, user_of(waiting), waiting, ALL)[0] == "not_in_class"
    close(room)
    assert refusal(workflow.evaluate_class, user_of(member), member, ALL)[0] == "class_not_running"
