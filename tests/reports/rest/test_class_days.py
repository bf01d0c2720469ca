"""The days of a class over the API, each role doing its part (8.3.4, 8.3.5, 8.3.6)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.clock import SimulatedClock
from tests.factories_class_life import Classroom, user_of
from tests.factories_people import liaison
from tests.reports.rest.acting import Caller
from tests.telling import Page

pytestmark = pytest.mark.django_db

SOON = "2026-01-06T01:00:00Z"
LATER = "2026-01-07T01:00:00Z"


@pytest.fixture
def room(settings: Any, tmp_path: Any, at_new_year: SimulatedClock) -> Classroom:
    own = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "cadretrain_files": own}
    settings.CADRETRAIN_FEWEST_ANSWERS = 1
    return Classroom()


def key(row: Any) -> str:
    return str(row.uuid)


def test_attendance(room: Classroom) -> None:
    member, activity = room.join(), room.activity()
    head, me = Caller(room.head), Caller(user_of(member))
    marks = [{"registration": key(member), "state": "late", "note": "堵车"}]
    (row,) = head.done("attendance/", activity=key(activity), marks=marks)["results"]
    assert (row["state"], row["note"]) == ("late", "堵车")
    assert head.done("attendance/", activity=key(activity), marks=marks)["results"] == []
    assert me.get("attendance/").json()["results"] == [row]
    assert me.denied("attendance/", "keep_class", activity=key(activity), marks=marks)
    assert Caller(liaison(member.trainee.unit)).get("attendance/").json()["results"] == [row]
    room.theme_class.duties.all().delete()
    assert head.get("attendance/").json()["results"] == []


def test_leave(room: Classroom) -> None:
    member = room.join()
    head, me = Caller(room.head), Caller(user_of(member))
    said = {"starts_at": SOON, "ends_at": LATER, "reason": "出差"}
    leave = me.done("leave-requests/", registration=key(member), **said)
    here = f"leave-requests/{leave['uuid']}"
    assert me.denied(f"{here}/grant/", "run_class")
    assert head.refused(f"{here}/grant/", credit_hours="0.3") == ("bad_hours", "credit_hours")
    granted = head.done(f"{here}/grant/", credit_hours="3", answer="同意")
    assert (granted["state"], granted["credit_hours"]) == ("granted", "3.00")
    assert head.refused(f"{here}/refuse/", answer="不行") == ("not_possible", "")
    assert me.refused(f"{here}/withdraw/") == ("not_possible", "")


def test_notices_and_groups(room: Classroom) -> None:
    member, other = room.join(), room.join()
    head, me = Caller(room.head), Caller(user_of(member))
    groups = [{"name": "一组", "members": [key(member)], "leader": key(member)}, {"name": "二组", "members": []}]
    first, _second = head.done("class-groups/", theme_class=key(room.theme_class), groups=groups)["results"]
    said = {"theme_class": key(room.theme_class), "title": "研讨", "text": "十点"}
    notice = head.done("class-notices/", group=first["uuid"], **said)
    here = f"class-notices/{notice['uuid']}"
    me.done(f"{here}/read/")
    Caller(user_of(other)).done(f"{here}/read/")
    read = head.get(f"{here}/readings/").json()["results"]
    assert [row["registration"] for row in read] == [key(member)]
    assert Caller(user_of(other)).get(f"{here}/readings/").json()["results"] == []
    assert me.denied(f"{here}/withdraw/", "keep_class")
    assert head.done(f"{here}/withdraw/")["withdrawn_at"]


def test_assignments(room: Classroom) -> None:
    member = room.join()
    teacher, me = Caller(room.staff(Role.TEACHER)), Caller(user_of(member))
    task = teacher.done(
        "assignments/", theme_class=key(room.theme_class), title="报告", text="三千字", due_at="2026-01-20T00:00:00Z"
    )
    work = me.done("assignment-works/", assignment=task["uuid"], registration=key(member), text="草稿")
    here = f"assignment-works/{work['uuid']}"
    assert teacher.get(f"{here}/").status_code == 404
    upload = SimpleUploadedFile("报告.txt", "正文".encode())
    assert Page(user_of(member)).send(f"{here}/upload/", file=upload).status_code == 200
    me.done(f"{here}/hand-in/")
    assert teacher.get(f"{here}/file/").getvalue().decode() == "正文"
    assert teacher.done(f"{here}/return/", words="补充")["state"] == "returned"
    me.done(f"{here}/hand-in/")
    assert me.denied(f"{here}/mark/", "keep_class", score="90")
    marked = teacher.done(f"{here}/mark/", score="85.5", words="好")
    assert (marked["state"], marked["score"], marked["times"]) == ("marked", "85.50", 2)
    assert teacher.done(f"assignments/{task['uuid']}/withdraw/")["withdrawn_at"]


def test_exams(room: Classroom) -> None:
    member, exam = room.join(), room.assessment()
    head, me = Caller(room.head), Caller(user_of(member))
    sitting = {"assessment": key(exam), "held_at": SOON, "place": "一教室"}
    assert head.done("exam-sittings/", **sitting)["is_make_up"] is False
    assert head.refused("exam-sittings/make-up/", **sitting)[0] == "nobody_failed"
    said = {"assessment": key(exam), "registration": key(member), "assessed_on": "2026-01-05"}
    wrong = head.done("exam-results/", score="16", **said)
    assert head.done("exam-sittings/make-up/", **sitting)["is_make_up"] is True
    again = {"score": "61", "assessed_on": "2026-01-05", "note": "抄错"}
    assert head.refused(f"exam-results/{wrong['uuid']}/correct/", **again)[0] == "four_eyes"
    right = Caller(room.affairs()).done(f"exam-results/{wrong['uuid']}/correct/", **again)
    assert (right["passed"], right["replaces"]) == (True, wrong["uuid"])
    assert len(me.get("exam-results/").json()["results"]) == 2


def test_the_desk_and_reminders(room: Classroom) -> None:
    room.activity()
    member = room.join()
    head, clerk = Caller(room.head), Caller(liaison(member.trainee.unit))
    (row,) = head.get("class-desk/", theme_class=key(room.theme_class), show="lagging").json()["results"]
    assert (row["registration"], row["lags"], row["hours_asked"]) == (key(member), True, "2.00")
    assert clerk.get("class-desk/", theme_class=key(room.theme_class)).status_code == 403
    (made,) = head.done("class-desk/", registrations=[key(member)], note="请抓紧")["results"]
    assert made["kind"] == "class_follow_up"
    stranger = Caller(user_of(room.join()))
    assert stranger.refused("class-desk/", registrations=[key(member)], note="x")[0] == "does_not_exist"
    (note,) = head.done("unit-notes/", theme_class=key(room.theme_class), text="进度慢")["results"]
    answered = clerk.done(f"unit-notes/{note['uuid']}/answer/", answer="已谈话")
    assert answered["answer"] == "已谈话"
    told = head.get("class-reports/", theme_class=key(room.theme_class), report="statistics").json()
    assert ["Trainees", "2"] in told["rows"]


def test_evaluation(room: Classroom) -> None:
    member = room.join()
    head, me, affairs = Caller(room.head), Caller(user_of(member)), Caller(room.affairs())
    which = {"theme_class": key(room.theme_class)}
    questions = [{"part": "教学", "text": "内容"}]
    assert head.post("class-evaluation-form/", **which, questions=questions).json() == {"questions": questions}
    assert me.get("class-evaluation-form/", **which).json() == {"questions": questions}
    given = me.done("class-evaluations/", registration=key(member), scores=[9], comment="好")
    assert me.refused("class-evaluations/", registration=key(member), scores=[9])[0] == "already_evaluated"
    assert head.get(f"class-evaluations/{given['uuid']}/").status_code == 404
    assert head.get("class-evaluation-results/", **which).json()["answers"] is None
    type(room.theme_class).objects.update(state="closed")
    told = head.get("class-evaluation-results/", **which).json()
    assert (told["answers"], told["questions"][0]["mean"], told["comments"]) == (1, "9.00", None)
    assert affairs.get("class-evaluation-results/", **which).json()["comments"] == ["好"]
    assert me.get("class-evaluation-results/", **which).status_code == 403
