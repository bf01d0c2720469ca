"""Certificates as files, set when they are asked for: what is kept is what they say (8.3.6)."""

from __future__ import annotations

from cadretrain_reports import conf
from cadretrain_reports.applets.certificates.addresses import page_address
from cadretrain_reports.applets.certificates.models import Certificate
from cadretrain_reports.applets.certificates.reading import facts_of
from cadretrain_reports.applets.certificates.templates import source_of
from cadretrain_reports.offline.certificates.fonts import font_files
from cadretrain_reports.offline.certificates.seal import sealed
from cadretrain_reports.offline.certificates.typeset import Sheet, pdf
from cadretrain_reports.rules.certificates import statement


def certificate_pdf(certificate: Certificate) -> bytes:
    """Return the sealed PDF/A-3 of a certificate, the same at any time under the same key, fonts and library."""
    signer, facts = conf.site_signer(), facts_of(certificate)
    address = f"{page_address(certificate.public_id)}#{statement(facts, certificate.public_id, signer)}"
    sheet = Sheet(facts, address, certificate.credential, certificate.issued_at)
    return sealed(pdf(source_of(certificate.template), sheet, font_files(conf.font_paths())), signer)


def file_name(certificate: Certificate) -> str:
    """Return what the file of a certificate is called: by its number, which names nobody."""
    return "".join(one if one.isalnum() or one in "-_." else "_" for one in certificate.number) + ".pdf"
