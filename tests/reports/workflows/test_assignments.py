"""Assignments are handed in by trainees, marked by staff, and handed in once more if returned (8.3.4)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.base import ContentFile
from pytest_django import DjangoCaptureOnCommitCallbacks

from cadretrain_reports.applets.class_life.api import AssignmentWork, Task
from cadretrain_reports.applets.resources.api import storage
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.scopes.api import Denied, in_scope
from cadretrain_reports.workflows import assignments as workflow
from tests import factories
from tests.factories_class_life import Classroom, at, user_of
from tests.factories_classes import duty
from tests.factories_people import liaison
from tests.factories_plans import refusal

pytestmark = pytest.mark.django_db

TASK = Task("调研报告", "三千字。", at(6))


@pytest.fixture
def room(at_new_year: SimulatedClock, tmp_path: Any, settings: Any) -> Classroom:
    settings.MEDIA_ROOT = tmp_path
    return Classroom()


def paper(name: str = "报告.txt") -> ContentFile[bytes]:
    return ContentFile("正文".encode(), name)


def test_work_goes_back_and_forth(room: Classroom, at_new_year: SimulatedClock) -> None:
    teacher, member = room.staff(Role.TEACHER), room.join()
    task = workflow.set_assignment(teacher, room.theme_class, TASK)
    draft = workflow.write_work(user_of(member), task, member, "草稿")
    assert not in_scope(AssignmentWork.objects.all(), teacher).exists()
    work = workflow.hand_work_in(user_of(member), draft)
    assert (work.state, work.times, work.is_late) == ("handed_in", 1, False)
    assert refusal(workflow.write_work, user_of(member), task, member, "改") == ("not_possible", "")
    returned = workflow.return_work(teacher, work, "例子太少")
    assert (returned.state, returned.words) == ("returned", "例子太少")
    at_new_year.advance(7 * 86400)
    again = workflow.hand_in(user_of(member), task, member, "加了例子")
    assert (again.pk, again.state, again.times, again.is_late) == (work.pk, "handed_in", 2, False)
    marked = workflow.mark_work(teacher, again, Decimal("85.5"), "好")
    assert (marked.state, marked.score, marked.marked_by) == ("marked", Decimal("85.5"), teacher)
    assert refusal(workflow.hand_work_in, user_of(member), marked) == ("not_possible", "")


def test_a_file_is_checked_kept_and_replaced(
    room: Classroom, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    member, task = room.join(), workflow.set_assignment(room.head, room.theme_class, TASK)
    bad = ContentFile(b"<script>", "x.html")
    assert refusal(workflow.hand_in, user_of(member), task, member, "", bad) == ("bad_file_type", "file")
    assert not AssignmentWork.objects.exists()
    first = workflow.write_work(user_of(member), task, member, "", paper())
    with django_capture_on_commit_callbacks(execute=True):
        second = workflow.hand_in(user_of(member), task, member, "", paper("新.txt"))
    assert (second.file_name, second.text) == ("新.txt", "")
    assert not storage().exists(first.stored_as)
    assert storage().exists(second.stored_as)


def test_what_comes_to_nothing_leaves_no_file(room: Classroom, tmp_path: Any) -> None:
    member, task = room.join(), workflow.set_assignment(room.head, room.theme_class, TASK)
    workflow.withdraw_assignment(room.head, task)
    task.refresh_from_db()
    assert refusal(workflow.hand_in, user_of(member), task, member, "", paper())[0] == "withdrawn"
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_after_the_day_it_is_late(room: Classroom, at_new_year: SimulatedClock) -> None:
    member, task = room.join(), workflow.set_assignment(room.head, room.theme_class, TASK)
    at_new_year.advance(7 * 86400)
    assert workflow.hand_in(user_of(member), task, member, "迟了").is_late


def test_what_is_refused(room: Classroom) -> None:
    member, other = room.join(), room.join()
    assert refusal(workflow.set_assignment, room.head, room.theme_class, Task("x", "x", at(1))) == (
        "in_past",
        "due_at",
    )
    task = workflow.set_assignment(room.head, room.theme_class, TASK)
    assert refusal(workflow.hand_in, user_of(other), task, member, "x")[0] == "not_yours"
    assert refusal(workflow.hand_in, user_of(member), task, member, "") == ("missing", "text")
    work = workflow.hand_in(user_of(member), task, member, "x")
    assert refusal(workflow.mark_work, room.head, work, Decimal(101)) == ("bad_score", "score")
    assert refusal(workflow.return_work, room.head, work, "") == ("missing", "words")
    with pytest.raises(Denied):
        workflow.mark_work(user_of(other), work, Decimal(60))
    duty(Role.ACADEMIC_AFFAIRS_OFFICER, room.institution, user=user_of(member))
    assert refusal(workflow.mark_work, user_of(member), work, Decimal(60))[0] == "own_matter"


def test_who_sees_what_was_handed_in(room: Classroom) -> None:
    member, other = room.join(), room.join()
    task = workflow.set_assignment(room.head, room.theme_class, TASK)
    work = workflow.hand_in(user_of(member), task, member, "x")
    rows = AssignmentWork.objects.all()
    for who in (user_of(member), room.head, room.staff(Role.TEACHER), liaison(member.trainee.unit)):
        assert [*in_scope(rows, who)] == [work]
    for who in (user_of(other), factories.user(), duty(Role.TEACHER, room.institution).user):
        assert not in_scope(rows, who).exists()
