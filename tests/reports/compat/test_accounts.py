"""Accounts of the platform, on stand-ins that keep to what the platform does."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import ModuleType, SimpleNamespace
from typing import Any

import crum
import pytest
from django.contrib.auth.hashers import check_password, identify_hasher, is_password_usable
from django.contrib.auth.models import User
from django.test import RequestFactory

from cadretrain_reports import clock, compat


class Query(list[int]):
    """What was asked of the platform's rows, and the users it finds."""

    def values(self, column: str) -> list[int]:
        assert column == "user"
        return list(self)


class LoginFailures:
    """As in ``common.djangoapps.student.models``: who failed to sign in too often, until when."""

    until: dict[int, datetime] = {}

    class objects:  # noqa: N801
        @staticmethod
        def filter(lockout_until__gt: datetime) -> Query:
            return Query(pk for pk, until in LoginFailures.until.items() if until > lockout_until__gt)

    @classmethod
    def is_user_locked_out(cls, user: Any) -> bool | None:
        until = cls.until.get(user.pk)
        return until and until > clock.now()

    @classmethod
    def clear_lockout_counter(cls, user: Any) -> None:
        cls.until.pop(user.pk, None)


class Registration:
    """As there: makes the key of the activation mail."""

    made: list[Any] = []

    def register(self, user: Any) -> None:
        self.made.append(user)


class UserProfile:
    """As there: the name that the platform shows."""

    class objects:  # noqa: N801
        made: list[tuple[Any, str]] = []

        @classmethod
        def create(cls, user: Any, name: str) -> None:
            cls.made.append((user, name))

        @classmethod
        def filter(cls, user__in: Any) -> Any:
            named = {user.pk: name for user, name in cls.made if user.pk in user__in}
            return SimpleNamespace(exclude=lambda name: SimpleNamespace(values_list=lambda *_fields: named.items()))


class AccountCreationForm:
    """As in ``user_authn.views.registration_form``: its texts repeat what was given."""

    def __init__(self, data: dict[str, str], tos_required: bool = True) -> None:
        assert not tos_required, "nobody is there to accept anything"
        assert len(data["password"]) == 64
        rules = {"username": r"[-a-zA-Z0-9_]{2,30}", "email": r"\S+@\S+\.\w+", "name": r"[^<>]+", "password": ".+"}
        self.errors = {
            field: [f"no good: {data[field]}"] for field, rule in rules.items() if not re.fullmatch(rule, data[field])
        }


@dataclass
class Platform:
    """What the platform was asked to do."""

    mailed: list[tuple[Any, Any, Any]] = field(default_factory=list)
    ended: list[Any] = field(default_factory=list)
    retired: set[str] = field(default_factory=set)
    fault: Exception | None = None


def module(name: str, **content: Any) -> ModuleType:
    made = ModuleType(name)
    vars(made).update(content)
    return made


@pytest.fixture
def platform(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Platform]:
    """Accounts of the platform in place of a stand-in host."""
    settings.CADRETRAIN_HOST = ""
    settings.LMS_ROOT_URL = "https://academy.example.cn"
    settings.ALLOWED_HOSTS = ["academy.example.cn"]
    asked = Platform()

    def send(user: Any, request: Any, preferred_email: str | None = None) -> None:
        if asked.fault:
            raise asked.fault
        asked.mailed.append((user, request, crum.get_current_request()))

    def taken(column: str) -> Callable[[str], bool]:
        return lambda value: User.objects.filter(**{column: value}).exists() or value in asked.retired

    models = {
        "LoginFailures": LoginFailures,
        "Registration": Registration,
        "UserProfile": UserProfile,
        "username_exists_or_retired": taken("username"),
        "email_exists_or_retired": taken("email"),
    }
    site = SimpleNamespace(domain="academy.example.cn")
    views = "openedx.core.djangoapps.user_authn.views"
    modules = [
        module("common.djangoapps.student.models", **models),
        module(f"{views}.registration_form", AccountCreationForm=AccountCreationForm),
        module(f"{views}.password_reset", send_password_reset_email_for_user=send),
        module("openedx.core.djangoapps.oauth_dispatch.api", destroy_oauth_tokens=asked.ended.append),
        module("django.contrib.sites.models", Site=SimpleNamespace(objects=SimpleNamespace(get_current=lambda: site))),
    ]
    for made in modules:
        for end in range(1, made.__name__.count(".") + 1):
            parent = ".".join(made.__name__.split(".")[:end])
            if not parent.startswith("django"):
                monkeypatch.setitem(sys.modules, parent, ModuleType(parent))
        monkeypatch.setitem(sys.modules, made.__name__, made)
    yield asked
    for what in (LoginFailures.until, Registration.made, UserProfile.objects.made):
        what.clear()


