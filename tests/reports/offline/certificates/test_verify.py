"""A certificate's file checked by an outsider: as issued, edited, forged, revoked; and what a scan says."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from typer.testing import CliRunner

from cadretrain_reports.cli import app
from cadretrain_reports.offline.certificates.fonts import font_files
from cadretrain_reports.offline.certificates.seal import is_sealed, sealed
from cadretrain_reports.offline.certificates.typeset import Sheet, pdf, shipped
from cadretrain_reports.offline.certificates.verify import CertificateReport, verify_certificate
from cadretrain_reports.offline.problems import Unreadable
from cadretrain_reports.rules.canonical import canonical
from cadretrain_reports.rules.certificates import CertificateFacts, statement
from cadretrain_reports.rules.credentials import Place, signed, unsigned
from cadretrain_reports.rules.notes import Signer
from cadretrain_reports.rules.status_list import status_list
from tests.factories_certificates import facts

pytestmark = pytest.mark.fonts

SIGNER = Signer.generate("lms.example.org")
OTHER = Signer.generate("lms.example.org")
STATUS = "https://lms.example.org/cadretrain/certificates/status/0/"
PUBLIC = "q" * 22
PAGE = f"https://lms.example.org/cadretrain/certificates/{PUBLIC}/"
AT = datetime(2026, 3, 10, 2, tzinfo=UTC)
SAID = replace(facts(), number="SASW-2026-K1-0001-7G3KX")
runner = CliRunner(env={"LANG": "C", "LC_ALL": "C", "LANGUAGE": "", "COLUMNS": "400"})


def credential(said: CertificateFacts = SAID, signer: Signer = SIGNER) -> dict[str, Any]:
    return signed(unsigned(said, Place(PAGE, STATUS, 7), AT, signer.verifier), signer, AT)


def written(
    path: Path, said: CertificateFacts = SAID, attached: bytes | None = None, signer: Signer | None = SIGNER
) -> Path:
    """Write a certificate whose page says ``said`` and that carries ``attached``, sealed if there is a signer."""
    carried = canonical(credential()) if attached is None else attached
    data = pdf(shipped("classic"), Sheet(said, PAGE, carried.decode() or "-", AT), font_files())
    path.write_bytes(sealed(data, signer) if signer else data)
    return path


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("certificate") / "c.pdf")


def codes(report: CertificateReport) -> set[str]:
    return {problem.code.value for problem in report.problems}


def test_as_it_was_issued(issued: Path) -> None:
    report = verify_certificate(issued, SIGNER.verifier)
    assert report.intact
    assert report.pinned
    assert report.said["name"] == "张三丰"
    assert (report.listed, report.revoked) == (STATUS, None)


def test_a_sealed_file_is_still_a_pdf(issued: Path) -> None:
    assert len(PdfReader(issued, strict=True).pages) == 1


def test_without_a_key_it_is_as_whoever_made_it_made_it(tmp_path: Path) -> None:
    forged = written(tmp_path / "f.pdf", attached=canonical(credential(signer=OTHER)), signer=OTHER)
    unpinned = verify_certificate(forged)
    assert (unpinned.intact, unpinned.pinned) == (True, False)
    assert codes(verify_certificate(forged, SIGNER.verifier)) == {"wrong_key", "bad_signature", "altered_file"}


def test_any_byte_of_the_file(issued: Path) -> None:
    data = issued.read_bytes()
    assert is_sealed(data, SIGNER.verifier)
    for at in range(0, len(data), 97):
        assert not is_sealed(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :], SIGNER.verifier)
    for more in (data + b"\n", data + data, sealed(data, SIGNER) + b"%", data.replace(b"seal ", b"seal  ")):
        assert not is_sealed(more, SIGNER.verifier)
    assert not is_sealed(b"", SIGNER.verifier)


def test_an_edited_page_is_not_valid_though_its_credential_is(issued: Path, tmp_path: Path) -> None:
    """Another name on the page, the true credential in the file: what others still call verified."""
    edited = written(tmp_path / "e.pdf", replace(SAID, name="李四光"), signer=None)
    report = verify_certificate(edited, SIGNER.verifier)
    assert codes(report) == {"altered_file", "field_differs"}
    assert "张三丰" in " ".join(problem.reason for problem in report.problems)


def test_a_page_that_says_another_than_the_credential_even_if_the_site_sealed_it(tmp_path: Path) -> None:
    """As a batch with the administrator's name on it would be."""
    wrong = written(tmp_path / "w.pdf", replace(SAID, name="管理员"))
    assert codes(verify_certificate(wrong, SIGNER.verifier)) == {"field_differs"}


