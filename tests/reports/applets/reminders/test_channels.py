"""The channels, against gateways that listen for real (8.2.3)."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured

from cadretrain_reports.applets.reminders.api import Addressee, Message, UndeliveredError, channels
from tests.factories_reminders import gateway

TO = Addressee(SimpleNamespace(pk=1, email="zhang@example.cn"), "T1", "zh-hans", "13800000000")
NOBODY = Addressee(SimpleNamespace(pk=1, email=""), "", "en")
MESSAGE = Message("年度学习提醒", "尚余 10 学时。")


def channel(settings: Any, name: str, **options: Any) -> Any:
    settings.CADRETRAIN_REMINDER_CHANNELS = {name: options}
    return channels()[name]


def test_sms(settings: Any, tmp_path: Any) -> None:
    key = tmp_path / "key"
    key.write_text("secret\n")
    with gateway() as post:
        sms = channel(settings, "sms", url=post.url, key_file=str(key))
        assert (sms.reaches(TO), sms.reaches(NOBODY)) == (True, False)
        sms.send(TO, MESSAGE)
        assert (post.got, post.keys) == ([{"phone": "13800000000", "text": "尚余 10 学时。"}], ["Bearer secret"])
        post.status = 503
        with pytest.raises(UndeliveredError, match="HTTP 503"):
            sms.send(TO, MESSAGE)


def test_messenger(settings: Any) -> None:
    with gateway() as post:
        messenger = channel(settings, "messenger", url=post.url)
        assert (messenger.reaches(TO), messenger.reaches(NOBODY)) == (True, False)
        messenger.send(TO, MESSAGE)
        text = {"content": "年度学习提醒\n尚余 10 学时。"}
        assert post.got == [{"touser": "T1", "msgtype": "text", "text": text}]
        post.answer = {"errcode": 40003, "errmsg": "T1 is unknown"}
        with pytest.raises(UndeliveredError, match=r"^errcode 40003$"):
            messenger.send(TO, MESSAGE)


def test_where_nobody_listens_nothing_was_sent(settings: Any) -> None:
    with gateway() as post:
        url = post.url
    with pytest.raises(UndeliveredError, match=r"^ConnectionRefusedError$"):
        channel(settings, "sms", url=url).send(TO, MESSAGE)


def test_mail(settings: Any) -> None:
    by_mail = channel(settings, "mail")
    assert (by_mail.reaches(TO), by_mail.reaches(NOBODY)) == (True, False)
    by_mail.send(TO, MESSAGE)
    (sent,) = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (["zhang@example.cn"], "年度学习提醒", "尚余 10 学时。")


@pytest.mark.parametrize(
    "said", [{"fax": {}}, ["mail"], {"sms": {}}, {"messenger": {"url": "ftp://a"}}, {"sms": {"url": "localhost"}}]
)
def test_settings_that_cannot_be_used(settings: Any, said: Any) -> None:
    settings.CADRETRAIN_REMINDER_CHANNELS = said
    with pytest.raises(ImproperlyConfigured, match="CADRETRAIN_REMINDER_CHANNELS"):
        channels()
