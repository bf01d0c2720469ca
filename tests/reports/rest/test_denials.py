"""Whoever sees what they may not change is denied, and the audit log keeps it (9.2.3)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from cadretrain_reports import models
from cadretrain_reports.applets.roles.api import Role
from tests import factories
from tests.factories_duties import holder
from tests.factories_people import entrust
from tests.telling import Page, denials, error

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]

WHY = {"reason": "调整"}
ACTS: list[tuple[str, str, dict[str, Any], str]] = [
    (
        "POST",
        "organizations/",
        {"code": "N", "name": "新", "above": "DEPARTMENT", "capacities": ["employing_unit"]},
        "add_below",
    ),
    ("PATCH", "organizations/BUREAU/", {"name": "新"}, "change_tree"),
    ("POST", "organizations/BUREAU/move/", {"above": "DEPARTMENT"}, "change_tree"),
    ("POST", "organizations/BUREAU/merge/", {"into": "DEPARTMENT", **WHY}, "change_tree"),
    ("POST", "organizations/BUREAU/close/", WHY, "change_tree"),
    ("POST", "organizations/BUREAU/reopen/", WHY, "change_tree"),
    ("POST", "services/", {"organization": "SASW", "unit": "BUREAU"}, "set_service"),
    ("POST", "services/{service}/end/", WHY, "set_service"),
    (
        "POST",
        "delegations/",
        {"kind": "maintain_trainees", "organization": "DEPARTMENT", "receiver": "BUREAU"},
        "delegate_maintenance",
    ),
    ("POST", "delegations/{delegation}/withdraw/", WHY, "delegate_upkeep"),
    ("POST", "trainees/", {"code": "T2", "name": "李四", "organization": "BUREAU"}, "add_trainee"),
    ("PATCH", "trainees/{trainee}/", {"name": "李四"}, "maintain_trainee"),
    ("POST", "trainees/{trainee}/reassign/", {"managing_department": "DEPARTMENT", **WHY}, "reassign"),
    ("PUT", "trainees/{trainee}/identity/", {"identity_number": "1"}, "maintain_trainee"),
    ("POST", "accounts/{trainee}/suspend/", WHY, "keep_account"),
    ("POST", "accounts/{trainee}/revive/", {}, "keep_account"),
    ("POST", "accounts/{trainee}/unlock/", {}, "keep_account"),
    ("POST", "accounts/{trainee}/reset-password/", {}, "keep_account"),
    ("POST", "imports/organizations/", {}, "change_tree"),
    ("POST", "imports/trainees/", {}, "maintain_trainee"),
    ("POST", "imports/teachers/", {}, "appoint_staff"),
]


@pytest.fixture
def keys() -> dict[str, Any]:
    """Return the keys of what there is below a department."""
    school, account = factories.institution(), factories.trainee("T1")
    unit = factories.organization("BUREAU")
    service = models.Service.objects.create(institution=school, unit=unit, since=account.opened_at)
    delegation = entrust(models.Delegation.Kind.ACCOUNT_UPKEEP, unit, school)
    return {"service": service.uuid, "delegation": delegation.uuid, "trainee": account.trainee.uuid}


@pytest.fixture
def inspector(keys: dict[str, Any]) -> Page:
    """Return the page of whoever sees all of it, to read only."""
    return Page(holder(Role.ARCHIVE_INSPECTOR, factories.department()))


def do(page: Page, keys: dict[str, Any], method: str, address: str, said: dict[str, Any]) -> Any:
    return page.send(address) if address.startswith("imports/") else page.say(method, address.format(**keys), **said)


@pytest.mark.parametrize(("method", "address", "said", "act"), ACTS, ids=[f"{one[0]} {one[1]}" for one in ACTS])
def test_an_inspector_changes_nothing_and_that_is_kept_though_the_host_wraps_requests(
    inspector: Page,
    keys: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    method: str,
    address: str,
    said: dict[str, Any],
    act: str,
) -> None:
    monkeypatch.setitem(connection.settings_dict, "ATOMIC_REQUESTS", True)
    assert error(do(inspector, keys, method, address, said)) == (403, "denied", "")
    assert denials() == [act]


@pytest.mark.django_db(transaction=True)
def test_a_denial_outlives_the_request(inspector: Page, keys: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "ATOMIC_REQUESTS", True)
    for method, address, said, _act in ACTS[1], ACTS[11], ACTS[19]:
        assert error(do(inspector, keys, method, address, said)) == (403, "denied", "")
    assert denials() == ["change_tree", "maintain_trainee", "maintain_trainee"]


def test_a_trainee_exports_nothing(keys: dict[str, Any]) -> None:
    page = Page(models.Account.objects.get().user)
    assert error(page.get("exports/trainees/")) == (403, "denied", "")
    assert denials() == ["export_people"]
