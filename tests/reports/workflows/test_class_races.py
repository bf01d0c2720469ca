"""Two at once in a class: one leave, one mark, one attempt, one evaluation, one answer (8.3.4, 8.3.5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import connection

from cadretrain_reports.applets.class_life.api import (
    Attendance,
    ClassEvaluation,
    ExamMark,
    ExamResult,
    LeaveRequest,
    Mark,
    Task,
    UnitNote,
)
from cadretrain_reports.refusals import Refused
from cadretrain_reports.workflows import assignments, attendance, class_desk, class_evaluation, class_exams
from tests.factories_class_life import Classroom, at, of_unit, user_of
from tests.factories_people import liaison
from tests.reports.workflows.test_choice_races import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("host", "at_new_year")]


def codes(raised: list[BaseException]) -> list[str]:
    """Return the codes of what was refused; any other fault is raised."""
    for error in raised:
        if not isinstance(error, Refused):
            raise error
    return [error.code for error in raised if isinstance(error, Refused)]


def test_two_keep_the_attendance_of_one_activity() -> None:
    room = Classroom()
    activity, members = room.activity(), [room.join(), room.join()]
    marks = [Mark(one, "present") for one in members]
    other = room.affairs()
    connection.close()
    act = attendance.mark_attendance
    assert codes(together(lambda: act(room.head, activity, marks), lambda: act(other, activity, marks))) == []
    assert Attendance.objects.count() == 2


def test_leave_is_asked_once_and_decided_once() -> None:
    room = Classroom()
    member = room.join()
    user = user_of(member)
    other = room.affairs()
    connection.close()
    ask = lambda: attendance.ask_leave(user, member, at(7), at(8), "事假")  # noqa: E731 - a click
    assert codes(together(ask, ask)) == ["already_asked"]
    leave = LeaveRequest.objects.select_related("registration__theme_class__institution").get()
    connection.close()
    raised = together(
        lambda: attendance.grant_leave(room.head, leave), lambda: attendance.refuse_leave(other, leave, "不行")
    )
    assert codes(raised) == ["not_possible"]


def test_two_results_of_one_day_are_one_attempt() -> None:
    room = Classroom()
    exam, member, other = room.assessment(), room.join(), room.affairs()
    connection.close()

    def record(by: Any, score: int) -> Callable[[], Any]:
        return partial(class_exams.record_exam, by, exam, member, ExamMark(Decimal(score), date(2026, 1, 5)))

    assert codes(together(record(room.head, 60), record(other, 61))) == ["other_result"]
    assert ExamResult.objects.count() == 1


def test_work_is_handed_in_once_and_marked_once() -> None:
    room = Classroom()
    member, other = room.join(), room.affairs()
    user = user_of(member)
    task = assignments.set_assignment(room.head, room.theme_class, Task("报告", "写", at(20)))
    connection.close()
    click = lambda: assignments.hand_in(user, task, member, "写好了")  # noqa: E731 - a click
    assert codes(together(click, click)) == ["not_possible"]
    work = member.works.select_related("assignment__theme_class__institution", "registration__trainee").get()
    assert work.times == 1
    connection.close()
    raised = together(
        lambda: assignments.mark_work(room.head, work, Decimal(60)),
        lambda: assignments.mark_work(other, work, Decimal(90)),
    )
    assert codes(raised) == ["not_possible"]


def test_two_clicks_are_one_evaluation() -> None:
    room = Classroom()
    member = room.join()
    user = user_of(member)
    connection.close()
    click = lambda: class_evaluation.evaluate_class(user, member, [9] * 10)  # noqa: E731 - a click
    assert codes(together(click, click)) == ["already_evaluated"]
    assert ClassEvaluation.objects.count() == 1


def test_a_note_is_answered_once() -> None:
    room = Classroom()
    unit = room.join().trainee.unit
    note = of_unit(room.theme_class, unit, room.head)
    one, other = liaison(unit), liaison(unit)
    connection.close()
    answer = class_desk.answer_note
    assert codes(together(lambda: answer(one, note, "甲"), lambda: answer(other, note, "乙"))) == ["already_answered"]
    assert UnitNote.objects.get().answer in ("甲", "乙")
