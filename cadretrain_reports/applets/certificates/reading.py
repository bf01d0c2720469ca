"""Reading certificates: the newest of a registration, what one says, and which are revoked (8.3.6)."""

from __future__ import annotations

import json
from collections.abc import Iterable

from cadretrain_reports import conf
from cadretrain_reports.applets.audit.api import Target
from cadretrain_reports.applets.certificates.addresses import list_address
from cadretrain_reports.applets.certificates.models import Certificate, CertificateRevocation
from cadretrain_reports.clock import now
from cadretrain_reports.rules.certificates import CertificateFacts, facts_from
from cadretrain_reports.rules.credentials import Credential
from cadretrain_reports.rules.status_list import SIZE, status_list


def of_registrations(registration_ids: Iterable[int]) -> dict[int, Certificate]:
    """Return the newest certificate of each registration that has one, revoked or not."""
    found = Certificate.objects.filter(registration__in=list(registration_ids)).select_related("revocation")
    return {certificate.registration_id: certificate for certificate in found.order_by("sequence")}


def by_public_id(public_id: str) -> Certificate | None:
    """Return the certificate of a page, with its revocation and replacement; ``None`` for no such page."""
    found = Certificate.objects.select_related("revocation", "replacement", "replaces")
    return found.filter(public_id=public_id).first()


def facts_of(certificate: Certificate) -> CertificateFacts:
    """Return what a certificate says."""
    return facts_from(json.loads(certificate.facts))


def published_list(number: int) -> Credential:
    """Return the signed status list of that number, counted from 0, as it is at this moment."""
    first = number * SIZE
    revoked = CertificateRevocation.objects.filter(
        certificate__status_index__gte=first, certificate__status_index__lt=first + SIZE
    )
    bits = (index - first for index in revoked.values_list("certificate__status_index", flat=True))
    return status_list(list_address(number), bits, conf.site_signer(), conf.site_name(), now())


def about_certificate(certificate: Certificate) -> Target:
    """Return how the audit log names a certificate."""
    return Target("certificate", str(certificate.uuid), certificate.registration.theme_class.institution.code)
