"""The days of a class on pages: the head teacher, a teacher, a trainee and a liaison officer each do their part."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cadretrain_reports.applets.class_life.api import (
    Assignment,
    AssignmentWork,
    Attendance,
    ClassEvaluation,
    ClassNotice,
    ExamResult,
    LeaveRequest,
    UnitNote,
)
from cadretrain_reports.applets.reminders.api import Reminder
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.clock import SimulatedClock
from tests import factories
from tests.factories_class_life import Classroom, user_of
from tests.factories_people import liaison

pytestmark = pytest.mark.django_db

ROOT = "/cadretrain/"


@pytest.fixture
def room(settings: Any, tmp_path: Any, at_new_year: SimulatedClock) -> Classroom:
    own = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "cadretrain_files": own}
    return Classroom()


def desk(room: Classroom, part: str = "") -> str:
    return f"{ROOT}class-desk/{room.theme_class.uuid}/{part}"


def own(room: Classroom, part: str = "") -> str:
    return f"{ROOT}my-classes/{room.theme_class.uuid}/{part}"


def test_laggards_are_chosen_already_and_reminded(room: Classroom, browse: Any) -> None:
    room.activity()
    room.join()
    page = browse(room.head)
    assert "专题班K1" in page.get(f"{ROOT}class-desk/").said()
    page.get(desk(room), show="lagging")
    assert page.page.xpath("//input[@name='registration']/@checked") == ["checked"]
    assert "45 points behind" in page.said("//tbody")
    page.press("/remind/", note="请抓紧")
    assert "Reminded: 1." in page.said("//*[@role='status']")
    assert Reminder.objects.get().note == "请抓紧"
    assert "There are no trainees here." in page.get(desk(room), show="leave").said()
    assert page.get(desk(room), show="nobody").status == 404


def test_the_desk_is_for_those_who_serve_the_class(room: Classroom, browse: Any) -> None:
    member = room.join()
    for who in (user_of(member), liaison(member.trainee.unit)):
        page = browse(who)
        for part in ("", "attendance/", "leave/", "notices/", "assignments/", "exams/", "report/", "evaluation/"):
            assert page.get(desk(room, part)).status == 403, part
    stranger = browse(factories.user())
    assert stranger.get(desk(room)).status == 404


def test_attendance_is_kept(room: Classroom, browse: Any) -> None:
    member, activity = room.join(), room.activity()
    page = browse(room.staff(Role.TEACHER))
    assert "直播1" in page.get(desk(room, "attendance/")).said()
    url = f"{ROOT}class-activities/{activity.uuid}/"
    page.get(url).press(url, **{f"of_{member.pk}": "late"})
    assert "The attendance is on record." in page.said("//*[@role='status']")
    assert Attendance.objects.get().state == "late"


def test_leave_is_asked_and_granted(room: Classroom, browse: Any) -> None:
    member = room.join()
    mine, head = browse(user_of(member)), browse(room.head)
    url = own(room, "ask-leave/")
    mine.get(url).press(url, starts_at="2026-01-07T09:00", ends_at="2026-01-07T08:00", reason="出差")
    assert "The end comes before the beginning." in mine.said()
    mine.press(url, starts_at="2026-01-07T09:00", ends_at="2026-01-07T18:00", reason="出差")
    leave = LeaveRequest.objects.get()
    assert leave.starts_at.isoformat() == "2026-01-07T01:00:00+00:00"
    assert "出差" in head.get(desk(room, "leave/")).said()
    there = f"{ROOT}class-leave/{leave.uuid}/"
    assert mine.get(there).status == 403
    head.get(there).press(there, verdict="grant", credit_hours="3", answer="同意")
    leave.refresh_from_db()
    assert (leave.state, str(leave.credit_hours)) == ("granted", "3.00")
    assert "同意" in mine.get(own(room)).said()


def test_a_notice_is_announced_and_read(room: Classroom, browse: Any) -> None:
    member = room.join()
    head, mine = browse(room.head), browse(user_of(member))
    url = desk(room, "announce/")
    head.get(url).press(url, title="开班", text="明早九点")
    notice = ClassNotice.objects.get()
    there = f"{ROOT}class-notices/{notice.uuid}/"
    assert member.trainee.name in head.get(there).said("//table")
    assert "not read yet" in mine.get(own(room)).said()
    here = f"{ROOT}my-classes/notices/{notice.uuid}/"
    assert "明早九点" in mine.get(here).said()
    mine.press(here)
    assert notice.readings.get().registration == member
    assert "Everybody has read it." in head.get(there).said()


def test_work_is_handed_in_and_marked(room: Classroom, browse: Any) -> None:
    member = room.join()
    teacher, mine = browse(room.staff(Role.TEACHER)), browse(user_of(member))
    url = desk(room, "set-assignment/")
    teacher.get(url).press(url, title="报告", text="三千字", due_at="2026-01-20T18:00")
    task = Assignment.objects.get()
    here = f"{ROOT}my-classes/assignments/{task.uuid}/"
    mine.get(here).press(here, text="", file="")
    assert "Write something, or add a file, first." in mine.said()
    token = mine.page.xpath("//main//input[@name='csrfmiddlewaretoken']/@value")[0]
    upload = SimpleUploadedFile("报告.txt", "正文".encode())
    mine.client.post(here, {"csrfmiddlewaretoken": token, "text": "见附件", "file": upload})
    work = AssignmentWork.objects.get()
    there = f"{ROOT}class-works/{work.uuid}/"
    assert "见附件" in teacher.get(there).said()
    (url,) = teacher.page.xpath("//main//a[text()='报告.txt']/@href")
    assert teacher.client.get(url).getvalue().decode() == "正文"
    teacher.get(there).press(there, verdict="mark", score="")
    assert "This must not be empty." in teacher.said()
    teacher.press(there, verdict="return", words="补充例子")
    assert "补充例子" in mine.get(own(room)).said()
    mine.get(here).press(here, text="补充了", file="")
    teacher.get(there).press(there, verdict="mark", score="85", words="好")
    work.refresh_from_db()
    assert (work.state, str(work.score)) == ("marked", "85.00")
    assert "报告" in teacher.get(desk(room, "assignments/")).said()


def test_exams_are_set_and_recorded(room: Classroom, browse: Any) -> None:
    member, exam = room.join(), room.assessment()
    page = browse(room.head)
    url = f"{ROOT}class-exams/{exam.uuid}/set/"
    page.get(url).press(url, held_at="2026-01-05T09:00", place="一教室")
    assert "一教室" in page.get(desk(room, "exams/")).said()
    url = f"{ROOT}class-exams/{exam.uuid}/"
    page.get(url).press(url, registration="T0", score="61", assessed_on="2026-01-05")
    assert "This trainee is not in the class." in page.said()
    page.press(url, registration=member.trainee.code, score="61", assessed_on="2026-01-05")
    assert ExamResult.objects.get().passed
    url = f"{ROOT}class-desk/results-file/"
    assert "成绩" in page.get(url).said()
    assert browse(user_of(member)).get(url).status == 403


def test_a_class_is_evaluated_without_names(room: Classroom, browse: Any, settings: Any) -> None:
    settings.CADRETRAIN_FEWEST_ANSWERS = 1
    member = room.join()
    head, mine = browse(room.head), browse(user_of(member))
    url = desk(room, "evaluation/form/")
    head.get(url).press(url, questions="内容")
    assert "This must not be empty." in head.said()
    head.press(url, questions="教学：内容\n服务: 食宿")
    here = own(room, "evaluate/")
    mine.get(here).press(here, question_0="9", question_1="10", comment="好")
    assert ClassEvaluation.objects.get().scores == [9, 10]
    told = head.get(desk(room, "evaluation/")).said()
    assert "9.00" not in told
    type(room.theme_class).objects.update(state="closed")
    told = head.get(desk(room, "evaluation/")).said()
    assert ("9.00" in told, "好" in told) == (True, False)
    assert "好" in browse(room.affairs()).get(desk(room, "evaluation/")).said()


def test_units_are_told_and_answer(room: Classroom, browse: Any) -> None:
    room.activity()
    member = room.join()
    head, clerk = browse(room.head), browse(liaison(member.trainee.unit))
    url = desk(room, "tell-units/")
    head.get(url).press(url, text="进度慢", only_lagging="on")
    note = UnitNote.objects.get()
    assert "专题班K1" in clerk.get(f"{ROOT}unit-notes/").said()
    assert member.trainee.name in clerk.get(f"{ROOT}unit-notes/{note.uuid}/").said()
    url = f"{ROOT}unit-notes/{note.uuid}/answer/"
    clerk.get(url).press(url, answer="已谈话")
    note.refresh_from_db()
    assert note.answer == "已谈话"


def test_reports_are_shown_and_handed_out(room: Classroom, browse: Any) -> None:
    room.join(factories.trainee("T9"))
    page = browse(room.head)
    room.activity()
    room.assessment()
    for kind in ("process", "results", "attendance"):
        assert "T9" in page.get(desk(room, "report/"), report=kind).said()
    assert "Lagging" in page.get(desk(room, "report/"), report="statistics").said()
    response = page.client.get(desk(room, "report/"), {"report": "process", "as": "xlsx"})
    assert response.getvalue().startswith(b"PK")
    assert page.get(desk(room, "report/"), report="x").status == 404


def test_my_classes_say_what_is_left(room: Classroom, browse: Any) -> None:
    room.activity()
    member = room.join()
    page = browse(user_of(member))
    assert "0 / 2" in page.get(f"{ROOT}my-classes/").said("//tbody")
    leave = LeaveRequest.objects.create(
        registration=member,
        starts_at="2026-01-07T01:00:00Z",
        ends_at="2026-01-08T01:00:00Z",
        credit_hours=1,
        reason="x",
        asked_by=user_of(member),
        asked_at="2026-01-05T01:00:00Z",
    )
    url = f"{ROOT}my-classes/leave/{leave.uuid}/withdraw/"
    page.get(url).press(url)
    leave.refresh_from_db()
    assert leave.state == "withdrawn"
    assert browse(factories.user()).get(f"{ROOT}my-classes/").status == 403
    assert browse(user_of(room.join(state="waiting"))).get(own(room)).status == 404
