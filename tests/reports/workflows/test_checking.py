"""Check lists and following up (8.2.4)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cadretrain_reports import clock
from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people.api import Account
from cadretrain_reports.applets.reminders.api import Reminder
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import Denied
from cadretrain_reports.workflows import checking as workflow
from cadretrain_reports.workflows.reminding import send_due
from tests import factories
from tests.factories_people import liaison, officer
from tests.factories_reminders import DECEMBER, planned

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("host")]


@pytest.fixture
def account(at_new_year: SimulatedClock) -> Account:
    account: Account = planned(total="0.5")
    return account


@pytest.fixture
def unit(account: Account) -> Organization:
    return account.trainee.unit


def test_who_lags_by_how_much_and_since_when(account: Account, unit: Organization, at_new_year: SimulatedClock) -> None:
    clerk, other = liaison(unit), factories.trainee("T2")
    factories.trainee("T3", unit="BESIDE")
    factories.released(duration=901)
    factories.learn(account, at_new_year, 901)
    with clock.simulated(DECEMBER):
        found = workflow.check_list(clerk, unit, 2026)
    assert [(row.trainee.pk, row.lags) for row in found.rows] == [(account.pk, False), (other.pk, True)]
    done, lagging = found.rows
    assert done.progress is not None
    assert lagging.progress is not None
    assert (done.progress.percent, done.progress.left.is_nothing, lagging.progress.percent) == (100, True, 0)
    assert (done.last_studied_at is not None, lagging.last_studied_at) == (True, None)
    assert lagging.progress.behind == 93
    entry = AuditEntry.objects.get(target_kind="check_list")
    assert (entry.organization, entry.details) == ("BUREAU", {"rows": 2})


def test_pages_by_key_in_a_fixed_number_of_queries(unit: Organization, monkeypatch: Any) -> None:
    clerk = liaison(unit)
    monkeypatch.setattr(workflow, "PAGE", 2)
    costs = []
    for more in (0, 4):
        for _ in range(more):
            factories.trainee()
        with CaptureQueriesContext(connection) as queries:
            first = workflow.check_list(clerk, unit, 2026)
        costs.append(len(queries))
    monkeypatch.setattr(workflow, "PAGE", 50)
    with CaptureQueriesContext(connection) as queries:
        whole = workflow.check_list(clerk, unit, 2026)
    assert (len(whole.rows), whole.following) == (5, None)
    assert len(queries) == costs[1] == costs[0]
    assert first.following is not None
    rest = workflow.check_list(clerk, unit, 2026, first.following.uuid)
    assert [row.trainee for row in (*first.rows, *rest.rows)] == [row.trainee for row in whole.rows]


def test_it_is_for_the_units_own_liaison_officers(account: Account, unit: Organization) -> None:
    for stranger in (officer(), liaison(factories.organization("BESIDE")), account.user):
        with pytest.raises(Denied):
            workflow.check_list(stranger, unit, 2026)
        with pytest.raises(Denied):
            workflow.follow_up(stranger, [account.trainee], "请抓紧")
    assert not Reminder.objects.exists()


def test_those_who_are_chosen_are_told_what_the_unit_says(account: Account, unit: Organization) -> None:
    clerk = liaison(unit)
    factories.trainee("T2")
    with clock.simulated(DECEMBER):
        (made,) = workflow.follow_up(clerk, [account.trainee], "请抓紧完成")
        assert send_due() == 1
    assert (made.trainee, made.by, made.note, made.kind, made.days) == (
        account.trainee,
        clerk,
        "请抓紧完成",
        "follow_up",
        22,
    )
    assert "请抓紧完成" in mail.outbox[0].body
    assert AuditEntry.objects.get(act="reminders.follow_up").target_key == str(account.trainee.uuid)
    with clock.simulated(DECEMBER):
        assert len(workflow.follow_up(clerk, [account.trainee], "再次提醒")) == 1


def test_nobody_is_reminded_without_a_word(account: Account, unit: Organization) -> None:
    for trainees, note, field in (([account.trainee], " ", "note"), ([], "请抓紧", "trainees")):
        with pytest.raises(Refused) as refused:
            workflow.follow_up(liaison(unit), trainees, note)
        assert (refused.value.code, refused.value.field) == ("missing", field)
