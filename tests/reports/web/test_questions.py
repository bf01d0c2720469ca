"""Pages on which trainees ask, staff answer and moderate, and the institution names who answers (8.2.3, 8.3.4)."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports.applets.questions.api import Answerer, ModerationStep, Question, Reply
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.applets.theme_classes.api import ThemeClass
from cadretrain_reports.clock import SimulatedClock
from tests import factories
from tests.factories_classes import duty
from tests.factories_questions import class_desk, classmate, course_desk
from tests.reports import stand_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]

ROOT = "/cadretrain/questions/"


def test_a_trainee_asks_and_finds_the_answer(browse: Any, at_new_year: SimulatedClock) -> None:
    desk, account, mate = course_desk(), factories.trainee(), factories.trainee(name="李四光")
    factories.learn(mate, at_new_year, 60)
    here = f"{ROOT}courses/{desk.place.uuid}/"
    page = browse(account.user).get(f"/cadretrain/catalogue/{desk.place.uuid}/")
    assert page.page.xpath(f"//main//a[@href='{here}']")
    page.get(here)
    assert desk.answerer.user.username in page.said()
    page.press("", text="")
    assert (page.status, page.each("//div[@role='alert']//a")) == (400, ["Your question"])
    page.press("", text="学时如何认定？")
    question = Question.objects.get()
    assert page.response.redirect_chain == [(f"{ROOT}{question.uuid}/", 302)]
    teacher = browse(desk.answerer.user).get(ROOT)
    assert "学时如何认定？" in teacher.said()
    assert "张三丰" in teacher.said()
    teacher.get(f"{ROOT}{question.uuid}/").press("", text="按课程时长。")
    assert Reply.objects.get().is_answer
    assert "学时如何认定？" not in teacher.get(ROOT).said()
    assert "学时如何认定？" in teacher.get(ROOT, show="answered").said()
    page.get(f"{ROOT}{question.uuid}/")
    assert "按课程时长。" in page.said()
    page.press("", text="十六分钟呢？")
    assert Question.objects.get().state == "open"
    other = browse(mate.user).get(f"{ROOT}{question.uuid}/")
    assert "十六分钟呢？" in other.said()
    assert "张三丰" not in other.said()


def test_what_is_overdue_stands_apart(browse: Any, at_new_year: SimulatedClock) -> None:
    desk, account = course_desk(), factories.trainee()
    desk.asked(account, "旧问题")
    at_new_year.advance(3 * 86400)
    desk.asked(account, "新问题")
    page = browse(desk.answerer.user).get(ROOT, show="overdue")
    assert "旧问题" in page.said()
    assert "新问题" not in page.said()
    assert "overdue" in page.said("//main//ul[@class='cards']")
    assert browse(account.user).get(ROOT).status == 403


def test_moderation_asks_for_a_reason(browse: Any) -> None:
    desk = class_desk()
    assert isinstance(desk.place, ThemeClass)
    account, mate = classmate(desk.place), classmate(desk.place)
    question = desk.asked(account, "不宜公开")
    head = browse(desk.answerer.user).get(f"{ROOT}{question.uuid}/moderate/")
    head.press("/moderate/", reason="")
    assert (head.status, ModerationStep.objects.count()) == (400, 0)
    head.press("/moderate/", reason="涉密")
    assert ModerationStep.objects.get().reason == "涉密"
    assert "不宜公开" in head.get(f"{ROOT}{question.uuid}/").said()
    assert browse(mate.user).get(f"{ROOT}{question.uuid}/").status == 404
    own = browse(account.user)
    for url in (f"{ROOT}{question.uuid}/", f"{ROOT}classes/{desk.place.uuid}/"):
        assert own.get(url).status == 200
        assert "不宜公开" not in own.response.content.decode()
    head.get(f"{ROOT}{question.uuid}/moderate/").press("/moderate/", reason="误判")
    assert browse(mate.user).get(f"{ROOT}{question.uuid}/").status == 200
    assert browse(mate.user).get(f"{ROOT}{question.uuid}/moderate/").status == 403


def test_a_reply_is_moderated_too(browse: Any) -> None:
    desk = class_desk()
    assert isinstance(desk.place, ThemeClass)
    account, mate = classmate(desk.place), classmate(desk.place)
    question = desk.asked(account)
    browse(mate.user).get(f"{ROOT}{question.uuid}/").press("", text="广告")
    reply = Reply.objects.get()
    browse(desk.affairs).get(f"{ROOT}replies/{reply.uuid}/moderate/").press("/moderate/", reason="广告")
    assert "广告" not in browse(account.user).get(f"{ROOT}{question.uuid}/").said()


def test_classes_are_found_from_the_own_courses(browse: Any) -> None:
    desk = class_desk()
    assert isinstance(desk.place, ThemeClass)
    page = browse(classmate(desk.place).user).get("/cadretrain/my-courses/")
    assert page.page.xpath(f"//main//a[@href='{ROOT}classes/{desk.place.uuid}/']")


def test_the_institution_names_who_answers(browse: Any) -> None:
    desk = course_desk()
    support = duty(Role.LEARNING_SUPPORT_STAFF, desk.place.institution)
    here = f"{ROOT}courses/{desk.place.uuid}/answerers/"
    affairs = browse(desk.affairs).get(f"{ROOT}courses/{desk.place.uuid}/")
    assert affairs.page.xpath(f"//main//a[@href='{here}']")
    affairs.get(here).press("/answerers/", assignment=str(support.pk))
    assert support.user.username in affairs.said()
    affairs.press("/answerers/", assignment=str(support.pk))
    assert affairs.status == 400
    answerer = Answerer.objects.get(assignment=support)
    affairs.get(here).press(f"{answerer.uuid}/withdraw/")
    answerer.refresh_from_db()
    assert answerer.standing is None
    assert browse(support.user).get(here).status == 403


def test_the_discussion_of_the_platform_is_linked_where_there_is_one(browse: Any) -> None:
    desk, account = course_desk(), factories.trainee()
    here = f"{ROOT}courses/{desk.place.uuid}/"
    link = f"//main//a[@href='/discussion/{factories.RUN}']"
    assert not browse(account.user).get(here).page.xpath(link)
    stand_in.DISCUSSED.add(factories.RUN)
    assert browse(account.user).get(here).page.xpath(link)
    assert browse(account.user).get(here).page.xpath("//main//textarea")


def test_where_nobody_answers_nobody_asks(browse: Any) -> None:
    course = factories.released().course
    page = browse(factories.trainee().user).get(f"{ROOT}courses/{course.uuid}/")
    assert "Nobody is named" in page.said()
    assert not page.page.xpath("//main//form")
