from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser, User

from cadretrain_reports.demo.services import AuthorPermissions, SignedInUser

STAFF = User(pk=5, username="author", first_name="课程制作人员", is_staff=True)
TRAINEE = User(pk=7, username="trainee001")


def test_the_platforms_attributes_are_those_of_the_signed_in_user() -> None:
    attributes = SignedInUser(STAFF).get_current_user().opt_attrs
    anonymous_id = attributes.pop("edx-platform.anonymous_user_id")
    assert attributes == {
        "edx-platform.user_id": 5,
        "edx-platform.username": "author",
        "edx-platform.user_is_staff": True,
        "edx-platform.user_role": "staff",
    }
    assert len(anonymous_id) == 32
    assert anonymous_id == SignedInUser(STAFF).get_current_user().opt_attrs["edx-platform.anonymous_user_id"]
    assert anonymous_id != SignedInUser(TRAINEE).get_current_user().opt_attrs["edx-platform.anonymous_user_id"]


def test_a_trainee_is_a_student() -> None:
    attributes = SignedInUser(TRAINEE).get_current_user().opt_attrs
    assert (attributes["edx-platform.user_is_staff"], attributes["edx-platform.user_role"]) == (False, "student")


@pytest.mark.parametrize("nobody", [None, AnonymousUser()])
def test_nobody_has_no_attributes(nobody: AnonymousUser | None) -> None:
    assert dict(SignedInUser(nobody).get_current_user().opt_attrs) == {}


@pytest.mark.parametrize(("user", "may"), [(STAFF, True), (TRAINEE, False), (AnonymousUser(), False), (None, False)])
def test_only_staff_author(user: User | AnonymousUser | None, may: bool) -> None:
    permissions = AuthorPermissions(user)
    assert (permissions.can_write("run"), permissions.can_read("run")) == (may, may)
