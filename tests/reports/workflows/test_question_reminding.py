"""Answerers are reminded of what is overdue, once for each time that it waits too long (8.2.3)."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command

from cadretrain_reports import compat
from cadretrain_reports.applets.reminders.channels.mail import Mail
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.workflows import questions
from cadretrain_reports.workflows.question_reminding import remind_answerers
from tests import factories
from tests.factories_questions import Desk, course_desk
from tests.reports import stand_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("host")]

DUE = 3 * 86400


@pytest.fixture
def desk(at_new_year: SimulatedClock) -> Desk:
    desk = course_desk()
    desk.answerer.user.email = "teacher@example.cn"
    desk.answerer.user.save()
    return desk


def test_once_for_each_wait(desk: Desk, at_new_year: SimulatedClock, settings: Any) -> None:
    settings.LANGUAGE_CODE = "en"
    account = factories.trainee()
    question = desk.asked(account, "不进邮件")
    desk.asked(factories.trainee())
    at_new_year.advance(DUE - 1)
    assert remind_answerers() == 0
    at_new_year.advance(1)
    assert [remind_answerers(), remind_answerers()] == [1, 0]
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["teacher@example.cn"], "Questions are overdue")
    assert sent.body.startswith("2 questions have waited")
    questions.answer(desk.answerer.user, question, "答")
    questions.follow_up(account.user, question, "再问")
    assert remind_answerers() == 0
    at_new_year.advance(DUE * 2)
    assert remind_answerers() == 1
    assert "不进邮件" not in str([one.message() for one in mail.outbox])


def test_in_the_persons_language(desk: Desk, at_new_year: SimulatedClock) -> None:
    desk.asked(factories.trainee())
    stand_in.CONTACTS[desk.answerer.user.pk] = compat.Contact("en")
    at_new_year.advance(DUE)
    call_command("cadretrain_remind")
    assert [sent.subject for sent in mail.outbox] == ["Questions are overdue"]


def test_who_has_no_address_is_not_told(desk: Desk, at_new_year: SimulatedClock) -> None:
    desk.answerer.user.email = ""
    desk.answerer.user.save()
    desk.asked(factories.trainee())
    at_new_year.advance(DUE)
    assert (remind_answerers(), mail.outbox) == (0, [])


def test_a_channel_that_fails_is_logged_without_an_address(
    desk: Desk, at_new_year: SimulatedClock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_said: Any) -> None:
        raise OSError("teacher@example.cn")

    monkeypatch.setattr(Mail, "send", broken)
    desk.asked(factories.trainee())
    at_new_year.advance(DUE)
    with caplog.at_level(logging.WARNING):
        assert remind_answerers() == 0
    assert "OSError" in caplog.text
    assert "teacher@example.cn" not in caplog.text
