"""Revoking a certificate, and issuing another in its place; each call inside a transaction (8.3.6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.certificates.issuing import issue
from cadretrain_reports.applets.certificates.models import Certificate, CertificateRevocation
from cadretrain_reports.applets.certificates.reading import facts_of
from cadretrain_reports.refusals import Refused, checked_text

LONGEST: Final = 500
"""Characters of a reason."""


def revoke(certificate: Certificate, reason: str, at: datetime, by: Any) -> CertificateRevocation:
    """Revoke a certificate for good, for a reason that its page shows. Raises ``Refused``."""
    reason = checked_text("reason", reason, LONGEST)
    try:
        with transaction.atomic():
            return CertificateRevocation.objects.create(
                certificate=certificate, reason=reason, revoked_at=at, revoked_by=by
            )
    except IntegrityError:
        raise Refused("revoked", _("This certificate is revoked already.")) from None


def issue_anew(certificate: Certificate, issued_on: date, at: datetime, by: Any) -> Certificate:
    """Issue another in the place of a revoked certificate: with the trainee's name as it now is and a new number.

    Raises ``Refused`` (``not_revoked``, ``reissued``, or as ``issue``).
    """
    if not CertificateRevocation.objects.filter(certificate=certificate).exists():
        raise Refused("not_revoked", _("This certificate is valid. Revoke it first."))
    if Certificate.objects.filter(replaces=certificate).exists():
        raise Refused("reissued", _("Another certificate has taken the place of this one already."))
    registration = certificate.registration
    facts = replace(facts_of(certificate), name=registration.trainee.name, issued_on=issued_on, number="")
    try:
        with transaction.atomic():
            return issue(registration, facts, at, by, replaces=certificate)
    except IntegrityError:
        raise Refused("reissued", _("Another certificate has taken the place of this one already.")) from None
