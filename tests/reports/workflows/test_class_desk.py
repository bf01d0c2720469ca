"""The head teacher's desk: progress against the plan, reminders in bulk, notes to units (8.3.4, 8.3.5)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from cadretrain_reports.applets.class_life.api import ExamMark, Mark, Task, UnitNote
from cadretrain_reports.applets.reminders.api import Reminder, text_of, title_of
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.rules.reminders import Left
from cadretrain_reports.scopes.api import Denied, in_scope
from cadretrain_reports.workflows import assignments, attendance, class_desk, class_exams, progress, reminding
from tests import factories
from tests.conftest import NEW_YEAR
from tests.factories_class_life import Classroom, at, user_of
from tests.factories_classes import registered
from tests.factories_people import liaison
from tests.factories_plans import refusal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def room(at_new_year: SimulatedClock) -> Classroom:
    return Classroom()


def crowd(room: Classroom, number: int) -> list[Any]:
    """Return registrations of so many trainees of one unit."""
    found = [room.join() for _ in range(2)]
    first = found[0].trainee
    for position in range(number - len(found)):
        trainee = type(first).objects.create(
            code=f"X{number}-{position}", name="某人", unit=first.unit, managing_department=first.managing_department
        )
        found.append(registered(room.theme_class, trainee, state="confirmed"))
    return found


def test_progress_against_the_plan(room: Classroom, at_new_year: SimulatedClock) -> None:
    version = factories.released(duration=60)
    room.course(version)
    account = factories.trainee()
    factories.learn(account, at_new_year, 120)
    member, idle = room.join(account), room.join()
    activity, exam = room.activity(), room.assessment()
    attendance.mark_attendance(room.head, activity, [Mark(member, "late"), Mark(idle, "absent")])
    task = assignments.set_assignment(room.head, room.theme_class, Task("报告", "写", at(20)))
    assignments.hand_in(user_of(member), task, member, "写好了")
    class_exams.record_exam(room.head, exam, member, ExamMark(Decimal(61), NEW_YEAR.date()))
    rows = class_desk.desk(room.staff(Role.TEACHER), room.theme_class).rows
    done, nothing = (row.standing for row in rows)
    assert (done.hours_asked, done.hours_done) == (Decimal(2), Decimal("2.25"))
    for part in (done.courses, done.activities, done.assignments, done.exams):
        assert (part.asked, part.done) == (1, 1)
    assert done.left == Left()
    assert done.percent == 100
    assert nothing.left == Left(total_hours=Decimal(2), courses=1, assignments=1)
    assert [row.absences for row in rows] == [0, 1]
    assert rows[0].last_studied_at is not None
    assert [row.lags for row in rows] == [False, True]
    assert rows[1].behind == 45
    for narrowed, expected in (("lagging", [idle]), ("assignments", [idle]), ("exams", [idle]), ("leave", [])):
        shown = class_desk.desk(room.head, room.theme_class, narrowed).rows
        assert [row.registration for row in shown] == expected


def test_work_marked_below_the_pass_mark_is_open(room: Classroom) -> None:
    member = room.join()
    task = assignments.set_assignment(room.head, room.theme_class, Task("报告", "写", at(20)))
    work = assignments.hand_in(user_of(member), task, member, "写")
    assignments.mark_work(room.head, work, Decimal(59))
    assert class_desk.desk(room.head, room.theme_class).rows[0].standing.assignments.left == 1


def test_leave_beyond_the_limit_is_named(room: Classroom) -> None:
    room.activity(starts_at=at(6), ends_at=at(6, 11), credit_hours=1)
    room.activity(2, starts_at=at(7), credit_hours=5)
    member, other = room.join(), room.join()
    leave = attendance.ask_leave(user_of(member), member, at(6), at(6, 12), "事假")
    attendance.grant_leave(room.head, leave)
    shown = class_desk.desk(room.head, room.theme_class, "leave").rows
    assert [(row.registration, row.leave_hours, row.over_leave) for row in shown] == [(member, 1, True)]
    assert other not in shown


def test_as_many_queries_for_two_hundred_as_for_ten(room: Classroom) -> None:
    room.course(factories.released(duration=60))
    room.activity()
    counts = []
    for number in (10, 190):
        crowd(room, number)
        for narrowed in ("", "lagging"):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                class_desk.desk(room.head, room.theme_class, narrowed)
            counts.append(len(queries))
    assert counts[:2] == counts[2:]


def test_pages_follow_each_other(room: Classroom) -> None:
    everybody = crowd(room, 60)
    first = class_desk.desk(room.head, room.theme_class)
    assert first.following == everybody[49]
    second = class_desk.desk(room.head, room.theme_class, "", first.following.uuid)
    assert [row.registration for row in (*first.rows, *second.rows)] == everybody
    assert second.following is None


def test_reminders_in_bulk(room: Classroom) -> None:
    room.activity()
    members = [room.join(), room.join()]
    made = class_desk.remind(room.head, members, "请抓紧")
    assert {row.trainee for row in made} == {one.trainee for one in members}
    assert title_of(made[0]) == "Your head teacher reminds you of the class 专题班K1"
    assert text_of(made[0]) == "Credit-hours left in all: 2.\n请抓紧"
    assert class_desk.remind(room.head, members, "再提醒")[0].pk
    assert refusal(class_desk.remind, room.head, [], "x") == ("missing", "registrations")
    assert refusal(class_desk.remind, room.head, members, "") == ("missing", "note")
    with pytest.raises(Denied):
        class_desk.remind(user_of(members[0]), members, "x")


def test_nobody_of_another_class_is_reminded(room: Classroom) -> None:
    other = room.join(state="refused")
    assert refusal(class_desk.remind, room.head, [room.join(), other], "x")[0] == "not_in_class"
    assert not Reminder.objects.exists()


def test_units_are_told_and_answer(room: Classroom) -> None:
    room.activity()
    member = room.join()
    (note,) = class_desk.tell_units(room.head, room.theme_class, "两人进度慢")
    assert (note.unit, note.trainees, note.lagging) == (member.trainee.unit, 1, 1)
    officer = liaison(member.trainee.unit)
    assert [*in_scope(UnitNote.objects.all(), officer)] == [note]
    assert not in_scope(UnitNote.objects.all(), user_of(member)).exists()
    assert [row.registration for row in class_desk.progress_of_own_people(officer, room.theme_class)] == [member]
    answered = class_desk.answer_note(officer, note, "已谈话")
    assert (answered.answer, answered.answered_by) == ("已谈话", officer)
    assert refusal(class_desk.answer_note, officer, note, "再答")[0] == "already_answered"
    with pytest.raises(Denied):
        class_desk.answer_note(room.head, note, "x")
    with pytest.raises(Denied):
        class_desk.tell_units(room.staff(Role.TEACHER), room.theme_class, "x")


def test_where_nobody_lags_only_all_units_are_told(room: Classroom) -> None:
    room.join()
    assert refusal(class_desk.tell_units, room.head, room.theme_class, "x")[0] == "nobody_lags"
    assert len(class_desk.tell_units(room.head, room.theme_class, "通报", only_lagging=False)) == 1


def test_the_site_reminds_of_a_class_once_for_each_cause(room: Classroom, at_new_year: SimulatedClock) -> None:
    room.activity(starts_at=at(15))
    member = room.join()
    room.join(state="withdrawn")
    for _twice in range(2):
        reminding.remind()
    made = Reminder.objects.get()
    assert (made.trainee, made.kind, made.days) == (member.trainee, "class_deadline", 6)
    assert title_of(made) == "The class 专题班K1 ends in 6 days: work still to be done"


def test_who_lags_behind_the_days_of_a_class_is_told(room: Classroom, settings: Any) -> None:
    settings.CADRETRAIN_REMINDER_POLICY = {"before_days": [1]}
    room.activity()
    room.join()
    assert reminding.remind()["made"] == 1
    made = Reminder.objects.get()
    assert title_of(made) == "You are behind in the class 专题班K1"


def test_what_is_left_of_each_class_for_oneself(room: Classroom) -> None:
    room.activity()
    member = room.join()
    (found,) = progress.class_progress_of(member.trainee_id)
    assert found.registration.theme_class == room.theme_class
    assert found.standing.left == Left(total_hours=Decimal(2))
    type(room.theme_class).objects.update(state="closed")
    assert progress.class_progress_of(member.trainee_id) == []


def test_the_desk_is_for_those_who_serve_the_class(room: Classroom) -> None:
    member = room.join()
    for who in (user_of(member), liaison(member.trainee.unit), factories.user()):
        with pytest.raises(Denied):
            class_desk.desk(who, room.theme_class)
