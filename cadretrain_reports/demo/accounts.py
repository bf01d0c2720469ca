"""Accounts of the demonstration. Their password is public: the host answers on this machine only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.credits.api import CreditEntry
from cadretrain_reports.applets.learning.api import CourseStudy

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

PASSWORD: Final = "cadretrain-demo"  # noqa: S105 - shown on the first page
ADMIN: Final = "admin"
AUTHOR: Final = "author"


@dataclass(frozen=True, slots=True)
class ShownAccount:
    """A demo account as the first page offers it."""

    username: str
    name: str
    who: str | StrPromise


def trainee_username(number: int) -> str:
    """Return the account name of the ``number``-th trainee, counted from 1."""
    return f"trainee{number:03d}"


def open_staff_accounts() -> None:
    """Make sure that there is an administrator and an author."""
    password = make_password(PASSWORD)
    superuser = {"is_staff": True, "is_superuser": True, "first_name": "系统管理员", "password": password}
    User.objects.get_or_create(username=ADMIN, defaults=superuser)
    User.objects.get_or_create(
        username=AUTHOR, defaults={"is_staff": True, "first_name": "课程制作人员", "password": password}
    )


def shown_accounts() -> list[ShownAccount]:
    """Return the accounts worth trying: one trainee in each state of study that there is, and the staff."""
    trainees = [
        ShownAccount(user.username, user.first_name, who) for user, who in _trainees_by_state() if user is not None
    ]
    staff = {
        AUTHOR: _("course author: Studio pages"),
        ADMIN: _("administrator: see courses, archive and audit log"),
        "officer-qh": _("department officer: the whole province"),
        "officer-jc": _("department officer: one city"),
        "liaison-jc-01": _("liaison officer: one unit"),
        "affairs-qhgx": _("academic-affairs officer: the units that the institution serves"),
        "reviewer-one": _("reviewer: a course waits for the verdict"),
        "head-teacher": _("head teacher: one class with trainees of ten units"),
        "inspector-qh": _("archive inspector: reads, changes nothing"),
    }
    users = User.objects.in_bulk(list(staff), field_name="username")
    return trainees + [ShownAccount(name, users[name].first_name, who) for name, who in staff.items() if name in users]


def _trainees_by_state() -> list[tuple[User | None, StrPromise]]:
    credited = CreditEntry.objects.values("study__trainee")
    studying = CourseStudy.objects.exclude(credits__standing=True).values("trainee")
    trainees = User.objects.filter(cadretrain_account__isnull=False).order_by("username")
    accounts = trainees.filter(cadretrain_account__trainee__in=credited)
    return [
        (accounts.first(), _("trainee who has earned credit-hours")),
        (trainees.filter(cadretrain_account__trainee__in=studying).last(), _("trainee in the middle of a course")),
        (trainees.exclude(cadretrain_account__trainee__studies__isnull=False).first(), _("trainee who has not begun")),
    ]
