"""The notices on a trainee's page (8.2.3)."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports import clock
from cadretrain_reports.applets.people.api import Account
from cadretrain_reports.applets.reminders.api import RefusedChannel, Reminder
from cadretrain_reports.workflows.reminding import make_reminders
from tests import factories
from tests.factories_reminders import DECEMBER, planned

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]

URL = "/cadretrain/notices/"


@pytest.fixture
def account() -> Account:
    account: Account = planned()
    with clock.simulated(DECEMBER):
        make_reminders()
    return account


def test_a_notice_is_shown_until_it_is_read(browse: Any, account: Account) -> None:
    page = browse(account.user).get(URL)
    assert page.each("//main//li//h2") == ["2026 ends in 22 days: training still to be done new"]
    assert page.each("//dl//dd")[:2] == ["1", "36.5"]
    page.press("/read/")
    assert page.each("//dl//dd")[0] == "0"
    assert not page.page.xpath("//form[contains(@action, '/read/')]")
    assert Reminder.objects.get().read_at is not None


def test_a_channel_is_refused_and_wanted_again(browse: Any, account: Account) -> None:
    page = browse(account.user).get(URL).press("/channels/")
    assert "Saved." in page.said("//*[@role='status']")
    assert RefusedChannel.objects.get().channel == "mail"
    page.press("/channels/")
    assert not RefusedChannel.objects.exists()
    page.press("/channels/", channel="fax")
    assert "There is no such channel here." in page.said("//body")


def test_a_notice_is_ones_own(browse: Any, account: Account) -> None:
    other = browse(factories.trainee().user).get(URL)
    assert other.each("//main//li//h2") == []
    token = other.page.xpath("//input[@name='csrfmiddlewaretoken']/@value")[0]
    address = f"{URL}{Reminder.objects.get().uuid}/read/"
    assert other.client.post(address, {"csrfmiddlewaretoken": token}).status_code == 404
    assert browse(factories.user()).get(URL).status == 200
