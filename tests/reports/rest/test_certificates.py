"""Certificates over REST."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from cadretrain_reports.applets.roles.api import Role
from tests import factories
from tests.factories_certificates import certificate, registration
from tests.factories_classes import officer

pytestmark = [pytest.mark.django_db, pytest.mark.fonts]
URL = "/cadretrain/api/v1/certificates/"


def signed_in(user: Any) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user)
    return client


def test_a_trainee_reads_their_own_with_the_signed_credential() -> None:
    made = certificate()
    certificate(registration("李四"))
    client = signed_in(made.registration.trainee.account.user)
    (row,) = client.get(URL).json()["results"]
    assert row["number"] == made.number
    assert row["credential"] == made.credential_data
    assert (row["revoked_at"], row["reason"], row["replaces"]) == (None, None, None)
    assert client.post(f"{URL}{made.uuid}/revoke/", {"reason": "x"}, "application/json").status_code == 403


def test_staff_revoke_and_issue_anew() -> None:
    made = certificate()
    client = signed_in(officer(Role.ACADEMIC_AFFAIRS_OFFICER, factories.institution()))
    told = client.post(f"{URL}{made.uuid}/revoke/", {"reason": "成绩有误"}, "application/json")
    assert (told.status_code, told.json()["reason"]) == (200, "成绩有误")
    answer = client.post(f"{URL}{made.uuid}/reissue/", {"reason": "更正"}, "application/json")
    assert answer.status_code == 201
    assert answer.json()["replaces"] == str(made.uuid)
    assert [row["number"] for row in client.get(URL, {"revoked": "true"}).json()["results"]] == [made.number]
    assert [row["uuid"] for row in client.get(URL, {"revoked": "false"}).json()["results"]] == [answer.json()["uuid"]]
    again = client.post(f"{URL}{made.uuid}/revoke/", {"reason": "成绩有误"}, "application/json")
    assert (again.status_code, again.json()["error"]["code"]) == (400, "revoked")
