"""The audit log as it is read: newest first, and readable when whoever acted is gone."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model

from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.clock import SimulatedClock
from tests import factories
from tests.reports.rest.conftest import Ask

pytestmark = pytest.mark.django_db


def test_an_entry_as_it_is_read(ask: Ask, at_new_year: SimulatedClock) -> None:
    about = audit.Target("organization", "BUREAU", "CITY")
    entry = audit.record("organization.move", factories.user("officer").pk, about, reason="机构改革", to="CITY")
    (row,) = ask("audit-entries/").json()["results"]
    assert row == {
        "at": "2026-01-05T01:00:00Z",
        "operation": str(entry.operation),
        "actor": "officer",
        "act": "organization.move",
        "outcome": "done",
        "target_kind": "organization",
        "target_key": "BUREAU",
        "organization": "CITY",
        "reason": "机构改革",
        "details": {"to": "CITY"},
    }


def test_the_newest_come_first(ask: Ask) -> None:
    for act in ("first", "second"):
        audit.record(act, None, audit.Target("x"))
    assert [row["act"] for row in ask("audit-entries/").json()["results"]] == ["second", "first"]
    assert [row["act"] for row in ask("audit-entries/", act="first", ordering="oldest").json()["results"]] == ["first"]


def test_the_site_itself_and_whoever_is_gone_have_no_name(ask: Ask) -> None:
    user = factories.user("gone")
    audit.record("by.somebody", user.pk, audit.Target("x"))
    audit.record("by.itself", None, audit.Target("x"))
    get_user_model().objects.filter(pk=user.pk).delete()
    rows = ask("audit-entries/").json()["results"]
    assert [(row["act"], row["actor"]) for row in rows] == [("by.itself", None), ("by.somebody", None)]


@pytest.mark.parametrize(
    "query",
    [
        {"actor": "officer"},
        {"act": "account.suspend"},
        {"outcome": "denied"},
        {"target_kind": "account"},
        {"target_key": "17"},
        {"organization": "BUREAU"},
        {"since": "2026-01-06"},
    ],
)
def test_entries_by_what_they_tell(ask: Ask, at_new_year: SimulatedClock, query: dict[str, str]) -> None:
    audit.record("organization.move", None, audit.Target("organization", "CITY", "CITY"))
    at_new_year.advance(86400)
    denied = audit.AuditEntry.Outcome.DENIED
    officer = factories.user("officer").pk
    audit.record("account.suspend", officer, audit.Target("account", "17", "BUREAU"), outcome=denied)
    assert [row["act"] for row in ask("audit-entries/", **query).json()["results"]] == ["account.suspend"]


def test_all_entries_of_one_operation(ask: Ask) -> None:
    with audit.operation() as number:
        for act in ("a", "b"):
            audit.record(act, None, audit.Target("x"))
    audit.record("c", None, audit.Target("x"))
    assert [row["act"] for row in ask("audit-entries/", operation=number).json()["results"]] == ["b", "a"]
