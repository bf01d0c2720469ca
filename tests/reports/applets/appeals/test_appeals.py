"""Appeals on their own: one open at a time, answered once by another person, reasons kept (8.2.5, 9.1.1)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cadretrain_reports.applets.appeals import api as appeals
from cadretrain_reports.applets.appeals.api import Appeal, State
from cadretrain_reports.applets.appeals.appeals import LONGEST
from cadretrain_reports.applets.learning import api as learning
from cadretrain_reports.applets.people.api import Account
from tests import factories
from tests.conftest import NEW_YEAR
from tests.factories_plans import refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]

LATER = NEW_YEAR + timedelta(days=1)


@pytest.fixture
def account() -> Account:
    return factories.trainee()


@pytest.fixture
def study(account: Account) -> learning.CourseStudy:
    return learning.open_study(account.pk, factories.released().course_id, NEW_YEAR)


def ask(study: learning.CourseStudy, by: Any, subject: str = "time", reason: str = "断线") -> Appeal:
    return appeals.ask(study, subject, reason, by, NEW_YEAR)


def test_what_is_asked_stands_until_it_is_settled(study: learning.CourseStudy, account: Account) -> None:
    asked = ask(study, account.user, reason=" 断线 ")
    assert (asked.state, asked.standing, asked.reason, asked.asked_at) == ("asked", True, "断线", NEW_YEAR)
    assert (asked.decided_by, asked.answer, asked.correction, asked.result) == (None, "", None, None)


def test_one_is_open_of_each_subject(study: learning.CourseStudy, account: Account) -> None:
    first = ask(study, account.user)
    assert refusal(ask, study, account.user) == ("already_asked", "subject")
    for subject in ("credit", "assessment"):
        ask(study, account.user, subject)
    appeals.withdraw(first)
    assert ask(study, account.user).pk != first.pk
    assert Appeal.objects.filter(standing=True).count() == 3


def test_what_cannot_be_asked(study: learning.CourseStudy, account: Account) -> None:
    assert refusal(ask, study, account.user, "weather") == ("bad_subject", "subject")
    assert refusal(ask, study, account.user, "time", " ") == ("missing", "reason")
    assert refusal(ask, study, account.user, "time", "长" * (LONGEST + 1))[1] == "reason"
    assert not Appeal.objects.exists()


def test_it_is_answered_once(study: learning.CourseStudy, account: Account) -> None:
    asked, staff = ask(study, account.user), factories.user()
    answered = appeals.answer(appeals.hold(asked, staff), State.REJECTED, staff, LATER, " 无记录可查 ")
    asked.refresh_from_db()
    assert asked == answered
    assert (asked.state, asked.standing, asked.answer) == ("rejected", None, "无记录可查")
    assert (asked.decided_by, asked.decided_at) == (staff, LATER)
    assert refusal(appeals.hold, asked, staff) == ("not_possible", "")
    assert refusal(appeals.withdraw, asked) == ("not_possible", "")


def test_nobody_answers_their_own(study: learning.CourseStudy, account: Account) -> None:
    asked = ask(study, account.user)
    assert refusal(appeals.hold, asked, account.user) == ("four_eyes", "")
    assert appeals.hold(asked, factories.user()) == asked


def test_an_answer_has_reasons(study: learning.CourseStudy, account: Account) -> None:
    asked, staff = ask(study, account.user), factories.user()
    for text in ("", " ", "长" * (LONGEST + 1)):
        assert refusal(appeals.answer, asked, State.ACCEPTED, staff, LATER, text)[1] == "answer"
    asked.refresh_from_db()
    assert asked.state == "asked"


def test_an_answer_names_the_entry_that_puts_it_right(study: learning.CourseStudy, account: Account) -> None:
    asked, staff = ask(study, account.user), factories.user()
    span = learning.Span(NEW_YEAR, NEW_YEAR + timedelta(minutes=5))
    correction = learning.add_time(study, span, "经查属实", staff, LATER)
    appeals.answer(asked, State.ACCEPTED, staff, LATER, "经查属实", correction=correction)
    asked.refresh_from_db()
    assert (asked.correction, asked.result) == (correction, None)


def test_the_log_names_it_by_key_and_institution(study: learning.CourseStudy, account: Account) -> None:
    about = appeals.about_appeal(ask(study, account.user))
    assert (about.kind, about.key, about.organization) == ("appeal", str(Appeal.objects.get().uuid), "SASW")