@pytest.mark.django_db
def test_an_account_is_opened_as_the_platform_does(platform: Platform) -> None:
    user = compat.open_user("zhangsan", "zs@example.cn", "张三")
    stored = User.objects.get()
    assert (stored.pk, stored.username, stored.email, stored.is_active) == (user.pk, "zhangsan", "zs@example.cn", True)
    assert Registration.made == [user]
    assert UserProfile.objects.made == [(user, "张三")]
    assert stored.has_usable_password()


@pytest.mark.django_db
def test_the_names_of_accounts(platform: Platform) -> None:
    one, other = (compat.open_user(name, f"{name}@example.cn", name.upper()) for name in ("one", "two"))
    assert compat.names_of([one.pk]) == {one.pk: "ONE"}
    assert compat.names_of([one.pk, other.pk]) == {one.pk: "ONE", other.pk: "TWO"}


def test_a_password_that_nobody_knows(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    one, other = compat.unguessable_password(), compat.unguessable_password()
    assert one != other
    assert is_password_usable(one)
    assert identify_hasher(one).algorithm == "pbkdf2_sha256"
    assert not check_password("", one)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "code", "culprit"),
    [
        (("张三", "a@b.cn", "张三"), "bad_username", "username"),
        (("a", "a@b.cn", "张三"), "bad_username", "username"),
        (("known", "a@b.cn", "张三"), "username_taken", "username"),
        (("retired", "a@b.cn", "张三"), "username_taken", "username"),
        (("zhangsan", "nonsense", "张三"), "bad_email", "email"),
        (("zhangsan", "known@b.cn", "张三"), "email_taken", "email"),
        (("zhangsan", "a@b.cn", "<张三>"), "bad_name", "name"),
    ],
)
def test_what_the_platform_does_not_take(
    platform: Platform, said: tuple[str, str, str], code: str, culprit: str
) -> None:
    User.objects.create(username="known", email="known@b.cn")
    platform.retired.add("retired")
    with pytest.raises(compat.UserRefused) as refused:
        compat.open_user(*said)
    assert (refused.value.code, refused.value.field) == (code, culprit)
    assert not any(value in str(refused.value) for value in said if value != "a")
    assert User.objects.count() == 1
    assert Registration.made == []


@pytest.mark.django_db
def test_the_mail_is_sent_where_nobody_browses(platform: Platform) -> None:
    user = User.objects.create(username="zhangsan", email="zs@example.cn")
    compat.send_password_mail(user)
    ((mailed, request, current),) = platform.mailed
    assert (mailed, current) == (user, request)
    assert (request.is_secure(), request.get_host()) == (True, "academy.example.cn")
    assert request.site.domain == "academy.example.cn"
    assert crum.get_current_request() is None
    assert platform.ended == [user]


@pytest.mark.django_db
def test_the_mail_is_of_the_site_that_somebody_browses(platform: Platform, rf: RequestFactory) -> None:
    user, request = User.objects.create(username="zhangsan"), rf.get("/")
    crum.set_current_request(request)
    try:
        compat.send_password_mail(user)
        assert platform.mailed == [(user, request, request)]
        assert crum.get_current_request() is request
    finally:
        crum.set_current_request(None)


@pytest.mark.django_db
def test_a_mail_that_fails_leaves_no_request_behind(platform: Platform) -> None:
    platform.fault = OSError("no mail server")
    with pytest.raises(OSError, match="no mail server"):
        compat.send_password_mail(User(username="zhangsan"))
    assert crum.get_current_request() is None
    assert platform.ended == []


def test_unlocking(platform: Platform) -> None:
    now = clock.now()
    locked, was, free = (SimpleNamespace(pk=pk) for pk in (1, 2, 3))
    LoginFailures.until = {1: now + timedelta(minutes=5), 2: now - timedelta(minutes=5)}
    assert compat.locked_users() == [1]
    assert [compat.unlock(user) for user in (locked, was, free, locked)] == [True, False, False, False]
    assert compat.locked_users() == []


@pytest.mark.django_db
def test_without_a_platform_the_host_keeps_the_accounts(host: ModuleType) -> None:
    user = compat.open_user("zhangsan", "zs@example.cn", "张三")
    compat.send_password_mail(user)
    host.LOCKED.add(user.pk)
    assert list(host.MAILED) == [user.pk]
    assert compat.locked_users() == {user.pk}
    assert (compat.unlock(user), compat.unlock(user)) == (True, False)
