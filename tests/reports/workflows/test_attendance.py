"""Attendance is kept by staff, never one's own; leave is bounded by a part of the class (8.3.4)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.class_life import api as class_life
from cadretrain_reports.applets.class_life.api import Attendance, Mark
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.scopes.api import Denied
from cadretrain_reports.workflows import attendance as workflow
from tests import factories
from tests.factories_class_life import Classroom, at, user_of
from tests.factories_classes import duty
from tests.factories_plans import refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]


@pytest.fixture
def room() -> Classroom:
    return Classroom()


def states() -> list[str]:
    return list(Attendance.objects.order_by("registration").values_list("state", flat=True))


def test_attendance_is_kept_and_who_attended_is_told(room: Classroom) -> None:
    activity = room.activity()
    members = [room.join() for _ in range(4)]
    marks = [Mark(one, state) for one, state in zip(members, Attendance.State.values, strict=True)]
    for role in (Role.HEAD_TEACHER, Role.TEACHER, Role.LEARNING_SUPPORT_STAFF):
        changed = workflow.mark_attendance(room.staff(role), activity, marks)
    assert changed == []
    assert states() == ["present", "late", "absent", "excused"]
    ids = [one.pk for one in members]
    assert class_life.attended(ids) == {ids[0]: {activity.pk}, ids[1]: {activity.pk}}
    workflow.mark_attendance(room.affairs(), activity, [Mark(members[2], "late", "堵车")])
    entry = AuditEntry.objects.filter(act="attendance.mark").latest("pk")
    assert (entry.details["before"], entry.details["state"]) == ("absent", "late")
    assert AuditEntry.objects.filter(act="attendance.mark").count() == 5


def test_as_many_queries_for_many_as_for_few(
    room: Classroom, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    activity = room.activity()
    marks = [Mark(room.join(), "present") for _ in range(30)]
    audits = 30
    with django_assert_max_num_queries(15 + audits + 30):
        workflow.mark_attendance(room.head, activity, marks)
    assert states() == ["present"] * 30


def test_what_cannot_be_marked(room: Classroom) -> None:
    activity, member = room.activity(), room.join()
    act = workflow.mark_attendance
    assert refusal(act, room.head, activity, [Mark(member, "asleep")]) == ("bad_state", "state")
    assert refusal(act, room.head, activity, [Mark(room.join(state="withdrawn"), "late")])[0] == "not_in_class"
    later = room.activity(2, starts_at=at(9))
    assert refusal(act, room.head, later, [Mark(member, "present")]) == ("not_begun", "activity")
    duty(Role.ACADEMIC_AFFAIRS_OFFICER, room.institution, user=user_of(member))
    assert refusal(act, user_of(member), activity, [Mark(member, "present")])[0] == "own_matter"
    type(room.theme_class).objects.update(state="closed")
    assert refusal(act, room.head, activity, [Mark(member, "present")])[0] == "class_not_running"
    assert states() == []


def test_it_is_for_those_who_serve_the_class(room: Classroom) -> None:
    activity, member = room.activity(), room.join()
    others = [duty(role, room.institution).user for role in (Role.HEAD_TEACHER, Role.TEACHER)]
    for who in (*others, user_of(member), factories.user()):
        with pytest.raises(Denied):
            workflow.mark_attendance(who, activity, [Mark(member, "present")])


def test_leave_is_asked_granted_and_excuses(room: Classroom) -> None:
    member, activity = room.join(), room.activity(starts_at=at(7), ends_at=at(7, 11))
    room.activity(2, starts_at=at(9))
    leave = workflow.ask_leave(user_of(member), member, at(7), at(8), "出差")
    assert leave.credit_hours == Decimal(2)
    granted = workflow.grant_leave(room.head, leave, "同意")
    assert (granted.state, granted.standing, granted.decided_by) == ("granted", True, room.head)
    row = Attendance.objects.get()
    assert (row.state, row.activity, row.registration) == ("excused", activity, member)
    assert class_life.attended([member.pk]) == {}
    assert refusal(workflow.ask_leave, user_of(member), member, at(7, 10), at(9), "又有事") == (
        "already_asked",
        "starts_at",
    )


def test_more_than_a_seventh_is_named(room: Classroom, settings: Any) -> None:
    room.theme_class.hour_requirement = Decimal(14)
    room.theme_class.save()
    member = room.join()
    for day, hours in ((6, "2"), (7, "0.25")):
        leave = workflow.ask_leave(user_of(member), member, at(day), at(day, 12), "事假")
        workflow.grant_leave(room.head, leave, hours=Decimal(hours))
    said = AuditEntry.objects.filter(act="leave.grant").order_by("pk").values_list("details", flat=True)
    assert [details["over_limit"] for details in said] == [False, True]
    missed = class_life.leave_hours([member.pk])[member.pk]
    assert workflow.is_over_limit(room.theme_class, missed)
    settings.CADRETRAIN_LEAVE_LIMIT = "1/5"
    assert not workflow.is_over_limit(room.theme_class, missed)


def test_what_cannot_be_asked_or_decided(room: Classroom) -> None:
    member, other = room.join(), room.join()
    ask = workflow.ask_leave
    assert refusal(ask, user_of(other), member, at(7), at(8), "事假")[0] == "not_yours"
    assert refusal(ask, user_of(member), member, at(8), at(7), "事假") == ("bad_span", "ends_at")
    assert refusal(ask, user_of(member), member, at(7), at(8), " ") == ("missing", "reason")
    leave = ask(user_of(member), member, at(7), at(8), "事假")
    for who in (user_of(other), room.staff(Role.TEACHER)):
        with pytest.raises(Denied):
            workflow.grant_leave(who, leave)
    assert refusal(workflow.refuse_leave, room.head, leave, "") == ("missing", "answer")
    assert refusal(workflow.grant_leave, room.head, leave, "", Decimal("0.3")) == ("bad_hours", "credit_hours")
    assert workflow.refuse_leave(room.head, leave, "考试周").standing is None
    assert refusal(workflow.withdraw_leave, user_of(member), leave)[0] == "not_possible"
    again = ask(user_of(member), member, at(7), at(8), "病假")
    assert workflow.withdraw_leave(user_of(member), again).state == "withdrawn"
