"""Questions: who asks, who answers, what is overdue, and that moderation leaves a trace (8.2.3, 8.3.4)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.organizations.api import Capacity
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.questions import api as applet
from cadretrain_reports.applets.questions.api import Answerer, ModerationStep, Question, Reply
from cadretrain_reports.applets.roles.api import Role, State
from cadretrain_reports.applets.theme_classes import api as theme_classes
from cadretrain_reports.applets.theme_classes.api import ThemeClass
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.scopes.api import Denied, in_scope
from cadretrain_reports.workflows import questions
from tests import factories
from tests.factories_classes import duty, officer, theme_class
from tests.factories_plans import refusal
from tests.factories_questions import class_desk, classmate, course_desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]

DAY = 86400


def seen(user: Any) -> set[str]:
    """Return the texts of all questions and replies that a person may read."""
    rows = [*in_scope(Question.objects.all(), user), *in_scope(Reply.objects.all(), user)]
    return {row.text for row in rows}


def is_overdue(question: Question, at: SimulatedClock) -> bool:
    return Question.objects.filter(applet.overdue(at.at), pk=question.pk).exists()


def test_a_question_is_asked_answered_and_asked_on(at_new_year: SimulatedClock) -> None:
    desk, account = course_desk(), factories.trainee()
    question = desk.asked(account)
    assert (question.state, question.place) == ("open", desk.place)
    at_new_year.advance(60)
    reply = questions.answer(desk.answerer.user, question, "按课程时长认定。")
    question.refresh_from_db()
    assert (question.state, question.answered_at, reply.is_answer) == ("answered", at_new_year.at, True)
    at_new_year.advance(60)
    added = questions.follow_up(account.user, question, "十六分钟呢？")
    question.refresh_from_db()
    assert (question.state, question.waits_since, added.is_answer) == ("open", at_new_year.at, False)
    assert question.asked_at == at_new_year.at - timedelta(seconds=120)


def test_what_another_trainee_adds_opens_nothing(at_new_year: SimulatedClock) -> None:
    desk, account, other = course_desk(), factories.trainee(), factories.trainee()
    factories.learn(other, at_new_year, 60)
    question = desk.asked(account)
    questions.answer(desk.answerer.user, question, "按课程时长认定。")
    questions.follow_up(other.user, question, "谢谢")
    question.refresh_from_db()
    assert question.state == "answered"


def test_asking_on_before_an_answer_gives_no_new_time(at_new_year: SimulatedClock) -> None:
    desk, account = course_desk(), factories.trainee()
    question = desk.asked(account)
    at_new_year.advance(DAY)
    questions.follow_up(account.user, question, "请尽快答复")
    question.refresh_from_db()
    assert question.waits_since == question.asked_at


def test_only_who_is_named_answers() -> None:
    desk, account = course_desk(), factories.trainee()
    question = desk.asked(account)
    other = officer(Role.TEACHER, desk.place.institution)
    for somebody in (other, desk.affairs, account.user, officer(Role.DEPARTMENT_OFFICER, factories.department())):
        with pytest.raises(Denied):
            questions.answer(somebody, question, "我来答")
    (answerer,) = Answerer.objects.all()
    questions.withdraw_answerer(desk.affairs, answerer)
    with pytest.raises(Denied):
        questions.answer(desk.answerer.user, question, "我来答")
    assert refusal(desk.asked, account) == ("nobody_answers", "")
    questions.name_answerer(desk.affairs, desk.place, desk.answerer)
    assert questions.answer(desk.answerer.user, question, "我来答").text == "我来答"


def test_who_has_left_the_duty_answers_no_more() -> None:
    desk = course_desk()
    question = desk.asked(factories.trainee())
    desk.answerer.state = State.SUSPENDED
    desk.answerer.save()
    with pytest.raises(Denied):
        questions.answer(desk.answerer.user, question, "我来答")
    assert refusal(desk.asked, factories.trainee()) == ("nobody_answers", "")


def test_in_a_class_its_teachers_answer_until_somebody_is_named() -> None:
    desk = class_desk()
    assert isinstance(desk.place, ThemeClass)
    question = desk.asked(classmate(desk.place))
    assert questions.answer(desk.answerer.user, question, "见教学计划。").is_answer
    support = duty(Role.LEARNING_SUPPORT_STAFF, desk.place.institution)
    questions.name_answerer(desk.affairs, desk.place, support)
    with pytest.raises(Denied):
        questions.answer(desk.answerer.user, question, "再答")
    assert question.text in seen(support.user)
    assert Question.objects.get(applet.answered_by(support.user_id)) == question
    assert not Question.objects.filter(applet.answered_by(desk.answerer.user_id))
    questions.answer(support.user, question, "再答")


def test_what_is_on_ones_desk() -> None:
    one, two, third = course_desk("C1"), course_desk("C2"), class_desk()
    assert isinstance(third.place, ThemeClass)
    asked = one.asked(factories.trainee())
    two.asked(factories.trainee())
    in_class = third.asked(classmate(third.place))
    assert list(Question.objects.filter(applet.answered_by(one.answerer.user_id))) == [asked]
    assert list(Question.objects.filter(applet.answered_by(third.answerer.user_id))) == [in_class]
    assert not Question.objects.filter(applet.answered_by(one.affairs.pk))


def test_nobody_answers_themselves() -> None:
    desk, account = course_desk(), factories.trainee()
    own = duty(Role.TEACHER, desk.place.institution, user=account.user)
    questions.name_answerer(desk.affairs, desk.place, own)
    assert refusal(questions.answer, account.user, desk.asked(account), "自答") == ("own_matter", "")


def test_who_may_ask(at_new_year: SimulatedClock) -> None:
    desk, account = course_desk(), factories.trainee()
    assert refusal(questions.ask, desk.affairs, desk.place, "问") == ("not_a_trainee", "")
    not_offered = factories.draft("C9").course
    questions.name_answerer(desk.affairs, not_offered, desk.answerer)
    assert refusal(questions.ask, account.user, not_offered, "问") == ("not_on_offer", "")
    assert questions.may_ask(account.user, desk.place)
    people.set_status(account, people.Account.Status.SUSPENDED)
    assert refusal(questions.ask, account.user, desk.place, "问") == ("suspended", "")


def test_in_a_class_only_who_is_confirmed_asks_while_it_runs() -> None:
    desk, outsider = class_desk(), factories.trainee()
    assert isinstance(desk.place, ThemeClass)
    assert refusal(desk.asked, outsider) == ("not_in_class", "")
    theme_classes.register(desk.place, outsider.trainee, outsider.opened_at)
    assert refusal(desk.asked, outsider) == ("not_in_class", "")
    member = classmate(desk.place)
    question = desk.asked(member)
    theme_classes.set_state(desk.place, ThemeClass.State.CLOSED)
    assert refusal(questions.follow_up, member.user, question, "再问") == ("not_in_class", "")


def test_texts_have_limits() -> None:
    desk, account = course_desk(), factories.trainee()
    assert refusal(desk.asked, account, " ") == ("missing", "text")
    assert refusal(desk.asked, account, "问" * 1001) == ("too_long", "text")
    question = desk.asked(account, "问" * 1000)
    assert refusal(questions.answer, desk.answerer.user, question, "答" * 2001) == ("too_long", "text")
    assert Question.objects.get().state == "open"


def test_nobody_writes_without_end(settings: Any, at_new_year: SimulatedClock) -> None:
    settings.CADRETRAIN_QUESTION_POLICY = {"most_per_hour": 2}
    desk, account = course_desk(), factories.trainee()
    question = desk.asked(account)
    at_new_year.advance(1)
    questions.follow_up(account.user, question, "再问")
    assert refusal(desk.asked, account) == ("too_many", "")
    assert refusal(questions.follow_up, account.user, question, "再问") == ("too_many", "")
    assert desk.asked(factories.trainee())
    at_new_year.advance(3599)
    assert desk.asked(account)
    assert refusal(desk.asked, account) == ("too_many", "")


def test_a_question_is_overdue_by_the_policy_of_the_moment(settings: Any, at_new_year: SimulatedClock) -> None:
    # 5 January 2026 is a Monday: three working days later is the Thursday, at the same time.
    desk, account = course_desk(), factories.trainee()
    question = desk.asked(account)
    at_new_year.advance(3 * DAY - 1)
    assert not is_overdue(question, at_new_year)
    assert applet.due_at(question) == question.asked_at + timedelta(days=3)
    at_new_year.advance(1)
    assert is_overdue(question, at_new_year)
    settings.CADRETRAIN_QUESTION_POLICY = {"days_off": ["2026-01-06"]}
    assert not is_overdue(question, at_new_year)
    settings.CADRETRAIN_QUESTION_POLICY = {"due_days": 1}
    assert is_overdue(question, at_new_year)
    questions.answer(desk.answerer.user, question, "迟复为歉")
    assert not is_overdue(question, at_new_year)
    question.refresh_from_db()
    assert applet.due_at(question) is None


def test_a_hidden_question_is_never_overdue(at_new_year: SimulatedClock) -> None:
    desk, account = course_desk(), factories.trainee()
    question = desk.asked(account)
    questions.hide(desk.affairs, question, "涉密")
    at_new_year.advance(30 * DAY)
    assert not is_overdue(question, at_new_year)


def test_moderation_hides_from_trainees_and_leaves_a_trace(at_new_year: SimulatedClock) -> None:
    desk, account, other = course_desk(), factories.trainee(), factories.trainee()
    factories.learn(other, at_new_year, 60)
    question = desk.asked(account, "原文")
    reply = questions.follow_up(other.user, question, "跟帖")
    assert seen(other.user) == {"原文", "跟帖"}
    step = questions.hide(desk.affairs, reply, "广告")
    assert "跟帖" not in seen(account.user)
    questions.hide(desk.affairs, question, "涉密")
    third = factories.trainee()
    factories.learn(third, at_new_year, 60)
    assert seen(third.user) == set()
    assert {"原文", "跟帖"} <= seen(desk.answerer.user)
    assert refusal(questions.follow_up, account.user, question, "再问") == ("hidden", "")
    assert refusal(questions.answer, desk.answerer.user, question, "答") == ("hidden", "")
    questions.show(desk.affairs, question, "误判")
    assert "原文" in seen(other.user)
    department = officer(Role.DEPARTMENT_OFFICER, factories.department())
    log = in_scope(ModerationStep.objects.order_by("pk"), desk.affairs)
    assert [(row.act, row.reason, row.reply_id) for row in log] == [
        ("hide", "广告", reply.pk),
        ("hide", "涉密", None),
        ("show", "误判", None),
    ]
    assert step.by == desk.affairs
    assert seen(department) == set()
    kept = AuditEntry.objects.filter(act__in=("question.hide", "question.show", "reply.hide")).order_by("pk")
    assert list(kept.values_list("act", "reason")) == [
        ("reply.hide", "广告"),
        ("question.hide", "涉密"),
        ("question.show", "误判"),
    ]
    assert not AuditEntry.objects.filter(details__icontains="原文").exists()


def test_the_department_above_reads_the_log_and_no_text() -> None:
    above = factories.department("ABOVE")
    factories.organization("SASW", Capacity.TRAINING_INSTITUTION, parent=above)
    desk = course_desk()
    question = desk.asked(factories.trainee())
    questions.hide(desk.affairs, question, "涉密")
    department = officer(Role.DEPARTMENT_OFFICER, above)
    assert in_scope(ModerationStep.objects.all(), department).count() == 1
    assert seen(department) == set()


def test_who_moderates() -> None:
    desk, other = class_desk("K1"), class_desk("K2")
    assert isinstance(desk.place, ThemeClass)
    account = classmate(desk.place)
    question = desk.asked(account)
    outsider = officer(Role.ACADEMIC_AFFAIRS_OFFICER, factories.institution("OTHER"))
    for somebody in (other.answerer.user, account.user, outsider):
        with pytest.raises(Denied):
            questions.hide(somebody, question, "不当")
    assert refusal(questions.hide, desk.answerer.user, question, " ") == ("missing", "reason")
    questions.hide(desk.answerer.user, question, "不当")
    assert refusal(questions.hide, desk.affairs, question, "不当") == ("already_so", "")
    questions.show(other.affairs, question, "可以")


def test_a_class_is_among_itself() -> None:
    desk, other = class_desk("K1"), class_desk("K2")
    assert isinstance(desk.place, ThemeClass)
    assert isinstance(other.place, ThemeClass)
    member, mate, stranger = classmate(desk.place), classmate(desk.place), classmate(other.place)
    desk.asked(member, "班内")
    registered = factories.trainee()
    theme_classes.register(desk.place, registered.trainee, registered.opened_at)
    assert [seen(one.user) for one in (member, mate)] == [{"班内"}, {"班内"}]
    assert [seen(one.user) for one in (stranger, registered)] == [set(), set()]
    assert seen(other.answerer.user) == set()
    liaison = officer(Role.LIAISON_OFFICER, member.trainee.unit)
    assert seen(liaison) == set()


def test_who_is_named() -> None:
    desk = course_desk()
    body = desk.place.institution
    stranger = duty(Role.TEACHER, factories.institution("OTHER"))
    assert refusal(questions.name_answerer, desk.affairs, desk.place, stranger) == ("not_of_staff", "assignment")
    ended = duty(Role.TEACHER, body, state=State.ENDED)
    assert refusal(questions.name_answerer, desk.affairs, desk.place, ended) == ("not_in_force", "assignment")
    assert refusal(questions.name_answerer, desk.affairs, desk.place, desk.answerer) == ("already_named", "assignment")
    with pytest.raises(Denied):
        questions.name_answerer(desk.answerer.user, desk.place, duty(Role.TEACHER, body))
    (answerer,) = Answerer.objects.all()
    with pytest.raises(Denied):
        questions.withdraw_answerer(desk.answerer.user, answerer)
    questions.withdraw_answerer(desk.affairs, answerer)
    assert refusal(questions.withdraw_answerer, desk.affairs, answerer) == ("not_standing", "")
    assert theme_class(body, "K7").answerers.count() == 0
