"""Certificates of theme classes (3.11, 8.3.6): issued, revoked and issued anew by authority, handed out as files."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import clock, conf
from cadretrain_reports.applets.archives import api as archives
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.certificates import api as certificates
from cadretrain_reports.applets.certificates.api import Certificate, CertificateTemplate
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.theme_classes.api import ClassRegistration, ThemeClass
from cadretrain_reports.refusals import Refused
from cadretrain_reports.rules.certificates import CertificateFacts
from cadretrain_reports.rules.periods import period_of, zone_named
from cadretrain_reports.rules.records import CertificateRecord, CertificateRevocationRecord, instant_text
from cadretrain_reports.rules.values import sum_text
from cadretrain_reports.scopes.api import in_scope, require

Wanted = tuple[ClassRegistration, CertificateFacts]


def issue_certificates(wanted: Sequence[Wanted], at: datetime, by: Any) -> certificates.Issued:
    """Issue what a graduation has decided on, inside its transaction, and have the archives say so (8.3.6, 9.1.1).

    What was issued before is in the answer too, but not archived twice.
    """
    before = certificates.of_registrations(registration.pk for registration, _facts in wanted)
    issued = certificates.issue_many(wanted, at, by)
    for certificate in issued.certificates:
        if certificate.registration_id not in before:
            _archive(certificate, at)
    return issued


def revoke_certificate(actor: Any, certificate: Certificate, reason: str) -> Certificate:
    """Revoke a certificate for good, by authority and for a reason that its page shows. Raises as below."""
    _require(actor, certificate)
    with transaction.atomic():
        at = clock.now()
        archive = _archive_of(certificate)
        revoked = certificates.revoke(certificate, reason, at, actor)
        archives.append(archive, _revocation_record(certificate, revoked.reason, at), at)
        _record("certificate.revoke", actor, certificate, revoked.reason)
    return certificate


def reissue_certificate(actor: Any, certificate: Certificate, reason: str) -> Certificate:
    """Issue another in the place of a certificate, which is revoked with it unless it is already (8.3.6).

    It has a number of its own, and the trainee's name as it now is. Raises ``Denied`` or ``Refused``.
    """
    _require(actor, certificate)
    with transaction.atomic(), audit.operation():
        if not hasattr(certificate, "revocation"):
            revoke_certificate(actor, certificate, reason)
        at = clock.now()
        issued_on = at.astimezone(zone_named(conf.time_zone())).date()
        issued = certificates.issue_anew(certificate, issued_on, at, actor)
        _archive(issued, at)
        _record("certificate.reissue", actor, issued, reason)
    return issued


def hand_out(actor: Any, certificate: Certificate) -> bytes:
    """Return the file of a certificate that the actor may see; of a revoked one there is none. Raises ``Refused``."""
    if hasattr(certificate, "revocation"):
        raise Refused("revoked", _("This certificate has been revoked."))
    audit.record("certificate.download", actor.pk, certificates.about_certificate(certificate))
    return certificates.certificate_pdf(certificate)


def hand_out_class(actor: Any, theme_class: ThemeClass) -> Iterator[bytes]:
    """Yield a ZIP with every valid certificate of a class that the actor may see, a piece at a time.

    Raises ``Refused`` where there is none.
    """
    seen = in_scope(Certificate.objects.filter(registration__theme_class=theme_class, revocation=None), actor)
    seen = seen.select_related("template", "registration__theme_class__institution").order_by("pk")
    count = seen.count()
    if not count:
        raise Refused("no_certificates", _("This class has no valid certificates."))
    about = audit.Target("theme_class", str(theme_class.uuid), theme_class.institution.code)
    audit.record("certificate.download_class", actor.pk, about, rows=count)
    return _zipped(seen.iterator(chunk_size=100))


def keep_template(actor: Any, institution: Organization, basis: str, source: str) -> CertificateTemplate:
    """Put a template into use for what an institution issues from now on. Raises ``Denied`` or ``Refused``."""
    about = audit.Target("organization", institution.code, institution.code)
    require(actor, "design_certificate", institution, about)
    with transaction.atomic():
        kept = certificates.keep_template(institution, basis, source, clock.now(), actor)
        audit.record("certificate.template", actor.pk, about, version=kept.version, basis=basis)
    return kept


class _Pieces:
    """A stream that a ZIP is written to and that gives away what it has, so that no file is ever whole in memory."""

    def __init__(self) -> None:
        self.written, self._pieces = 0, list[bytes]()

    def write(self, data: bytes, /) -> int:
        self.written += len(data)
        self._pieces.append(bytes(data))
        return len(data)

    def tell(self) -> int:
        return self.written

    def flush(self) -> None:
        """Do nothing: what is written waits to be taken."""

    def close(self) -> None:
        """Do nothing, as above."""

    def take(self) -> bytes:
        taken, self._pieces = b"".join(self._pieces), []
        return taken


def _zipped(found: Iterable[Certificate]) -> Iterator[bytes]:
    pieces = _Pieces()
    # What is in a PDF is compressed already.
    with zipfile.ZipFile(pieces, "w", zipfile.ZIP_STORED) as archive:
        for certificate in found:
            archive.writestr(certificates.file_name(certificate), certificates.certificate_pdf(certificate))
            yield pieces.take()
    yield pieces.take()


def _require(actor: Any, certificate: Certificate) -> None:
    institution = certificate.registration.theme_class.institution
    require(actor, "revoke_certificate", institution, certificates.about_certificate(certificate))
    if people.is_oneself(actor, certificate.registration.trainee):
        raise Refused("oneself", _("Nobody decides on a certificate of their own."))


def _archive_of(certificate: Certificate) -> archives.LearnerArchive:
    archive = archives.lock_archive(certificate.registration.trainee_id)
    if archive is None:
        raise Refused("no_account", _("This trainee has no account yet. Open one first."))
    return archive


def _archive(certificate: Certificate, at: datetime) -> None:
    registration, facts = certificate.registration, certificates.facts_of(certificate)
    record = CertificateRecord(
        trainee=str(registration.trainee.uuid),
        certificate=str(certificate.uuid),
        number=certificate.number,
        institution=registration.theme_class.institution.code,
        theme_class=registration.theme_class.code,
        title=facts.class_title,
        fulfilled_hours=sum_text(facts.hours),
        at=instant_text(at),
        year=_year(at),
        instead_of=str(certificate.replaces.uuid) if certificate.replaces else "",
    )
    archives.append(_archive_of(certificate), record, at)


def _revocation_record(certificate: Certificate, reason: str, at: datetime) -> CertificateRevocationRecord:
    return CertificateRevocationRecord(
        trainee=str(certificate.registration.trainee.uuid),
        certificate=str(certificate.uuid),
        number=certificate.number,
        reason=reason,
        at=instant_text(at),
        year=_year(at),
    )


def _year(at: datetime) -> int:
    return period_of(at, conf.period_rule()).label


def _record(act: str, actor: Any, certificate: Certificate, reason: str) -> None:
    audit.record(act, actor.pk, certificates.about_certificate(certificate), reason=reason)
