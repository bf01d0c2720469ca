"""Issuing certificates, one or a whole class; each call inside a transaction (8.3.6)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import conf
from cadretrain_reports.applets.certificates.addresses import page_address, status_list_address
from cadretrain_reports.applets.certificates.models import Certificate
from cadretrain_reports.applets.certificates.reading import of_registrations
from cadretrain_reports.applets.certificates.series import take
from cadretrain_reports.applets.certificates.templates import template_in_use
from cadretrain_reports.applets.theme_classes.api import ClassRegistration
from cadretrain_reports.offline.certificates.fonts import FontsMissingError, font_files, lacking
from cadretrain_reports.refusals import Refused
from cadretrain_reports.rules.canonical import canonical
from cadretrain_reports.rules.certificates import (
    RANDOM_CHARACTERS,
    RANDOM_LENGTH,
    CertificateFacts,
    certificate_number,
    facts_data,
)
from cadretrain_reports.rules.credentials import Place, signed, unsigned
from cadretrain_reports.rules.notes import Signer

Wanted = tuple[ClassRegistration, CertificateFacts]

_BATCH: Final = 500
_PUBLIC_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Issued:
    """What became of many that were asked for: the certificates, and by registration id why others were not issued."""

    certificates: tuple[Certificate, ...]
    refused: dict[int, Refused]


@dataclass(frozen=True, slots=True)
class _Hand:
    """Who issues when, by which key and pattern."""

    at: datetime
    by: Any
    signer: Signer
    pattern: str


def issue(
    registration: ClassRegistration, facts: CertificateFacts, at: datetime, by: Any, replaces: Certificate | None = None
) -> Certificate:
    """Issue the certificate of a trainee who passed; one that stands is returned as it is.

    ``facts`` carry the trainee's own name; an empty number is made by the site's pattern. Raises ``Refused``
    (``other_name``, ``no_fonts``, ``missing_glyphs`` with the characters that the fonts lack, or ``not_revoked``).
    """
    issued = issue_many([(registration, facts)], at, by, replaces)
    for refused in issued.refused.values():
        raise refused
    return issued.certificates[0]


def issue_many(wanted: Sequence[Wanted], at: datetime, by: Any, replaces: Certificate | None = None) -> Issued:
    """Issue certificates as ``issue`` does, with a fixed number of queries; one that is refused does not stop others.

    Asked for again, as when a graduation is resumed, it issues only what is not there yet.
    """
    registrations = [registration for registration, _facts in wanted]
    prefetch_related_objects(registrations, "trainee", "theme_class__institution")
    known = of_registrations(registration.pk for registration in registrations)
    hand = _Hand(at, by, conf.site_signer(), conf.certificate_pattern())
    fonts = _fonts()
    open_, standing, refused = [], [], {}
    for registration, facts in wanted:
        before = known.get(registration.pk)
        try:
            _check(registration, facts, fonts)
            if before and before != replaces:
                standing.append(_standing(before))
            else:
                open_.append((registration, facts))
        except Refused as said:
            refused[registration.pk] = said
    made = Certificate.objects.bulk_create(_made(open_, hand, replaces), batch_size=_BATCH)
    return Issued((*standing, *_with_keys(made)), refused)


def _fonts() -> tuple[str, ...]:
    """Return the fonts of the site; none of them keeps nobody from having passed."""
    try:
        return font_files(conf.font_paths())
    except FontsMissingError:
        return ()


def _check(registration: ClassRegistration, facts: CertificateFacts, fonts: tuple[str, ...]) -> None:
    if facts.name != registration.trainee.name:
        raise Refused("other_name", _("A certificate carries the name of the trainee who is in the class."), "name")
    if not fonts:
        text = _("There is no Chinese font on this machine. The site operator installs one; then issue it again.")
        raise Refused("no_fonts", text)
    if missing := lacking("".join(facts.printed), fonts):
        text = _("The fonts here have no character %(missing)s. Name a folder with one that has in the settings.")
        raise Refused("missing_glyphs", text, "name", missing="、".join(missing))


def _standing(certificate: Certificate) -> Certificate:
    """Return a certificate that is there already; one that was revoked is followed by authority only."""
    if hasattr(certificate, "revocation"):
        raise Refused("revoked", _("A certificate of this was revoked. Issue it anew with a reason."))
    return certificate


def _made(wanted: Sequence[Wanted], hand: _Hand, replaces: Certificate | None) -> list[Certificate]:
    places = iter(take("status", len(wanted))) if wanted else iter(())
    made = []
    for registrations in _by_class(wanted):
        theme_class = registrations[0][0].theme_class
        template = template_in_use(theme_class.institution_id)
        serials = take(f"class {theme_class.pk}", len(registrations))
        for (registration, facts), serial in zip(registrations, serials, strict=True):
            numbered = _numbered(registration, facts, hand, serial)
            certificate = _certificate(registration, numbered, hand, next(places) - 1)
            certificate.template = template
            if replaces:
                certificate.replaces, certificate.sequence = replaces, replaces.sequence + 1
            made.append(certificate)
    return made


def _by_class(wanted: Iterable[Wanted]) -> Iterator[list[Wanted]]:
    classes: dict[int, list[Wanted]] = {}
    for registration, facts in wanted:
        classes.setdefault(registration.theme_class_id, []).append((registration, facts))
    yield from classes.values()


def _numbered(registration: ClassRegistration, facts: CertificateFacts, hand: _Hand, serial: int) -> CertificateFacts:
    if facts.number:
        return facts
    theme_class = registration.theme_class
    number = certificate_number(
        hand.pattern,
        issuer=theme_class.institution.code,
        year=facts.issued_on.year,
        class_code=theme_class.code,
        serial=serial,
        random="".join(secrets.choice(RANDOM_CHARACTERS) for _ in range(RANDOM_LENGTH)),
    )
    return replace(facts, number=number)


def _certificate(registration: ClassRegistration, facts: CertificateFacts, hand: _Hand, index: int) -> Certificate:
    public_id = secrets.token_urlsafe(_PUBLIC_BYTES)
    place = Place(page_address(public_id), *status_list_address(index))
    credential = signed(unsigned(facts, place, hand.at, hand.signer.verifier), hand.signer, hand.at)
    return Certificate(
        public_id=public_id,
        number=facts.number,
        registration=registration,
        facts=canonical(facts_data(facts)).decode(),
        credential=canonical(credential).decode(),
        status_index=index,
        issued_at=hand.at,
        issued_by=hand.by,
    )


def _with_keys(made: list[Certificate]) -> list[Certificate]:
    """Return the rows with their keys, which MySQL does not tell of many at once."""
    if all(certificate.pk for certificate in made):
        return made
    keys = dict(
        Certificate.objects.filter(public_id__in=[one.public_id for one in made]).values_list("public_id", "pk")
    )
    for certificate in made:
        certificate.pk = keys[certificate.public_id]
    return made
