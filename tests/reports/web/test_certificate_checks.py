"""The page of a certificate: what anybody is told, and that nobody finds one by trying."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from cadretrain_reports import conf
from cadretrain_reports.applets.certificates.addresses import page_address
from cadretrain_reports.applets.certificates.api import Certificate
from cadretrain_reports.rules.status_list import is_revoked
from cadretrain_reports.workflows.certificates import reissue_certificate, revoke_certificate
from tests import factories
from tests.factories_certificates import TITLE, certificate

pytestmark = [pytest.mark.django_db, pytest.mark.fonts]


@pytest.fixture(autouse=True)
def forgotten() -> None:
    cache.clear()


def page(public_id: str, language: str = "en", **headers: str) -> Any:
    return Client(headers={"Accept-Language": language}).get(f"/cadretrain/certificates/{public_id}/", **headers)


def words(answer: Any) -> str:
    return " ".join(re.sub("<[^>]*>", " ", answer.content.decode()).split())


def test_the_address_on_the_certificate_is_that_of_the_page() -> None:
    made = certificate()
    address = page_address(made.public_id)
    assert address == f"https://lms.example.org/cadretrain/certificates/{made.public_id}/"
    assert made.credential_data["id"] == address


@pytest.mark.parametrize(("language", "verdict"), [("en", "Valid"), ("zh-hans", "")])
def test_whoever_scans_it_is_told_what_stands_on_it_and_no_more(language: str, verdict: str) -> None:
    made = certificate()
    answer = page(made.public_id, language)
    assert answer.status_code == 200
    said = words(answer)
    for part in ("张三丰", TITLE, "42.75", "某某省委组织部", "某某干部学院", made.number, verdict):
        assert part in said
    trainee = made.registration.trainee
    for part in (trainee.code, trainee.unit.name, trainee.position, str(trainee.uuid), str(made.uuid)):
        assert part not in answer.content.decode()
    assert 'name="viewport"' in answer.content.decode()
    assert (answer["X-Robots-Tag"], answer["Referrer-Policy"]) == ("noindex, nofollow, noarchive", "no-referrer")
    assert "no-store" in answer["Cache-Control"]


def test_a_revoked_one_says_so_with_the_reason_and_what_took_its_place() -> None:
    made = certificate()
    revoke_certificate(factories.operator(), made, "成绩有误")
    said = words(page(made.public_id))
    assert "Not valid: revoked" in said
    assert "成绩有误" in said
    assert " Valid " not in said
    made = Certificate.objects.get(pk=made.pk)
    new = reissue_certificate(factories.operator(), made, "更正")
    assert f"number {new.number}" in words(page(made.public_id))
    assert "Valid" in words(page(new.public_id))


def test_the_list_of_revoked_ones_says_it_at_once() -> None:
    made = certificate()
    status, key = made.credential_data["credentialStatus"], conf.site_signer().verifier
    path = status["statusListCredential"].removeprefix("https://lms.example.org")
    for revoked in (False, True):
        answer = Client().get(path)
        assert answer["Content-Type"] == "application/vc"
        assert is_revoked(json.loads(answer.content), status, key) is revoked
        if not revoked:
            revoke_certificate(factories.operator(), made, "成绩有误")
    assert Client().get("/cadretrain/certificates/status/100001/").status_code == 404


def test_all_that_is_not_there_is_answered_alike(django_assert_num_queries: Any) -> None:
    made = certificate()
    flipped = ("B" if made.public_id[0] != "B" else "C") + made.public_id[1:]
    bodies = set()
    for public_id in (flipped, made.number, str(made.uuid), "1", made.public_id.swapcase(), "é", "a" * 500):
        with django_assert_num_queries(1):
            answer = page(public_id)
        assert answer.status_code == 404
        bodies.add(words(answer))
    assert len(bodies) == 1
    assert TITLE not in bodies.pop()


def test_an_address_that_asks_too_often_waits(settings: Any) -> None:
    settings.CADRETRAIN_CERTIFICATE_CHECKS = 3
    made = certificate()
    asked = [page(made.public_id).status_code for _ in range(5)]
    assert asked == [200, 200, 200, 429, 429]
    assert page(made.public_id, REMOTE_ADDR="198.51.100.7").status_code == 200
    for end in range(3):
        assert page(made.public_id, REMOTE_ADDR=f"2001:db8:1:2::{end}").status_code == 200
    assert page(made.public_id, REMOTE_ADDR="2001:db8:1:2::9").status_code == 429


def test_a_row_that_somebody_altered_in_the_database_is_not_vouched_for(monkeypatch: pytest.MonkeyPatch) -> None:
    made = certificate()
    for field, value in (
        ("facts", made.facts.replace("张三丰", "李四光")),
        ("credential", made.credential.replace("张三丰", "李四光")),
        ("number", "SASW-1"),
        ("facts", "{}"),
        ("credential", "["),
    ):
        altered = Certificate.objects.get(pk=made.pk)
        setattr(altered, field, value)
        monkeypatch.setattr(
            "cadretrain_reports.web.certificate_checks.certificates.by_public_id", lambda _id, row=altered: row
        )
        answer = page(made.public_id)
        assert (answer.status_code, "Do not trust" in words(answer)) == (409, True)


def test_it_is_only_read() -> None:
    assert Client().post(f"/cadretrain/certificates/{certificate().public_id}/").status_code == 405
