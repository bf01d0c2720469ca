"""What anybody may ask without signing in: whether a certificate is valid, and which are revoked (8.3.6)."""

from __future__ import annotations

from functools import wraps
from http import HTTPStatus
from typing import Any, Final

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_deny
from django.views.decorators.http import require_safe

from cadretrain_reports import conf
from cadretrain_reports.applets.certificates import api as certificates
from cadretrain_reports.applets.certificates.api import Certificate
from cadretrain_reports.rules.canonical import canonical
from cadretrain_reports.rules.certificates import CertificateError, CertificateFacts
from cadretrain_reports.rules.credentials import check_proof, facts_said
from cadretrain_reports.web.frame import View, show
from cadretrain_reports.web.limits import within_limit

MOST_LISTS: Final = 100_000


def _public(view: View) -> View:
    """Make a view one that anybody may ask, so many times a minute, and that no search engine keeps."""

    @wraps(view)
    def limited(request: HttpRequest, **parts: Any) -> HttpResponse:
        if within_limit(request, "certificate", conf.certificate_checks()):
            answer = view(request, **parts)
        else:
            answer = show(request, "certificate_later.html", {}, status=HTTPStatus.TOO_MANY_REQUESTS)
            answer["Retry-After"] = "60"
        answer["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        answer["Referrer-Policy"] = "no-referrer"
        return answer

    guarded: Any = limited
    for guard in (xframe_options_deny, never_cache, require_safe):
        guarded = guard(guarded)
    decorated: View = transaction.non_atomic_requests(guarded)
    return decorated


@_public
def check_certificate(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what whoever was shown a certificate has to compare it with, and whether it is valid.

    The name is shown in full: it stands on the certificate that led here, and a forger changes it first. No page is
    found but by the 128 random bits in the code; every other address is answered alike.
    """
    found = certificates.by_public_id(public_id)
    if found is None:
        return show(request, "certificate_missing.html", {}, status=HTTPStatus.NOT_FOUND)
    facts = _proven(found)
    if facts is None:
        return show(request, "certificate_altered.html", {}, status=HTTPStatus.CONFLICT)
    separator = pgettext("between names", ", ")
    context = {
        "facts": facts,
        "hosts": separator.join(facts.hosts),
        "organizers": separator.join(facts.organizers),
        "revocation": getattr(found, "revocation", None),
        "replacement": getattr(found, "replacement", None),
        "site": conf.site_name(),
    }
    return show(request, "certificate_check.html", context)


@_public
def certificate_status(request: HttpRequest, number: int) -> HttpResponse:
    """Answer the signed Bitstring Status List of that number, as it is at this moment."""
    if number > MOST_LISTS:
        return show(request, "certificate_missing.html", {}, status=HTTPStatus.NOT_FOUND)
    return HttpResponse(canonical(certificates.published_list(number)), content_type="application/vc")


def _proven(certificate: Certificate) -> CertificateFacts | None:
    """Return what a certificate says if the site's key signed it so; ``None`` for a row that somebody altered."""
    try:
        facts, credential = certificates.facts_of(certificate), certificate.credential_data
        check_proof(credential, conf.site_signer().verifier)
        agree = facts_said(credential) == facts and facts.number == certificate.number
    except (CertificateError, ValueError):
        return None
    return facts if agree else None
