"""Certificates on pages: one's own, a class's, by authority, and what they look like."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.test import Client

from cadretrain_reports.applets.certificates.api import Certificate, template_in_use
from cadretrain_reports.applets.roles.api import Role
from tests import factories
from tests.factories_certificates import TITLE, a_class, certificate, registration
from tests.factories_classes import officer

pytestmark = [pytest.mark.django_db, pytest.mark.fonts]


def academic() -> Any:
    return officer(Role.ACADEMIC_AFFAIRS_OFFICER, factories.institution())


def test_a_trainee_finds_and_downloads_their_own(browse: Any) -> None:
    made, other = certificate(), certificate(registration("李四"))
    browser = browse(made.registration.trainee.account.user)
    page = browser.get("/cadretrain/my-certificates/")
    assert TITLE in page.said()
    assert made.number in page.said()
    assert other.number not in page.said()
    (address,) = page.page.xpath("//a[text()='Download']/@href")
    answer = browser.get(address).response
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="{made.number}.pdf"'
    assert answer.content.startswith(b"%PDF")
    assert browser.get(f"/cadretrain/certificate-files/{other.uuid}/").status == 404


def test_before_there_is_any(browse: Any) -> None:
    assert "no certificate yet" in browse(factories.trainee().user).get("/cadretrain/my-certificates/").said()
    assert browse(factories.user()).get("/cadretrain/my-certificates/").status == 200
    assert browse(factories.user()).get("/cadretrain/class-certificates/").status == 403


def test_staff_revoke_and_issue_anew(browse: Any) -> None:
    made = certificate()
    browser = browse(academic())
    page = browser.get("/cadretrain/class-certificates/")
    assert f"{a_class().title}" in page.said()
    page = browser.get(f"/cadretrain/class-certificates/{a_class().uuid}/")
    assert page.each("//td[@class='acts']/a") == ["Download", "Revoke", "Issue anew"]
    page = browser.get(f"/cadretrain/class-certificates/{made.uuid}/reissue/").press("/reissue/", reason=" ")
    assert page.status == 400
    page.press("/reissue/", reason="姓名有误")
    assert "Done." in page.said()
    new = Certificate.objects.get(replaces=made)
    assert new.number in page.said()
    assert "Revoked姓名有误" in page.said()
    page = browser.get(f"/cadretrain/class-certificates/{new.uuid}/revoke/").press("/revoke/", reason="成绩有误")
    assert "Revoked成绩有误" in page.said()
    page = browser.get(f"/cadretrain/class-certificates/{new.uuid}/revoke/").press("/revoke/", reason="再次")
    assert (page.status, "revoked already" in page.said()) == (400, True)
    assert browser.get(f"/cadretrain/certificate-files/{new.uuid}/").status == 404
    assert browser.get(f"/cadretrain/class-certificates/{a_class().uuid}/zip/").status == 404


def test_a_class_is_downloaded_while_it_is_made(browse: Any) -> None:
    made = [certificate(registration(name)) for name in ("张三", "李四")]
    answer = browse(academic()).get(f"/cadretrain/class-certificates/{a_class().uuid}/zip/").response
    assert answer.streaming
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        assert archive.namelist() == [f"{one.number}.pdf" for one in made]


def test_others_have_no_part_in_it(browse: Any) -> None:
    made = certificate()
    for user in (factories.user(), factories.trainee().user):
        browser = browse(user)
        for path in (f"{made.uuid}/revoke/", f"{made.uuid}/reissue/", f"{a_class().uuid}/", f"{a_class().uuid}/zip/"):
            assert browser.get(f"/cadretrain/class-certificates/{path}").status == 404
        assert browser.get("/cadretrain/certificate-template/").status == 403
    owner = browse(made.registration.trainee.account.user)
    assert owner.get(f"/cadretrain/class-certificates/{made.uuid}/revoke/").status == 403


def test_an_institution_writes_its_template_and_sees_it(browse: Any) -> None:
    user = academic()
    browser = browse(user)
    page = browser.get("/cadretrain/certificate-template/")
    assert "准予结业" in page.said("//details[1]")
    said, client = {"institution": "SASW", "basis": "plain"}, Client()
    client.force_login(user)
    seen = [
        client.post("/cadretrain/certificate-template/preview/", {**said, "source": source})
        for source in ("", "#text(red)[#facts.name]", "#nothing", '#image("/etc/passwd")')
    ]
    assert [answer.status_code for answer in seen] == [200, 200, 400, 400], [one.content[:200] for one in seen]
    assert seen[0].content.startswith(b"\x89PNG")
    assert seen[0].content != seen[1].content
    assert "unknown variable: nothing" in seen[2].content.decode()
    page = browser.get("/cadretrain/certificate-template/").press("template/", **said, source="#nothing")
    assert (page.status, template_in_use(factories.institution().pk)) == (400, None)
    page.press("template/", **said, source="#facts.name")
    assert "Kept as version 1" in page.said()
    kept = template_in_use(factories.institution().pk)
    assert kept
    assert (kept.basis, kept.source) == ("plain", "#facts.name")
    assert page.said("//textarea") == "#facts.name"


def test_nobody_writes_that_of_another_institution(browse: Any) -> None:
    factories.institution("OTHER")
    said = {"institution": "OTHER", "basis": "plain", "source": ""}
    client = Client()
    client.force_login(academic())
    assert client.post("/cadretrain/certificate-template/", said).status_code == 400
