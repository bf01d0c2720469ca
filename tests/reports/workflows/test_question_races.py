"""Two at once: both answers are kept, and nobody writes more than the policy allows (8.2.3)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from cadretrain_reports.applets.questions.api import ModerationStep, Question, Reply
from cadretrain_reports.refusals import Refused
from cadretrain_reports.workflows import questions
from tests import factories
from tests.factories_questions import course_desk
from tests.reports.workflows.test_choice_races import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("host", "at_new_year")]


def test_two_answers_at_once_are_both_kept() -> None:
    desk = course_desk()
    question = desk.asked(factories.trainee())
    connection.close()
    assert together(*(lambda text=text: questions.answer(desk.answerer.user, question, text) for text in "甲乙")) == []
    assert Question.objects.get().state == "answered"
    assert set(Reply.objects.values_list("text", flat=True)) == {"甲", "乙"}


def test_of_two_who_hide_at_once_one_finds_it_done() -> None:
    desk = course_desk()
    question = desk.asked(factories.trainee())
    connection.close()
    raised = together(*(lambda: questions.hide(desk.affairs, question, "涉密") for _ in range(2)))
    assert [error.code for error in raised if isinstance(error, Refused)] == ["already_so"]
    assert ModerationStep.objects.count() == 1


def test_many_questions_at_once_are_no_way_around_the_policy(settings: Any) -> None:
    settings.CADRETRAIN_QUESTION_POLICY = {"most_per_hour": 2}
    desk, account = course_desk(), factories.trainee()
    connection.close()
    raised = together(*(lambda: desk.asked(account) for _ in range(4)))
    assert [error.code for error in raised if isinstance(error, Refused)] == ["too_many"] * 2
    assert Question.objects.count() == 2
