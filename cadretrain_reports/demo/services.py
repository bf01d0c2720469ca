"""XBlock services of the embedded host, answering as the platform's do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.crypto import salted_hmac
from xblock.reference.user_service import UserService, XBlockUser

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser, User

    Person = User | AnonymousUser | AbstractBaseUser

PLATFORM = "edx-platform."


class SignedInUser(UserService):  # type: ignore[misc]  # the XBlock library carries no types
    """The ``user`` service: the person signed in to Django, never one that the request names."""

    def __init__(self, user: Person | None) -> None:
        super().__init__(user=_as_xblock_user(user))

    def get_current_user(self) -> XBlockUser:
        """Return who looks at the block."""
        return self._user


class AuthorPermissions:
    """The ``studio_user_permissions`` service: in Studio, what the signed-in person may do."""

    def __init__(self, user: Person | None) -> None:
        self._may = user is not None and bool(getattr(user, "is_staff", False))

    def can_read(self, _course_key: object) -> bool:
        """Tell whether the person may look at the content in Studio."""
        return self._may

    def can_write(self, _course_key: object) -> bool:
        """Tell whether the person may change the content."""
        return self._may


def _as_xblock_user(user: Person | None) -> XBlockUser:
    if user is None or not user.is_authenticated:
        return XBlockUser(is_current_user=True)
    is_staff = bool(getattr(user, "is_staff", False))
    person = XBlockUser(is_current_user=True, full_name=str(getattr(user, "first_name", "")))
    attributes = {
        "user_id": user.pk,
        "username": user.get_username(),
        "anonymous_user_id": salted_hmac("cadretrain.demo.anonymous", str(user.pk)).hexdigest()[:32],
        "user_is_staff": is_staff,
        "user_role": "staff" if is_staff else "student",
    }
    person.opt_attrs.update({PLATFORM + name: value for name, value in attributes.items()})
    return person
