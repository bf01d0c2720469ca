"""Accounts as they are read and kept up."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.mail import EmailMessage
from pytest_django import DjangoCaptureOnCommitCallbacks

from cadretrain_reports import models
from cadretrain_reports.applets.audit.api import AuditEntry
from tests import factories
from tests.factories_people import liaison
from tests.reports.rest.conftest import Ask
from tests.telling import Page, entries, error

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]


@pytest.fixture
def account() -> models.Account:
    """Return the account of a trainee."""
    return factories.trainee("T1", "张三丰", username="sanfeng")


@pytest.fixture
def unit(account: models.Account) -> Page:
    """Return the page of the unit's liaison officer."""
    return Page(liaison(factories.organization("BUREAU")))


def test_an_account_is_found_by_its_trainee(ask: Ask, account: models.Account) -> None:
    assert ask(f"accounts/{account.trainee.uuid}/").json() == {
        "trainee": str(account.trainee.uuid),
        "organization": "BUREAU",
        "username": "sanfeng",
        "status": "active",
        "opened_at": "2026-01-05T01:00:00Z",
    }


def test_accounts_by_status(ask: Ask, account: models.Account) -> None:
    other: Any = factories.trainee("T2")
    models.Account.objects.filter(pk=other.pk).update(status="suspended")
    rows = ask("accounts/", status="suspended").json()["results"]
    assert [row["trainee"] for row in rows] == [str(other.trainee.uuid)]


def test_an_account_is_suspended_and_revived(unit: Page, account: models.Account) -> None:
    address = f"accounts/{account.trainee.uuid}/"
    for _ in range(2):
        assert unit.post(f"{address}suspend/", reason="调离").json()["status"] == "suspended"
    assert unit.post(f"{address}revive/").json() == unit.get(address).json()
    assert models.Account.objects.get().status == "active"
    assert entries()[1:] == [("account.suspend", "done"), ("account.revive", "done")]
    assert AuditEntry.objects.get(act="account.suspend").reason == "调离"


@pytest.mark.parametrize(
    ("said", "code"),
    [({}, "required"), ({"reason": ""}, "blank"), ({"reason": " "}, "missing"), ({"reason": "因" * 501}, "too_long")],
)
def test_nobody_is_suspended_without_a_reason(
    unit: Page, account: models.Account, said: dict[str, str], code: str
) -> None:
    assert error(unit.post(f"accounts/{account.trainee.uuid}/suspend/", **said)) == (400, code, "reason")
    assert models.Account.objects.get().status == "active"


def test_whoever_is_locked_out_is_let_in(unit: Page, account: models.Account, host: Any) -> None:
    host.LOCKED.add(account.user_id)
    assert unit.post(f"accounts/{account.trainee.uuid}/unlock/").status_code == 200
    assert account.user_id not in host.LOCKED
    assert AuditEntry.objects.get(act="account.unlock").details == {"was_locked": True}


def test_a_link_for_a_new_password_is_mailed_and_not_answered(
    unit: Page,
    account: models.Account,
    mailoutbox: list[EmailMessage],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    address = f"accounts/{account.trainee.uuid}/reset-password/"
    assert error(unit.post(address)) == (400, "no_email", "")
    account.user.email = "sanfeng@example.cn"
    account.user.set_password("old")
    account.user.save()
    with django_capture_on_commit_callbacks(execute=True):
        response = unit.post(address)
    assert response.json() == unit.get(f"accounts/{account.trainee.uuid}/").json()
    assert [mail.to for mail in mailoutbox] == [["sanfeng@example.cn"]]


@pytest.mark.parametrize("act", ["suspend", "revive", "unlock", "reset-password"])
def test_an_account_that_is_not_seen_is_not_there(account: models.Account, act: str) -> None:
    stranger = Page(factories.trainee("T9", unit="OTHER").user)
    assert error(stranger.post(f"accounts/{account.trainee.uuid}/{act}/", reason="调离")) == (404, "not_found", "")
