"""Accounts of the embedded host: opened, mailed to by Django's own way, into files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as demo_settings
from django.contrib.auth.models import User
from django.test import Client

from cadretrain_reports import compat
from cadretrain_reports.demo import settings as shipped

pytestmark = pytest.mark.django_db


def test_an_account_that_only_the_mail_opens(client: Client) -> None:
    user = compat.open_user("zhangsan", "zs@example.cn", "张三")
    stored = User.objects.get(pk=user.pk)
    assert (stored.username, stored.email, stored.first_name, stored.is_active) == (
        "zhangsan",
        "zs@example.cn",
        "张三",
        True,
    )
    assert not client.login(username="zhangsan", password="")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (("张三", "a@b.cn", "张三"), "bad_username"),
        (("a", "a@b.cn", "张三"), "bad_username"),
        (("a" * 31, "a@b.cn", "张三"), "bad_username"),
        (("KNOWN", "a@b.cn", "张三"), "username_taken"),
        (("zhangsan", "nonsense", "张三"), "bad_email"),
        (("zhangsan", "KNOWN@b.cn", "张三"), "email_taken"),
        (("zhangsan", "a@b.cn", ""), "bad_name"),
    ],
)
def test_what_is_not_taken(said: tuple[str, str, str], code: str) -> None:
    User.objects.create(username="known", email="known@b.cn")
    with pytest.raises(compat.UserRefused) as refused:
        compat.open_user(*said)
    assert refused.value.code == code
    assert User.objects.count() == 1


def test_the_names_that_accounts_were_opened_with() -> None:
    user = compat.open_user("zhangsan", "zs@example.cn", "张三")
    nameless = User.objects.create(username="nameless")
    assert compat.names_of([user.pk, nameless.pk]) == {user.pk: "张三"}


def test_the_mail_lies_in_a_file_and_its_link_sets_a_password(client: Client, settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = shipped.EMAIL_BACKEND, str(tmp_path)
    user = compat.open_user("zhangsan", "zs@example.cn", "张三")
    compat.send_password_mail(user)
    (mail,) = tmp_path.iterdir()
    text = mail.read_bytes().decode()
    assert "To: zs@example.cn" in text
    (path,) = re.findall(rf"http://{demo_settings.DEMO_ADDRESS}(/reset/\S+)", text)
    page = client.get(path, follow=True)
    form = page.redirect_chain[-1][0]
    done = client.post(form, {"new_password1": "xin-mima-2026", "new_password2": "xin-mima-2026"}, follow=True)
    assert done.status_code == 200
    assert client.login(username="zhangsan", password="xin-mima-2026")


def test_who_is_not_active_gets_no_mail(settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = shipped.EMAIL_BACKEND, str(tmp_path)
    user = compat.open_user("zhangsan", "zs@example.cn", "张三")
    User.objects.update(is_active=False)
    compat.send_password_mail(user)
    assert list(tmp_path.iterdir()) == []


def test_mails_lie_in_the_home_of_the_demonstration() -> None:
    assert Path(shipped.EMAIL_FILE_PATH) == shipped.HOME / "mail"


def test_nobody_is_ever_locked_out() -> None:
    user = compat.open_user("zhangsan", "zs@example.cn", "张三")
    assert list(compat.locked_users()) == []
    assert compat.unlock(user) is False
