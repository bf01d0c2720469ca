"""Closing a body, and taking that back (5.1)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.workflows import bodies
from tests.factories_bodies import audited, department, duty, officer, refusal, trainee, unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]


@pytest.fixture
def bureau() -> Organization:
    return unit("U", department("C"))


@pytest.fixture
def actor(bureau: Organization) -> Any:
    return officer(organizations.get("C"))


def test_a_body_is_closed_and_the_log_says_why(bureau: Organization, actor: Any) -> None:
    closed = bodies.close_body(actor, bureau, " 机构\n撤销", date(2025, 12, 31))
    assert closed.active_until == date(2025, 12, 31)
    (entry,) = audited("organization.close")
    assert (entry.actor, entry.target_key, entry.reason) == (actor, "U", "机构 撤销")
    assert entry.details == {"on": "2025-12-31"}


@pytest.mark.parametrize("reason", ["", " \n"])
def test_nothing_is_closed_or_reopened_without_a_reason(bureau: Organization, actor: Any, reason: str) -> None:
    assert refusal(bodies.close_body, actor, bureau, reason) == ("reason_missing", "reason")
    bodies.close_body(actor, bureau, "撤销")
    assert refusal(bodies.reopen_body, actor, bureau, reason) == ("reason_missing", "reason")


def test_nobody_is_swept_along(bureau: Organization, actor: Any) -> None:
    trainee("T1", bureau)
    assert refusal(bodies.close_body, actor, bureau, "撤销") == ("has_trainees", "organization")
    other = unit("V", organizations.get("C"))
    officer_there = duty(other, Role.LIAISON_OFFICER)
    assert refusal(bodies.close_body, actor, other, "撤销") == ("has_duties", "organization")
    officer_there.refresh_from_db()
    assert (officer_there.state, organizations.get("V").active_until) == ("active", None)
    assert not audited("organization.close")


def test_bodies_below_are_settled_first(actor: Any, bureau: Organization) -> None:
    office = unit("O", bureau)
    assert refusal(bodies.close_body, actor, bureau, "撤销") == ("open_below", "organization")
    bodies.close_body(actor, office, "撤销")
    bodies.close_body(actor, bureau, "撤销")
    assert len(audited("organization.close")) == 2


def test_a_closing_that_was_an_error_is_taken_back(bureau: Organization, actor: Any) -> None:
    bodies.close_body(actor, bureau, "撤销")
    assert refusal(bodies.close_body, actor, bureau, "撤销") == ("closed", "organization")
    assert bodies.reopen_body(actor, bureau, "误操作").active_until is None
    assert [entry.reason for entry in audited("organization.reopen")] == ["误操作"]
