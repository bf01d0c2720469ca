"""Notices and channels over the API (8.2.3)."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports import clock
from cadretrain_reports.applets.people.api import Account
from cadretrain_reports.workflows.reminding import make_reminders
from tests import factories
from tests.factories_people import liaison
from tests.factories_reminders import DECEMBER, planned
from tests.reports.rest.acting import Caller

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]


@pytest.fixture
def account() -> Account:
    account: Account = planned()
    with clock.simulated(DECEMBER):
        make_reminders()
    return account


def rows(caller: Caller, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = caller.get("reminders/", **query).json()["results"]
    return found


def test_a_trainee_reads_a_notice_and_the_unit_sees_that(account: Account) -> None:
    me, clerk = Caller(account.user), Caller(liaison(account.trainee.unit))
    (notice,) = rows(me, unread="true")
    assert notice["title"] == "2026 ends in 22 days: training still to be done"
    assert "Credit-hours left in all: 36.5." in notice["text"]
    assert clerk.done(f"reminders/{notice['uuid']}/read/")["read_at"] is None
    assert me.done(f"reminders/{notice['uuid']}/read/")["read_at"]
    assert rows(me, unread="true") == []
    assert [row["uuid"] for row in rows(clerk, unread="false", year=2026, kind="deadline")] == [notice["uuid"]]
    assert rows(Caller(factories.trainee().user)) == []


def test_channels_are_refused_and_wanted_again(account: Account) -> None:
    me = Caller(account.user)
    said = {"channel": "mail", "name": "e-mail", "wanted": True, "mandatory": False}
    assert me.get("reminder-channels/").json() == {"results": [said]}
    assert me.done("reminder-channels/", channel="mail", wanted=False) == {"results": [{**said, "wanted": False}]}
    assert me.refused("reminder-channels/", channel="fax", wanted=False) == ("unknown_channel", "channel")
    assert Caller(factories.user()).get("reminder-channels/").json() == {"results": []}
