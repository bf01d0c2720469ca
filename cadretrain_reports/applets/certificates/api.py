"""The door to certificates of theme classes (3.11, 8.3.6)."""

from cadretrain_reports.applets.certificates.files import certificate_pdf, file_name
from cadretrain_reports.applets.certificates.issuing import Issued, issue, issue_many
from cadretrain_reports.applets.certificates.models import Certificate, CertificateRevocation, CertificateTemplate
from cadretrain_reports.applets.certificates.reading import (
    about_certificate,
    by_public_id,
    facts_of,
    of_registrations,
    published_list,
)
from cadretrain_reports.applets.certificates.revoking import issue_anew, revoke
from cadretrain_reports.applets.certificates.templates import (
    keep_template,
    picture,
    shipped_source,
    source_of,
    template_in_use,
)

__all__ = [
    "Certificate",
    "CertificateRevocation",
    "CertificateTemplate",
    "Issued",
    "about_certificate",
    "by_public_id",
    "certificate_pdf",
    "facts_of",
    "file_name",
    "issue",
    "issue_anew",
    "issue_many",
    "keep_template",
    "of_registrations",
    "picture",
    "published_list",
    "revoke",
    "shipped_source",
    "source_of",
    "template_in_use",
]
