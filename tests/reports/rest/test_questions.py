"""Questions over the API: asked, answered, asked on, moderated, counted (8.2.3, 8.3.4)."""

from __future__ import annotations

import pytest

from cadretrain_reports.applets.organizations.api import Capacity
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.applets.theme_classes.api import ThemeClass
from cadretrain_reports.clock import SimulatedClock
from tests import factories
from tests.factories_classes import duty, officer
from tests.factories_questions import class_desk, classmate, course_desk
from tests.reports.rest.acting import Caller, acts

pytestmark = pytest.mark.django_db


def test_asked_answered_and_asked_on(at_new_year: SimulatedClock) -> None:
    desk, account, mate = course_desk(), factories.trainee(), factories.trainee()
    factories.learn(mate, at_new_year, 60)
    asker, teacher, other = Caller(account.user), Caller(desk.answerer.user), Caller(mate.user)
    told = asker.done("questions/", course=str(desk.place.uuid), text="学时如何认定？")
    here = f"questions/{told['uuid']}/"
    assert (told["state"], told["overdue"], told["due_at"]) == ("open", False, "2026-01-08T01:01:00Z")
    assert (told["trainee"], told["trainee_name"]) == (str(account.trainee.uuid), "张三丰")
    assert asker.denied(f"{here}answer/", "answer_questions", text="自答")
    assert teacher.done(f"{here}answer/", text="按课程时长。")["state"] == "answered"
    assert asker.done(f"{here}follow-up/", text="十六分钟呢？")["state"] == "open"
    other.done(f"{here}follow-up/", text="同问")
    rows = other.get("question-replies/", question=told["uuid"]).json()["results"]
    assert [(row["is_answer"], row["answered_by"], row["trainee_name"], row["text"]) for row in rows] == [
        (True, desk.answerer.user.username, None, "按课程时长。"),
        (False, None, None, "十六分钟呢？"),
        (False, None, "张三丰", "同问"),
    ]
    assert other.get(here).json()["trainee"] is other.get(here).json()["trainee_name"] is None
    assert teacher.get(here).json()["trainee_name"] == "张三丰"
    assert "张三丰" not in str(acts())
    assert acts()[-4:] == ["question.ask", "question.answer", "question.follow_up", "question.follow_up"]


def test_who_is_told_what_is_hidden(at_new_year: SimulatedClock) -> None:
    desk, account, mate = course_desk(), factories.trainee(), factories.trainee()
    factories.learn(mate, at_new_year, 60)
    question = desk.asked(account, "不宜公开")
    asker, affairs, other = Caller(account.user), Caller(desk.affairs), Caller(mate.user)
    here = f"questions/{question.uuid}/"
    assert Caller(desk.answerer.user).denied(f"{here}hide/", "moderate_questions", reason="涉密")
    told = affairs.done(f"{here}hide/", reason="涉密")
    assert (told["hidden"], told["text"]) == (True, "不宜公开")
    assert other.get(here).status_code == 404
    own = asker.get(here)
    assert (own.json()["hidden"], own.json()["text"]) == (True, None)
    assert "不宜公开" not in own.content.decode() + asker.get("questions/").content.decode()
    (step,) = affairs.get("moderation-steps/", act="hide").json()["results"]
    assert (step["reason"], step["reply"], step["by"]) == ("涉密", None, desk.affairs.username)
    assert asker.get("moderation-steps/").json()["results"] == []
    assert affairs.done(f"{here}show/", reason="误判")["hidden"] is False
    assert other.get(here).json()["text"] == "不宜公开"


