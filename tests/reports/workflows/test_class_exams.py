"""Exams of a class: who failed may sit again, a wrong result is corrected by another person (8.3.4, 8.3.6)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from cadretrain_reports.applets.class_life import api as class_life
from cadretrain_reports.applets.class_life.api import ExamMark, ExamResult
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.scopes.api import Denied
from cadretrain_reports.workflows import class_exams as workflow
from tests.factories_class_life import Classroom, at, user_of
from tests.factories_plans import refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(at_new_year: SimulatedClock) -> Classroom:
    return Classroom()


def mark(score: str, day: int = 5, note: str = "") -> ExamMark:
    return ExamMark(Decimal(score), date(2026, 1, day), note)


def test_who_failed_sits_again(room: Classroom, at_new_year: SimulatedClock) -> None:
    exam, failed, passed = room.assessment(), room.join(), room.join()
    teacher = room.staff(Role.TEACHER)
    assert refusal(workflow.set_make_up, room.head, exam, at(7))[0] == "nobody_failed"
    first = workflow.record_exam(teacher, exam, failed, mark("59.5"))
    workflow.record_exam(teacher, exam, passed, mark("60"))
    assert workflow.record_exam(teacher, exam, failed, mark("59.5")) == first
    assert class_life.candidates(exam) == [failed]
    at_new_year.advance(3 * 86400)
    assert refusal(workflow.record_exam, teacher, exam, failed, mark("70", 7)) == ("no_make_up", "assessed_on")
    assert workflow.set_make_up(room.head, exam, at(7), "一教室").is_make_up
    again = workflow.record_exam(teacher, exam, failed, mark("70", 7))
    assert (again.attempt, again.passed) == (2, True)
    assert class_life.exam_results([failed.pk, passed.pk])[failed.pk][exam.pk] == again
    assert refusal(workflow.record_exam, teacher, exam, passed, mark("99", 7))[0] == "already_passed"


def test_attempts_come_to_an_end(room: Classroom, at_new_year: SimulatedClock) -> None:
    exam, member = room.assessment(attempts=1), room.join()
    workflow.record_exam(room.head, exam, member, mark("10"))
    assert class_life.candidates(exam) == []
    at_new_year.advance(86400)
    assert refusal(workflow.record_exam, room.head, exam, member, mark("70", 6))[0] == "attempts_used"


def test_a_wrong_result_is_corrected_by_another_person(room: Classroom) -> None:
    exam, member = room.assessment(), room.join()
    wrong = workflow.record_exam(room.head, exam, member, mark("16"))
    assert refusal(workflow.record_exam, room.head, exam, member, mark("61"))[0] == "other_result"
    assert refusal(workflow.correct_exam, room.head, wrong, mark("61", note="抄错"))[0] == "four_eyes"
    assert refusal(workflow.correct_exam, room.affairs(), wrong, mark("61")) == ("missing", "note")
    right = workflow.correct_exam(room.affairs(), wrong, mark("61", note="抄错"))
    assert (right.replaces, right.attempt, right.passed) == (wrong, 1, True)
    assert class_life.exam_results([member.pk])[member.pk][exam.pk] == right
    assert refusal(workflow.correct_exam, room.affairs(), wrong, mark("62", note="抄错"))[0] == "replaced"
    assert ExamResult.objects.count() == 2


def test_what_is_refused_and_denied(room: Classroom) -> None:
    exam, member = room.assessment(), room.join()
    record = workflow.record_exam
    assert refusal(record, room.head, exam, member, mark("101")) == ("bad_score", "score")
    assert refusal(record, room.head, exam, member, mark("60", 9)) == ("in_future", "assessed_on")
    assert refusal(record, room.head, exam, room.join(state="waiting"), mark("60"))[0] == "not_in_class"
    with pytest.raises(Denied):
        record(user_of(member), exam, member, mark("60"))
    result = record(room.head, exam, member, mark("60"))
    for act, said in ((workflow.set_exam, (exam, at(9))), (workflow.correct_exam, (result, mark("1", note="x")))):
        with pytest.raises(Denied):
            act(room.staff(Role.TEACHER), *said)
