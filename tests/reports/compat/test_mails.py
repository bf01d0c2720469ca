"""How the platform reaches people, on stand-ins that keep to what the platform does (8.2.3)."""

from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.template.loader import render_to_string

from cadretrain_reports import compat
from tests import factories

pytestmark = pytest.mark.django_db


class Rows(list[tuple[int, str]]):
    """Rows of the platform, as two columns."""

    def filter(self, user__in: Any, **_key: str) -> Rows:
        return Rows(row for row in self if row[0] in user__in)

    def values_list(self, *_columns: str) -> Rows:
        return self


def module(monkeypatch: Any, name: str, **content: Any) -> None:
    made = ModuleType(name)
    made.__dict__.update(content)
    for position, letter in enumerate(name):
        if letter == "." and name[:position] not in sys.modules:
            monkeypatch.setitem(sys.modules, name[:position], ModuleType(name[:position]))
    monkeypatch.setitem(sys.modules, name, made)


def test_languages_and_phones_are_the_platforms(monkeypatch: Any, settings: Any) -> None:
    settings.CADRETRAIN_HOST = ""
    profiles = SimpleNamespace(objects=Rows([(1, "13800000000"), (2, None), (9, "1")]))  # type: ignore[list-item]
    preferences = SimpleNamespace(objects=Rows([(2, "zh-cn")]))
    module(monkeypatch, "common.djangoapps.student.models", UserProfile=profiles)
    module(monkeypatch, "openedx.core.djangoapps.user_api.models", UserPreference=preferences)
    assert compat.contacts_of({1, 2, 3}) == {1: compat.Contact("", "13800000000"), 2: compat.Contact("zh-cn", "")}


def test_without_ace_django_sends() -> None:
    user = factories.user()
    user.email = "a@example.cn"
    compat.send_mail(user, "题", "文", "zh-hans")
    assert [(sent.to, sent.subject, sent.body) for sent in mail.outbox] == [(["a@example.cn"], "题", "文")]


def test_with_ace_the_platform_sends(monkeypatch: Any) -> None:
    sent: list[Any] = []
    module(monkeypatch, "edx_ace", ace=SimpleNamespace(send=sent.append))
    module(monkeypatch, "edx_ace.message", Message=SimpleNamespace)
    module(monkeypatch, "edx_ace.recipient", Recipient=SimpleNamespace)
    user = factories.user()
    user.email = "a@example.cn"
    compat.send_mail(user, "题", "文 <1>", "zh-hans")
    (message,) = sent
    assert (message.recipient.email_address, message.language) == ("a@example.cn", "zh-hans")
    assert mail.outbox == []
    root = f"{message.app_label}/edx_ace/{message.name}/email"
    for name in ("subject.txt", "body.txt", "body.html", "from_name.txt", "head.html"):
        render_to_string(f"{root}/{name}", message.context)
    assert render_to_string(f"{root}/body.txt", message.context).strip() == "文 <1>"
    assert "&lt;1&gt;" in render_to_string(f"{root}/body.html", message.context)
