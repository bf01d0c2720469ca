"""Units and departments review declared hours on their pages (8.2.5)."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports.applets.declarations.api import HoursDeclaration
from cadretrain_reports.applets.people.api import Account
from tests import factories
from tests.factories_hours import evidence, handed_in
from tests.factories_people import liaison, officer
from tests.reports.web.test_my_hours import SAID, folder  # noqa: F401 - a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]

URL = "/cadretrain/declared-hours/"


@pytest.fixture
def account() -> Account:
    return factories.trainee("T1")


def test_the_unit_and_then_the_department(browse: Any, account: Account) -> None:
    clerk, boss = browse(liaison(account.trainee.unit)), browse(officer())
    declared = handed_in(account)
    here = f"{URL}{declared.uuid}/"
    assert clerk.get(URL).each("//tbody//a") == ["青年干部研讨班"]
    clerk.get(here).press(f"/{declared.uuid}/", verdict="agree", opinion="属实")
    assert clerk.response.redirect_chain == [(URL, 302)]
    assert clerk.each("//tbody//a") == []
    boss.get(here).press(f"/{declared.uuid}/", verdict="agree", opinion="")
    declared.refresh_from_db()
    assert declared.state == "approved"
    assert boss.get(URL, show="all").each("//tbody//td")[-1] == "approved"
    boss.get(f"{here}revoke/").press("/revoke/", reason="重复申报")
    declared.refresh_from_db()
    assert (declared.state, declared.opinion) == ("revoked", "重复申报")


def test_it_goes_back_with_a_reason(browse: Any, account: Account) -> None:
    page = browse(liaison(account.trainee.unit))
    declared = handed_in(account)
    page.get(f"{URL}{declared.uuid}/").press(f"/{declared.uuid}/", verdict="return", opinion="")
    assert (page.status, page.each("//div[@role='alert']//a")) == (400, ["Opinion"])
    page.press(f"/{declared.uuid}/", verdict="return", opinion="材料不全")
    declared.refresh_from_db()
    assert (declared.state, declared.opinion) == ("returned", "材料不全")


def test_whoever_may_not_decide_sees_no_form_and_is_refused(browse: Any, account: Account) -> None:
    clerk = liaison(account.trainee.unit)
    declared = handed_in(account, clerk)
    page = browse(clerk).get(f"{URL}{declared.uuid}/")
    assert not page.page.xpath("//main//form")
    token = page.client.cookies["csrftoken"].value if "csrftoken" in page.client.cookies else ""
    response = page.client.post(f"{URL}{declared.uuid}/", {"verdict": "agree", "csrfmiddlewaretoken": token})
    assert response.status_code == 403
    assert browse(factories.user()).get(f"{URL}{declared.uuid}/").status == 404
    assert browse(account.user).get(URL).status == 403


def test_a_unit_declares_for_its_trainee(browse: Any, account: Account) -> None:
    page = browse(liaison(account.trainee.unit)).get(f"{URL}declare/")
    page.press("/declare/", **SAID, trainee="NOBODY", file=evidence())
    assert page.each("//div[@role='alert']//a") == ["Identifier of the trainee"]
    page.press("/declare/", **SAID, trainee="T1", file=evidence())
    assert HoursDeclaration.objects.get().state == "endorsed"
    assert browse(account.user).get(f"{URL}declare/").status == 403
