"""``verify_certificate``: whether a certificate's file is as it was issued, with no Django and no network (8.3.6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from cadretrain_reports.offline.certificates.reading import ATTACHMENT, LARGEST, read, squeezed
from cadretrain_reports.offline.certificates.seal import is_sealed
from cadretrain_reports.offline.messages import gettext as _
from cadretrain_reports.offline.problems import Code, Findings, Problem, Unreadable
from cadretrain_reports.rules.canonical import CanonicalError, parse
from cadretrain_reports.rules.certificates import CertificateError, facts_data, read_statement
from cadretrain_reports.rules.credentials import check_proof, facts_said, key_of_did
from cadretrain_reports.rules.notes import VerifierKey
from cadretrain_reports.rules.status_list import is_revoked

_ON_THE_PAGE: Final = "page"


@dataclass(frozen=True, slots=True)
class CertificateReport:
    """The outcome: what the credential says, every problem, and the ``key`` that the certificate names.

    ``pinned`` tells whether the reader gave a key; if not, whoever made the key could have made the certificate.
    ``listed`` is where the list of revoked certificates is published, ``revoked`` what such a list says, ``None`` where
    none was given.
    """

    path: str
    key: str
    pinned: bool
    said: Mapping[str, Any]
    listed: str
    revoked: bool | None
    problems: tuple[Problem, ...]

    @property
    def intact(self) -> bool:
        """Tell whether nothing at all is wrong: neither changed nor revoked."""
        return not self.problems


def verify_certificate(path: Path, key: VerifierKey | None = None, status: Path | None = None) -> CertificateReport:
    """Check the certificate at ``path``, by the site's ``key`` and its list of revoked ones if the reader has them.

    Raises ``Unreadable`` for what is no certificate.
    """
    found, findings = read(path), Findings()
    try:
        credential: Any = parse(found.credential)
        facts = facts_said(credential)
        issuer = str(credential["issuer"]["id"])
        named = key_of_did("certificate", issuer)
    except (CanonicalError, CertificateError, KeyError, TypeError, AttributeError) as error:
        raise Unreadable(_("%(path)s carries no credential of a theme class.") % {"path": path}) from error
    trusted = key or named
    if trusted.public != named.public:
        findings.add(Code.WRONG_KEY, ATTACHMENT, _("The certificate names another key than the one given."))
    _check_credential(credential, trusted, findings)
    if not is_sealed(found.data, trusted):
        findings.add(Code.ALTERED_FILE, path.name, _("The file was changed after it was issued, or saved anew."))
    for text in facts.printed:
        if squeezed(text) not in found.text:
            findings.add(Code.FIELD_DIFFERS, _ON_THE_PAGE, _("The page does not show %(text)s.") % {"text": text})
    entry: Any = credential.get("credentialStatus")
    entry = entry if isinstance(entry, dict) else {}
    revoked = _revoked(status, entry, trusted) if status else None
    if revoked:
        findings.add(Code.REVOKED, ATTACHMENT, _("The certificate has been revoked."))
    listed = str(entry.get("statusListCredential", ""))
    return CertificateReport(
        str(path), issuer, key is not None, facts_data(facts), listed, revoked, findings.problems()
    )


def verify_scan(address: str, key: VerifierKey) -> CertificateReport:
    """Check what a QR code says by itself, as text. Raises ``Unreadable`` for another address."""
    parts = urlsplit(address)
    public_id = parts.path.rstrip("/").rpartition("/")[2]
    if not parts.fragment or not public_id:
        raise Unreadable(_("This is no address from the code of a certificate."))
    findings, said = Findings(), {}
    try:
        said = dict(read_statement(parts.fragment, public_id, key))
    except (CertificateError, ValueError):
        findings.add(Code.BAD_SIGNATURE, "code", _("What the code says is not signed by this key."))
    page = address.partition("#")[0]
    return CertificateReport(page, key.text, True, said, page, None, findings.problems())


def _check_credential(credential: Mapping[str, Any], key: VerifierKey, findings: Findings) -> None:
    try:
        check_proof(credential, key)
    except CertificateError as error:
        findings.add(Code.BAD_SIGNATURE, ATTACHMENT, _("The credential does not hold: %(error)s.") % {"error": error})


def _revoked(path: Path, entry: Mapping[str, Any], key: VerifierKey) -> bool:
    try:
        with path.open("rb") as stream:
            listed: Any = parse(stream.read(LARGEST))
        return is_revoked(listed, entry, key)
    except (OSError, ValueError, TypeError) as error:
        raise Unreadable(
            _("%(path)s is not the list of this certificate: %(error)s.") % {"path": path, "error": error}
        ) from error
