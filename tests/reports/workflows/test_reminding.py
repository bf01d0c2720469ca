"""Reminders: by policy, once for each cause, in the person's language, with opt-out (8.2.3)."""

from __future__ import annotations

import logging
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command

from cadretrain_reports import clock, compat
from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.people.api import Account
from cadretrain_reports.applets.reminders.api import Reminder, ReminderDelivery
from cadretrain_reports.refusals import Refused
from cadretrain_reports.workflows import reminding as workflow
from tests import factories
from tests.factories_reminders import DECEMBER, gateway, planned
from tests.reports import stand_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("host", "at_new_year")]


@pytest.fixture
def account() -> Account:
    account: Account = planned()
    return account


def states() -> list[tuple[str, str, int]]:
    return list(ReminderDelivery.objects.order_by("pk").values_list("channel", "state", "tries"))


def test_nobody_is_reminded_before_it_is_time(account: Account) -> None:
    assert workflow.remind() == {"made": 0, "sent": 0}


def test_once_for_each_cause_by_mail_and_on_the_page(account: Account, capsys: Any) -> None:
    with clock.simulated(DECEMBER) as at:
        call_command("cadretrain_remind")
        assert "新增提醒：1。" in capsys.readouterr().out
        assert workflow.remind() == {"made": 0, "sent": 0}
        at.advance(16 * 86_400)
        assert workflow.remind() == {"made": 1, "sent": 1}
    assert list(Reminder.objects.order_by("pk").values_list("cause", flat=True)) == [
        "deadline:2026:30",
        "deadline:2026:7",
    ]
    assert [sent.to for sent in mail.outbox] == 2 * [["t1@example.cn"]]
    first = Reminder.objects.earliest("pk")
    # 11 of 12 months are asked for: the account was opened in January.
    assert (first.total_left, first.days) == (Decimal("36.5"), 22)
    entry = AuditEntry.objects.filter(act="reminders.make").earliest("pk")
    assert (entry.actor, entry.details) == (None, {"rows": 1})


def test_whoever_lags_is_told_before_the_end(account: Account) -> None:
    with clock.simulated(DECEMBER.replace(month=7)):
        assert workflow.remind() == {"made": 1, "sent": 1}
    assert Reminder.objects.get().kind == "lag"


def test_in_the_persons_language(account: Account, settings: Any) -> None:
    settings.LANGUAGE_CODE = "en"
    other = factories.trainee("T2")
    other.user.email = "t2@example.cn"
    other.user.save()
    stand_in.CONTACTS[account.user_id] = compat.Contact("zh-hans")
    with clock.simulated(DECEMBER):
        workflow.remind()
    subjects = {sent.to[0]: sent.subject for sent in mail.outbox}
    assert subjects["t2@example.cn"] == "2026 ends in 22 days: training still to be done"


def test_who_refuses_a_channel_keeps_the_notice(account: Account, settings: Any) -> None:
    workflow.set_channel(account.user, "mail", wanted=False)
    with clock.simulated(DECEMBER):
        assert workflow.remind() == {"made": 1, "sent": 0}
    assert (mail.outbox, Reminder.objects.count()) == ([], 1)
    workflow.set_channel(account.user, "mail", wanted=True)
    (own,) = workflow.own_channels(account.user)
    assert (own["channel"], own["wanted"], own["mandatory"]) == ("mail", True, False)
    settings.CADRETRAIN_MANDATORY_CHANNELS = ["mail"]
    with pytest.raises(Refused) as refused:
        workflow.set_channel(account.user, "mail", wanted=False)
    assert (refused.value.code, refused.value.field) == ("mandatory_channel", "channel")
    for user, channel in ((account.user, "fax"), (factories.user(), "mail")):
        with pytest.raises(Refused):
            workflow.set_channel(user, channel, wanted=False)
    assert workflow.own_channels(factories.user()) == []


def test_what_fails_for_certain_is_tried_again_and_no_address_is_logged(
    account: Account, settings: Any, caplog: Any
) -> None:
    stand_in.CONTACTS[account.user_id] = compat.Contact("en", "13800000000")
    caplog.set_level(logging.DEBUG)
    with gateway() as post, clock.simulated(DECEMBER) as at:
        settings.CADRETRAIN_REMINDER_CHANNELS = {"sms": {"url": post.url}}
        post.status = 500
        assert workflow.remind() == {"made": 1, "sent": 0}
        assert states() == [("sms", "due", 1)]
        post.status = 200
        assert workflow.send_due() == 0
        at.advance(600)
        assert workflow.send_due() == 1
        assert states() == [("sms", "sent", 1)]
        assert len(post.got) == 2
    assert "13800000000" not in caplog.text
    assert "UndeliveredError" in caplog.text


def test_it_is_given_up_in_the_end(account: Account, settings: Any) -> None:
    with gateway() as post:
        settings.CADRETRAIN_REMINDER_CHANNELS = {"messenger": {"url": post.url}}
    with clock.simulated(DECEMBER) as at:
        workflow.remind()
        for _ in range(6):
            at.advance(86_400)
            workflow.send_due()
    assert states() == [("messenger", "failed", 5)]


def test_where_there_is_no_address(account: Account, settings: Any) -> None:
    with gateway() as post, clock.simulated(DECEMBER):
        settings.CADRETRAIN_REMINDER_CHANNELS = {"sms": {"url": post.url}}
        assert workflow.remind() == {"made": 1, "sent": 0}
        assert (states(), post.got) == ([("sms", "unreachable", 0)], [])


def test_what_may_have_gone_out_is_not_sent_again(account: Account, monkeypatch: Any) -> None:
    def broken(*_arguments: Any) -> None:
        raise TimeoutError

    monkeypatch.setattr(compat, "send_mail", broken)
    with clock.simulated(DECEMBER):
        assert workflow.remind() == {"made": 1, "sent": 0}
    assert states() == [("mail", "failed", 1)]


def test_only_oneself_reads_ones_notice(account: Account) -> None:
    with clock.simulated(DECEMBER):
        workflow.remind()
        notice = Reminder.objects.get()
        workflow.read_notice(factories.user(), notice)
        assert Reminder.objects.get().read_at is None
        workflow.read_notice(account.user, notice)
        assert Reminder.objects.get().read_at == DECEMBER
