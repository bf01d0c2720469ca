"""Certificates issued, revoked, issued anew, handed out: numbers, archive, triggers, rights."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from cadretrain_reports import clock, conf
from cadretrain_reports.applets.archives.api import facts_of_kind
from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.certificates import api as certificates
from cadretrain_reports.applets.certificates.api import Certificate, CertificateRevocation
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.offline.certificates.reading import squeezed
from cadretrain_reports.offline.certificates.verify import verify_certificate
from cadretrain_reports.refusals import Refused
from cadretrain_reports.rules.certificates import check_character
from cadretrain_reports.rules.credentials import check_proof, facts_said
from cadretrain_reports.rules.status_list import is_revoked
from cadretrain_reports.scopes.api import Denied
from cadretrain_reports.workflows import certificates as workflow
from tests import factories
from tests.factories_certificates import a_class, certificate, facts, registration
from tests.factories_classes import officer
from tests.factories_plans import refusal

pytestmark = [pytest.mark.django_db, pytest.mark.fonts]


def academic() -> Any:
    return officer(Role.ACADEMIC_AFFAIRS_OFFICER, factories.institution())


def test_what_is_issued_says_its_facts_signed_and_archived() -> None:
    made = certificate()
    assert made.number.startswith("SASW-2026-K1-0001-")
    assert made.number[-1] == check_character(made.number[:-1])
    check_proof(made.credential_data, conf.site_signer().verifier)
    said = facts_said(made.credential_data)
    assert said == certificates.facts_of(made)
    assert (said.name, said.number) == ("张三丰", made.number)
    (record,) = facts_of_kind(made.registration.trainee.archive, "certificate")
    assert (record.certificate, record.fulfilled_hours) == (str(made.uuid), "42.75")  # type: ignore[union-attr]


def test_a_whole_class_takes_few_queries_and_each_has_their_own_name() -> None:
    rows = [registration(name) for name in ("张三丰", "买买提·艾力", "李四光", "王五", "赵六")]
    wanted = [(row, facts(name=row.trainee.name)) for row in rows]

    def queries(some: list[Any]) -> int:
        with (
            transaction.atomic(),
            CaptureQueriesContext(
                connection,
            ) as asked,
        ):
            certificates.issue_many(some, clock.now(), factories.operator())
        return len(asked)

    factories.operator()
    queries(wanted[:1])  # lays the series
    assert queries(wanted[1:2]) == queries(wanted[2:])
    for row in rows:
        (made,) = row.certificates.all()
        text = PdfReader(io.BytesIO(certificates.certificate_pdf(made))).pages[0].extract_text()
        assert squeezed(row.trainee.name) in squeezed(text)
        assert "site-operator" not in text
    assert [made.number[:17] for made in Certificate.objects.order_by("pk")] == [
        f"SASW-2026-K1-000{serial}" for serial in range(1, 6)
    ]


def test_nobody_elses_name_is_printed() -> None:
    row = registration()
    assert refusal(certificate, row, name="管理员") == ("other_name", "name")
    assert not Certificate.objects.exists()


def test_a_name_that_cannot_be_printed_stops_that_person_alone() -> None:
    rows = [registration("张三"), registration("李\U00030001\U00030002"), registration("王五")]
    wanted = [(row, facts(name=row.trainee.name)) for row in rows]
    issued = workflow.issue_certificates(wanted, clock.now(), factories.operator())
    assert [made.registration for made in issued.certificates] == [rows[0], rows[2]]
    refused = issued.refused[rows[1].pk]
    assert refused.code == "missing_glyphs"
    assert "\U00030001、\U00030002" in str(refused)


def test_without_a_font_nothing_is_issued_and_nobody_stopped(settings: Any, tmp_path: Path) -> None:
    settings.CADRETRAIN_FONT_PATHS = [str(tmp_path)]
    row = registration()
    issued = workflow.issue_certificates([(row, facts(name=row.trainee.name))], clock.now(), factories.operator())
    assert (issued.certificates, issued.refused[row.pk].code) == ((), "no_fonts")


def test_asked_for_again_nothing_is_issued_twice() -> None:
    row = registration()
    first = certificate(row)
    assert certificate(row) == first
    assert len(facts_of_kind(row.trainee.archive, "certificate")) == 1


def test_neither_numbers_nor_pages_can_be_guessed() -> None:
    first, second = certificate(registration("张三")), certificate(registration("李四"))
    assert len(first.public_id) == 22
    assert first.public_id != second.public_id
    assert first.number[-5:-1] != second.number[-5:-1] or first.number[-1] != second.number[-1]
    assert certificates.by_public_id(first.number) is None
    assert certificates.by_public_id(str(first.uuid)) is None


def test_a_revoked_one_never_becomes_valid_again() -> None:
    made = certificate()
    status = made.credential_data["credentialStatus"]
    key = conf.site_signer().verifier
    assert not is_revoked(certificates.published_list(0), status, key)
    workflow.revoke_certificate(academic(), made, "成绩有误")
    assert is_revoked(certificates.published_list(0), status, key)
    assert refusal(workflow.revoke_certificate, academic(), made, "再次") == ("revoked", "")
    assert refusal(certificate, made.registration) == ("revoked", "")
    for change in (
        lambda: CertificateRevocation.objects.all().delete(),
        lambda: CertificateRevocation.objects.update(reason="x"),
        lambda: Certificate.objects.update(number="x"),
        lambda: Certificate.objects.all().delete(),
    ):
        with pytest.raises((DatabaseError, Exception), match=r"(?i)never|protect"), transaction.atomic():
            change()
    again = Certificate(
        **{name: getattr(made, name) for name in ("number", "facts", "credential", "issued_at", "issued_by")},
        registration=made.registration,
        public_id="other",
        sequence=9,
        status_index=9,
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        again.save()
    (record,) = facts_of_kind(made.registration.trainee.archive, "certificate_revocation")
    assert record.reason == "成绩有误"  # type: ignore[union-attr]


def test_another_takes_its_place_with_the_name_as_it_now_is() -> None:
    made, by = certificate(), academic()
    trainee = made.registration.trainee
    type(trainee).objects.filter(pk=trainee.pk).update(name="张三豊")
    made = Certificate.objects.get(pk=made.pk)
    new = workflow.reissue_certificate(by, made, "姓名有误")
    assert (new.replaces, new.sequence) == (made, 2)
    assert certificates.facts_of(new).name == "张三豊"
    assert new.number != made.number
    assert new.number.split("-")[2:4] == ["K1", "0002"]
    made = Certificate.objects.get(pk=made.pk)
    assert made.revocation.reason == "姓名有误"
    assert refusal(workflow.reissue_certificate, by, made, "再次") == ("reissued", "")
    assert [record.instead_of for record in facts_of_kind(trainee.archive, "certificate")] == [  # type: ignore[union-attr]
        "",
        str(made.uuid),
    ]
    acts = AuditEntry.objects.filter(act__startswith="certificate.").order_by("pk")
    assert list(acts.values_list("act", flat=True)) == ["certificate.revoke", "certificate.reissue"]
    assert len(set(acts.values_list("operation", flat=True))) == 1


def test_who_may_revoke() -> None:
    made = certificate()
    own = made.registration.trainee.account.user
    for user in (factories.user(), own, officer(Role.ACADEMIC_AFFAIRS_OFFICER, factories.institution("OTHER"))):
        with pytest.raises(Denied):
            workflow.revoke_certificate(user, made, "成绩有误")
    assert refusal(workflow.revoke_certificate, academic(), made, " ") == ("missing", "reason")
    assert not CertificateRevocation.objects.exists()
    officer(Role.ACADEMIC_AFFAIRS_OFFICER, factories.institution(), user=own)
    assert refusal(workflow.revoke_certificate, own, made, "成绩有误") == ("oneself", "")


def test_the_file_that_is_handed_out_verifies(tmp_path: Any) -> None:
    made = certificate()
    path = tmp_path / "c.pdf"
    path.write_bytes(workflow.hand_out(made.registration.trainee.account.user, made))
    assert verify_certificate(path, conf.site_signer().verifier).intact
    assert path.stat().st_size <= 60_000
    workflow.revoke_certificate(academic(), made, "成绩有误")
    made = Certificate.objects.get(pk=made.pk)
    assert refusal(workflow.hand_out, academic(), made) == ("revoked", "")


def test_a_class_as_one_zip() -> None:
    rows = [registration(name) for name in ("张三", "李四", "王五")]
    made = [certificate(row) for row in rows]
    workflow.revoke_certificate(academic(), made[2], "成绩有误")
    teacher = academic()
    pieces = list(workflow.hand_out_class(teacher, a_class()))
    assert len(pieces) == 3
    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [certificates.file_name(one) for one in made[:2]]
    assert refusal(lambda: list(workflow.hand_out_class(factories.user(), a_class()))) == ("no_certificates", "")
    entry = AuditEntry.objects.get(act="certificate.download_class")
    assert entry.details == {"rows": 2}


def test_an_institutions_own_template_serves_what_it_issues_from_then_on() -> None:
    before, body, by = certificate(), factories.institution(), academic()
    kept = workflow.keep_template(by, body, "plain", "#text(30pt)[#facts.name 的证书 #facts.number]")
    after = certificate(registration("李四"))
    assert (before.template, after.template, kept.version) == (None, kept, 1)
    text = [PdfReader(io.BytesIO(certificates.certificate_pdf(one))).pages[0].extract_text() for one in (before, after)]
    assert "准予结业" in text[0]
    assert squeezed(text[1]) == squeezed(f"李四的证书{after.number}")
    assert workflow.keep_template(by, body, "bilingual", "").version == 2
    assert "CERTIFICATE" in certificates.source_of(certificates.template_in_use(body.pk))


@pytest.mark.parametrize("source", ['#read("/etc/passwd")', "#", '#image("/etc/passwd")'])
def test_a_template_that_cannot_be_used_is_not_kept(source: str) -> None:
    assert refusal(workflow.keep_template, academic(), factories.institution(), "plain", source) == (
        "bad_template",
        "source",
    )
    assert certificates.template_in_use(factories.institution().pk) is None


def test_only_the_institution_says_what_its_certificates_look_like() -> None:
    for user in (factories.user(), officer(Role.DEPARTMENT_OFFICER, factories.department())):
        with pytest.raises(Denied):
            workflow.keep_template(user, factories.institution(), "plain", "")


def test_a_graduation_that_fails_leaves_nothing_and_gives_its_numbers_back() -> None:
    row = registration()

    def fails() -> None:
        with transaction.atomic():
            certificate(row)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert not Certificate.objects.exists()
    assert "-0001-" in certificate(row).number


def test_facts_are_kept_in_canonical_form() -> None:
    made = certificate()
    assert json.loads(made.facts)["hours"] == "42.75"
    assert isinstance(Refused("x", "y"), ValueError)
