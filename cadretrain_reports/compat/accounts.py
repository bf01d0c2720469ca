"""Accounts of the platform: opened, named, mailed to, unlocked (6.1.3)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import clock
from cadretrain_reports.compat.host import stand_in
from cadretrain_reports.refusals import Refused

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


_USER_REFUSALS: Final[Mapping[str, tuple[str, StrPromise]]] = {
    "bad_username": ("username", _("The platform takes no such username. Write 2 to 30 letters, digits, - and _.")),
    "username_taken": ("username", _("Somebody has this username already. Choose another one.")),
    "bad_email": ("email", _("The platform takes no such e-mail address.")),
    "email_taken": ("email", _("Another account has this e-mail address.")),
    "bad_name": ("name", _("The platform takes no such name.")),
}


class UserRefused(Refused):
    """The platform opens no such account; ``code`` is a key of the texts above. The texts repeat nothing given."""

    def __init__(self, code: str) -> None:
        field, text = _USER_REFUSALS[code]
        super().__init__(code, text, field)


def open_user(username: str, email: str, name: str) -> Any:
    """Open a platform account with a password that nobody knows (6.1.3); call inside a transaction.

    Not by ``do_create_account``, which opens none where the public may not register. Raises ``UserRefused``.
    """
    if settings.CADRETRAIN_HOST:
        return stand_in().open_user(username, email, name)
    from common.djangoapps.student.models import (
        Registration,
        UserProfile,
        email_exists_or_retired,
        username_exists_or_retired,
    )

    if username_exists_or_retired(username):
        raise UserRefused("username_taken")
    if email_exists_or_retired(email):
        raise UserRefused("email_taken")
    _check_with_platform(username, email, name)
    user = get_user_model().objects.create(username=username, email=email, password=unguessable_password())
    Registration().register(user)
    UserProfile.objects.create(user=user, name=name)
    return user


def names_of(user_ids: Collection[int]) -> dict[int, str]:
    """Return the full names of platform users by their ids; who has told the platform none is left out."""
    if settings.CADRETRAIN_HOST:
        return dict(stand_in().names_of(user_ids))
    from common.djangoapps.student.models import UserProfile

    return dict(UserProfile.objects.filter(user__in=user_ids).exclude(name="").values_list("user", "name"))


def unguessable_password() -> str:
    """Return the stored form of a password that nobody knows, for the person to replace by the platform's mail.

    Not an unusable one: Django and the platform let nobody reset that. One round of hashing does, since what is hashed
    are 64 random characters; the usual number of rounds would take a file of a thousand accounts some minutes.
    """
    hasher = PBKDF2PasswordHasher()
    return hasher.encode(get_random_string(64), hasher.salt(), iterations=1)


def send_password_mail(user: Any) -> None:
    """Have the platform mail a person the link under which a new password is chosen, and end the open tokens.

    May be called where there is no browser's request, in a worker for instance.
    """
    if settings.CADRETRAIN_HOST:
        stand_in().send_password_mail(user)
        return
    import crum
    from openedx.core.djangoapps.oauth_dispatch.api import destroy_oauth_tokens
    from openedx.core.djangoapps.user_authn.views.password_reset import send_password_reset_email_for_user

    asked_in = crum.get_current_request()
    request = asked_in or _request_of_site()
    crum.set_current_request(request)
    try:
        send_password_reset_email_for_user(user, request)
    finally:
        crum.set_current_request(asked_in)
    destroy_oauth_tokens(user)


def unlock(user: Any) -> bool:
    """Let somebody sign in again whom too many wrong passwords have locked out; tell whether that was so."""
    if settings.CADRETRAIN_HOST:
        return bool(stand_in().unlock(user))
    from common.djangoapps.student.models import LoginFailures

    was_locked = bool(LoginFailures.is_user_locked_out(user))
    LoginFailures.clear_lockout_counter(user)
    return was_locked


def locked_users() -> Any:
    """Return the platform's ids of whom too many wrong passwords have locked out now, as ``user__in`` takes them."""
    if settings.CADRETRAIN_HOST:
        return stand_in().locked_users()
    from common.djangoapps.student.models import LoginFailures

    return LoginFailures.objects.filter(lockout_until__gt=clock.now()).values("user")


def _check_with_platform(username: str, email: str, name: str) -> None:
    """Raise ``UserRefused`` for what the platform's registration would not take; its own texts repeat the address."""
    from openedx.core.djangoapps.user_authn.views.registration_form import AccountCreationForm

    said = {"username": username, "email": email, "name": name, "password": get_random_string(64)}
    errors = AccountCreationForm(said, tos_required=False).errors
    for field in ("username", "email", "name"):
        if field in errors:
            raise UserRefused(f"bad_{field}")


def _request_of_site() -> Any:
    """Return a request as a browser would send it to the site: the platform's mails take scheme and site from one."""
    from django.contrib.sites.models import Site
    from django.test import RequestFactory

    root = urlsplit(getattr(settings, "LMS_ROOT_URL", ""))
    request = RequestFactory().get("/", secure=root.scheme == "https", SERVER_NAME=root.hostname)
    request.site = Site.objects.get_current()
    return request
