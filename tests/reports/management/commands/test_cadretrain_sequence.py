"""Sequencing from cron."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.utils import translation

from cadretrain_reports.applets.archives import api as archives
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.clock import SimulatedClock
from tests import factories

pytestmark = pytest.mark.django_db


def sequence() -> str:
    out = StringIO()
    with translation.override("en"):
        call_command("cadretrain_sequence", stdout=out)
    return out.getvalue()


def test_it_says_how_long_the_log_is(at_new_year: SimulatedClock) -> None:
    assert sequence() == "Entries in the log: 0.\n"
    factories.trainee()
    assert sequence() == "Entries in the log: 1.\n"
    assert sequence() == "Entries in the log: 1.\n"
    assert archives.waiting() == 0


def test_a_missing_key_is_told_without_a_traceback(at_new_year: SimulatedClock, settings: Any) -> None:
    factories.trainee()
    settings.CADRETRAIN_SIGNING_KEY_FILE = ""
    with pytest.raises(CommandError, match="CADRETRAIN_SIGNING_KEY_FILE is not set"):
        sequence()


def test_it_sends_mails_that_were_left(at_new_year: SimulatedClock, mailoutbox: list[EmailMessage]) -> None:
    user = factories.user()
    user.email = "zhangsan@example.cn"
    user.set_password("old")
    user.save()
    people.keep_mail_due(user.pk, at_new_year.at)
    assert "Mails" not in sequence()
    at_new_year.advance(3600)
    assert sequence() == "Mails that were left and are sent: 1.\nEntries in the log: 0.\n"
    assert len(mailoutbox) == 1