def test_a_reply_is_hidden_by_itself() -> None:
    desk = class_desk()
    assert isinstance(desk.place, ThemeClass)
    account, mate = classmate(desk.place), classmate(desk.place)
    asked = Caller(account.user).done("questions/", theme_class=str(desk.place.uuid), text="班内")
    head, other = Caller(desk.answerer.user), Caller(mate.user)
    other.done(f"questions/{asked['uuid']}/follow-up/", text="广告")
    (reply,) = head.get("question-replies/", question=asked["uuid"]).json()["results"]
    assert head.done(f"question-replies/{reply['uuid']}/hide/", reason="广告")["text"] == "广告"
    assert Caller(account.user).get("question-replies/").json()["results"] == []
    (own,) = other.get("question-replies/").json()["results"]
    assert own["text"] is None
    head.done(f"question-replies/{reply['uuid']}/show/", reason="误判")
    assert len(Caller(account.user).get("question-replies/").json()["results"]) == 1


def test_lists_are_narrowed(at_new_year: SimulatedClock) -> None:
    desk, account = course_desk(), factories.trainee()
    first = desk.asked(account)
    at_new_year.advance(3 * 86400)
    second = desk.asked(account, "第二个")
    affairs = Caller(desk.affairs)

    def found(**query: object) -> list[str]:
        return sorted(row["uuid"] for row in affairs.get("questions/", **query).json()["results"])

    both = sorted([str(first.uuid), str(second.uuid)])
    assert found(course=desk.place.uuid, organization="SASW", state="open", hidden="false") == both
    assert found(overdue="true") == [str(first.uuid)]
    assert found(overdue="false") == [str(second.uuid)]
    assert found(since="2026-01-08") == [str(second.uuid)]
    assert found(state="answered") == []


def test_one_place_is_named() -> None:
    desk, in_class, account = course_desk(), class_desk(), factories.trainee()
    asker = Caller(account.user)
    both = {"course": str(desk.place.uuid), "theme_class": str(in_class.place.uuid)}
    assert asker.refused("questions/", text="问") == ("one_place", "course")
    assert asker.refused("questions/", text="问", **both) == ("does_not_exist", "theme_class")
    assert asker.refused("questions/", text="", course=both["course"])[1] == "text"


def test_who_answers_is_named_and_withdrawn() -> None:
    desk, account = course_desk(), factories.trainee()
    affairs, asker = Caller(desk.affairs), Caller(account.user)
    support = duty(Role.LEARNING_SUPPORT_STAFF, desk.place.institution)
    said = {"course": str(desk.place.uuid), "assignment": str(support.uuid)}
    named = affairs.done("answerers/", **said)
    assert (named["person"], named["role"], named["standing"]) == (
        support.user.username,
        "learning_support_staff",
        True,
    )
    assert affairs.refused("answerers/", **said) == ("already_named", "assignment")
    assert asker.get(f"answerers/{named['uuid']}/").status_code == 404
    here = f"answerers/{named['uuid']}/withdraw/"
    assert Caller(support.user).denied(here, "name_answerers")
    assert affairs.done(here)["standing"] is False
    assert len(affairs.get("answerers/", standing="true").json()["results"]) == 1


def test_departments_count_and_read_no_text(at_new_year: SimulatedClock) -> None:
    above = factories.department("ABOVE")
    factories.organization("SASW", Capacity.TRAINING_INSTITUTION, parent=above)
    desk, account = course_desk(), factories.trainee()
    questions = [desk.asked(account, f"机密{number}") for number in range(3)]
    Caller(desk.answerer.user).done(f"questions/{questions[0].uuid}/answer/", text="答")
    Caller(desk.affairs).done(f"questions/{questions[1].uuid}/hide/", reason="涉密")
    at_new_year.advance(3 * 86400)
    boss = Caller(officer(Role.DEPARTMENT_OFFICER, above))
    counts = {"organization": "SASW", "open": 1, "overdue": 1, "answered": 1, "hidden": 1}
    for caller in (boss, Caller(desk.affairs)):
        assert caller.get("question-figures/").json() == {"results": [counts]}
    assert len(boss.get("moderation-steps/").json()["results"]) == 1
    for address in ("questions/", "question-replies/"):
        assert boss.get(address).json()["results"] == []
    assert "机密" not in boss.get("audit-entries/").content.decode()
    assert Caller(account.user).get("question-figures/").json() == {"results": []}
