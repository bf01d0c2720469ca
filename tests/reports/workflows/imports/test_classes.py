"""Attendance and exam results of classes from tables, for those who serve them (8.3.4, 8.3.6)."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports.applets.class_life.api import Attendance, ExamResult
from cadretrain_reports.applets.roles.api import Role
from tests import factories
from tests.factories_class_life import Classroom
from tests.factories_imports import Said, counts, refused
from tests.reports.workflows.imports.conftest import Send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]


@pytest.fixture
def room() -> Classroom:
    return Classroom()


@pytest.fixture
def sender(room: Classroom) -> Any:
    """Return a teacher of the class."""
    return room.staff(Role.TEACHER)


def row(**cells: str) -> Said:
    said = {"organization": "SASW", "theme_class": "K1", "number": "1", "code": "T1"}
    return {**said, **cells}


@pytest.fixture
def member(room: Classroom) -> Any:
    return room.join(factories.trainee("T1", "李四"))


@pytest.mark.usefixtures("member")
def test_attendance_is_taken_in_and_changed(room: Classroom, send: Send) -> None:
    room.activity()
    for state, expected in (("迟到", (1, 0, 0, 0)), ("迟到", (0, 0, 1, 0)), ("出勤", (0, 1, 0, 0))):
        assert counts(send("attendance", row(state=state, name="李四"))) == expected
    assert Attendance.objects.get().state == "present"


@pytest.mark.usefixtures("member")
def test_results_are_taken_in_once(room: Classroom, send: Send) -> None:
    room.assessment()
    for expected in ((1, 0, 0, 0), (0, 0, 1, 0)):
        assert counts(send("class-results", row(score="85.5", assessed_on="2026/1/5"))) == expected
    result = ExamResult.objects.get()
    assert (str(result.score), result.source, result.passed) == ("85.50", "file", True)


@pytest.mark.usefixtures("member")
@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"state": "睡觉"}, "出勤, 迟到, 缺勤"),
        ({"number": "2"}, "nothing with this number"),
        ({"number": "一"}, "the number under which"),
        ({"code": "T2"}, "not in the class"),
        ({"name": "王五"}, "another name"),
        ({"theme_class": "K2"}, "no such class among those that you serve"),
    ],
)
def test_bad_rows_come_back_with_reasons(room: Classroom, send: Send, cells: Said, reason: str) -> None:
    room.activity()
    assert reason in refused(send("attendance", row(**{"state": "出勤", **cells})))[2]
    assert not Attendance.objects.exists()


@pytest.mark.usefixtures("member")
def test_classes_of_others_are_as_if_not_there(room: Classroom, send: Send) -> None:
    room.activity()
    room.theme_class.duties.exclude(assignment__user=room.head).delete()
    assert "no such class" in refused(send("attendance", row(state="出勤")))[2]