def test_a_file_that_was_saved_anew(issued: Path, tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(issued.read_bytes())))
    writer.write(tmp_path / "s.pdf")
    assert codes(verify_certificate(tmp_path / "s.pdf", SIGNER.verifier)) == {"altered_file"}


@pytest.mark.parametrize("field", ["name", "class_title", "number", "hours", "issuer", "issued_on", "hosts"])
def test_each_fact_changed_in_page_and_credential_alike(field: str, tmp_path: Path) -> None:
    value = {
        "hours": facts().hours * 2,
        "issued_on": facts().ended_on,
        "hosts": ("某某大学",),
    }.get(field, "李四光")
    said = replace(SAID, **{field: value})
    forged = {**credential(said, OTHER), "issuer": credential()["issuer"], "proof": credential()["proof"]}
    forged["issuer"] = {**forged["issuer"], "name": said.issuer}
    report = verify_certificate(written(tmp_path / "f.pdf", said, canonical(forged), None), SIGNER.verifier)
    assert codes(report) == {"bad_signature", "altered_file"}


@pytest.mark.parametrize("attached", [b"", b"{}", b"[]", b'{"issuer": 1}', b"\xc3\xa9"])
def test_a_pdf_without_a_credential(attached: bytes, tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="carries no credential"):
        verify_certificate(written(tmp_path / "n.pdf", attached=attached))


@pytest.mark.parametrize("data", [b"%PDF-", b"%PDF-1.7\n" + b"\xff" * 2000, b"%PDF-1.7\nstartxref\n9999\n%%EOF"])
def test_what_is_no_pdf(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(data)
    with pytest.raises(Unreadable):
        verify_certificate(tmp_path / "x.pdf")


def run(*arguments: object) -> tuple[int, str]:
    result = runner.invoke(app, ["verify", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.output


def test_the_command_says_what_was_signed(issued: Path) -> None:
    code, output = run(issued, "--key", SIGNER.verifier.text)
    assert code == 0
    assert "Intact: it says what was signed." in output
    assert f"Name: 张三丰\nTheme class: {SAID.class_title}\n" in output
    assert f"Whether it has been revoked since is said at {STATUS}" in output
    assert "Checked only against" not in output
    code, output = run(issued)
    assert code == 0
    assert "Checked only against the key that the certificate names" in output


def test_a_revoked_one_is_reported_by_the_next_list(issued: Path, tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    for revoked, verdict in ((set[int](), "intact"), ({7}, "revoked")):
        path.write_bytes(canonical(status_list(STATUS, revoked, SIGNER, "x", AT)))
        code, output = run(issued, "--key", SIGNER.verifier.text, "--status-list", path, "--json")
        said = json.loads(output)
        assert (code, said["verdict"], said["revoked"]) == (1 if revoked else 0, verdict, bool(revoked))
    path.write_bytes(canonical(status_list(STATUS, {7}, OTHER, "x", AT)))
    assert run(issued, "--key", SIGNER.verifier.text, "--status-list", path)[0] == 2


def test_a_scan_is_checked_with_no_network() -> None:
    address = f"{PAGE}#{statement(SAID, PUBLIC, SIGNER)}"
    code, output = run(address, "--key", SIGNER.verifier.text)
    assert code == 0
    assert "Name: 张三丰" in output
    assert f"Whether it has been revoked since is said at {PAGE}" in output
    code, output = run(address.replace(PUBLIC, "r" * 22), "--key", SIGNER.verifier.text)
    assert code == 1
    assert "张三丰" not in output
    assert run(address, "--key", OTHER.verifier.text)[0] == 1
    assert run(address)[0] == 2
    assert run(PAGE, "--key", SIGNER.verifier.text)[0] == 2
