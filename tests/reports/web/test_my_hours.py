"""A trainee declares hours on a page and sees what becomes of them (8.2.5)."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports.applets.declarations.api import HoursDeclaration
from cadretrain_reports.applets.people.api import Account
from cadretrain_reports.workflows import declarations as workflow
from tests import factories
from tests.factories_hours import evidence, handed_in
from tests.factories_people import liaison, officer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]

DAYS = {"began_on": "2026-01-02", "ended_on": "2026-01-04"}
SAID = {"form": "face_to_face", "title": "研讨班", "organizer": "省委党校", "credit_hours": "24", **DAYS}
URL = "/cadretrain/my-hours/"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Any) -> None:
    own = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "cadretrain_files": own}


@pytest.fixture
def account() -> Account:
    return factories.trainee()


def test_it_is_declared_and_listed(browse: Any, account: Account) -> None:
    page = browse(account.user).get(f"{URL}declare/").press("/declare/", **SAID, file=evidence())
    assert page.response.redirect_chain == [(URL, 302)]
    assert "Handed in." in page.said("//*[@role='status']")
    assert page.each("//tbody//td")[:4] == [
        "研讨班face-to-face training · 省委党校",
        "Jan. 2, 2026 – Jan. 4, 2026",
        "24",
        "with the unit",
    ]
    assert "Face-to-face in 20260" in page.said("//dl")
    workflow.approve_hours(officer(), HoursDeclaration.objects.get())
    assert "Face-to-face in 202624" in page.get(URL).said("//dl")
    assert "Learned online in 20260" in page.said("//dl")


def test_what_is_wrong_is_said_and_nothing_is_kept(browse: Any, account: Account, tmp_path: Any) -> None:
    page = browse(account.user).get(f"{URL}declare/").press("/declare/", **SAID, file=evidence("a.html"))
    assert (page.status, page.each("//div[@role='alert']//a")) == (400, ["Evidence"])
    page.get(f"{URL}declare/").press("/declare/", **{**SAID, "ended_on": "2027-01-01"}, file=evidence())
    assert page.each("//div[@role='alert']//a") == ["Last day"]
    assert not HoursDeclaration.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_what_is_returned_is_mended_on_the_page(browse: Any, account: Account) -> None:
    declared = handed_in(account)
    workflow.return_declaration(liaison(account.trainee.unit), declared, "学时不对")
    here = f"{URL}{declared.uuid}/edit/"
    page = browse(account.user).get(here)
    assert "学时不对" in page.said("//p[contains(@class, 'warning')]")
    page.press("/edit/", **{**SAID, "credit_hours": "20"})
    declared.refresh_from_db()
    assert (declared.state, declared.credit_hours) == ("submitted", 20)


def test_it_is_taken_back(browse: Any, account: Account) -> None:
    declared = handed_in(account)
    browse(account.user).get(f"{URL}{declared.uuid}/withdraw/").press("/withdraw/")
    declared.refresh_from_db()
    assert declared.state == "withdrawn"
    page = browse(account.user).get(f"{URL}{declared.uuid}/withdraw/").press("/withdraw/")
    assert page.status == 400


def test_it_is_for_oneself_alone(browse: Any, account: Account) -> None:
    declared = handed_in(account)
    for user in (factories.trainee().user, liaison(account.trainee.unit), factories.user()):
        assert browse(user).get(f"{URL}{declared.uuid}/edit/").status == 404
    assert "trainee" in browse(factories.user()).get(URL).said()


def test_a_form_from_elsewhere_is_refused(account: Account) -> None:
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(account.user)
    assert client.post(f"{URL}declare/", {**SAID, "file": evidence()}).status_code == 403


def test_a_body_that_is_too_long_is_not_read(client: Any, account: Account, settings: Any) -> None:
    settings.CADRETRAIN_FILE_LIMIT_MIB = 1
    client.force_login(account.user)
    large = evidence()
    large.write(b"x" * (3 << 20))
    large.seek(0)
    assert client.post(f"{URL}declare/", {**SAID, "file": large}).status_code == 400
    assert not HoursDeclaration.objects.exists()
