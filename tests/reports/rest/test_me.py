"""Who is asking."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from cadretrain_reports import models
from cadretrain_reports.applets.roles.api import Role, State
from cadretrain_reports.scopes.api import ACTS
from cadretrain_xblock.contract import API_ROOT
from tests import factories
from tests.academy.asking import EVERYBODY
from tests.reports.rest.conftest import Ask

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]


def me(client: Client, user: Any) -> dict[str, Any]:
    client.force_login(user, EVERYBODY)
    said: dict[str, Any] = client.get(f"{API_ROOT}me/").json()
    return said


@pytest.fixture(autouse=True)
def inactive_users_may_sign_in(settings: Any) -> None:
    """As on the platform."""
    settings.AUTHENTICATION_BACKENDS = [EVERYBODY]


def test_nobody_in_particular(client: Client) -> None:
    user = factories.user("somebody")
    assert me(client, user) == {"username": "somebody", "account": None, "declared": None, "duties": [], "acts": []}


def test_a_trainee(client: Client) -> None:
    account = factories.trainee("T1", username="sanfeng")
    said = me(client, account.user)
    assert said["account"]["trainee"] == str(account.trainee.uuid)
    assert (said["account"]["username"], said["account"]["organization"]) == ("sanfeng", "BUREAU")


def test_duties_in_force_and_what_they_allow(client: Client) -> None:
    user, bureau = factories.user("liaison"), factories.organization("BUREAU")
    held = {"user": user, "organization": bureau}
    days = {"starts_on": date(2026, 1, 1)}
    models.RoleAssignment.objects.create(role=Role.LIAISON_OFFICER, state=State.ACTIVE, **days, **held)
    models.RoleAssignment.objects.create(role=Role.DEPARTMENT_OFFICER, state=State.SUSPENDED, **days, **held)
    said = me(client, user)
    assert [duty["role"] for duty in said["duties"]] == ["liaison_officer"]
    assert said["acts"] == [act for act in ACTS if Role.LIAISON_OFFICER in ACTS[act]]
    assert "keep_account" in said["acts"]
    assert "change_tree" not in said["acts"]


def test_an_operator_may_do_all(ask: Ask) -> None:
    assert ask("me/").json()["acts"] == list(ACTS)


def test_whoever_is_deactivated_is_nobody(client: Client) -> None:
    account = factories.trainee("T1")
    get_user_model().objects.filter(pk=account.user_id).update(is_active=False, is_superuser=True)
    said = me(client, account.user)
    assert said == {"username": account.user.username, "account": None, "declared": None, "duties": [], "acts": []}
