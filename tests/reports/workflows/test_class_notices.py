"""Notices of a class with read receipts, and its groups (8.3.4)."""

from __future__ import annotations

import pytest

from cadretrain_reports.applets.class_life import api as class_life
from cadretrain_reports.applets.class_life.api import ClassNotice, GroupMember, NoticeReading
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.scopes.api import Denied, in_scope
from cadretrain_reports.workflows import class_notices as workflow
from tests import factories
from tests.factories_class_life import Classroom, user_of
from tests.factories_plans import refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]


@pytest.fixture
def room() -> Classroom:
    return Classroom()


def test_who_has_read_a_notice(room: Classroom) -> None:
    one, other = room.join(), room.join()
    notice = workflow.post_notice(room.staff(Role.TEACHER), room.theme_class, "开班", "明早九点。")
    assert {*class_life.unread_by(notice)} == {one, other}
    for _twice in range(2):
        workflow.read_notice(user_of(one), notice)
    workflow.read_notice(room.head, notice)
    workflow.read_notice(user_of(room.join(state="registered")), notice)
    assert NoticeReading.objects.get().registration == one
    assert [*class_life.unread_by(notice)] == [other]
    assert [row.have_read for row in class_life.notices_for(one)] == [1]
    assert [row.have_read for row in class_life.notices_for(other)] == [0]
    assert workflow.withdraw_notice(room.head, notice).withdrawn_at is not None
    assert not class_life.notices_for(one).exists()


def test_a_group_has_notices_of_its_own(room: Classroom) -> None:
    one, other = room.join(), room.join()
    first, second = workflow.form_groups(room.head, room.theme_class, {"一组": [one], "二组": [other]}, [one])
    notice = workflow.post_notice(room.head, room.theme_class, "研讨", "十点。", first)
    assert [*class_life.unread_by(notice)] == [one]
    assert not class_life.notices_for(other).exists()
    workflow.read_notice(user_of(other), notice)
    assert not NoticeReading.objects.exists()
    assert GroupMember.objects.get(leads=True).registration == one
    again = workflow.form_groups(room.head, room.theme_class, {"大组": [one, other]})
    assert again == [first]
    assert GroupMember.objects.filter(group=first).count() == 2
    assert not type(second).objects.filter(pk=second.pk).exists()


def test_what_is_refused(room: Classroom) -> None:
    one = room.join()
    act = workflow.form_groups
    assert refusal(act, room.head, room.theme_class, {"一": [one], "二": [one]}) == ("two_groups", "groups")
    strange = room.join(state="withdrawn")
    assert refusal(act, room.head, room.theme_class, {"一": [strange]})[0] == "not_in_class"
    assert refusal(workflow.post_notice, room.head, room.theme_class, "", "x") == ("missing", "title")
    type(room.theme_class).objects.update(state="archived")
    room.theme_class.refresh_from_db()
    assert refusal(workflow.post_notice, room.head, room.theme_class, "题", "x")[0] == "class_ended"
    with pytest.raises(Denied):
        workflow.post_notice(user_of(one), room.theme_class, "题", "x")


def test_a_notice_is_seen_in_its_class(room: Classroom) -> None:
    one = room.join()
    notice = workflow.post_notice(room.head, room.theme_class, "开班", "明早九点。")
    workflow.read_notice(user_of(one), notice)
    for who in (user_of(one), room.head, room.affairs()):
        assert [*in_scope(ClassNotice.objects.all(), who)] == [notice]
        assert in_scope(NoticeReading.objects.all(), who).count() == 1
    other = room.join()
    assert not in_scope(NoticeReading.objects.all(), user_of(other)).exists()
    assert not in_scope(ClassNotice.objects.all(), factories.user()).exists()
