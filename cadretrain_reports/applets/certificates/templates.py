"""What an institution's certificates look like: a shipped template, or one of its own (8.3.6)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import conf
from cadretrain_reports.applets.certificates.models import CertificateTemplate
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.offline.certificates.fonts import font_files
from cadretrain_reports.offline.certificates.typeset import Sheet, TemplateError, preview, shipped
from cadretrain_reports.refusals import Refused, checked_text
from cadretrain_reports.rules.certificates import TEMPLATES, CertificateFacts

LONGEST: Final = 40_000
"""Characters of a template's source."""

_SPECIMEN: Final = CertificateFacts(
    name="阿卜杜热合曼·买买提依明",
    class_title="学习贯彻党的二十届三中全会精神处级干部网络专题培训示范",
    began_on=date(2026, 3, 2),
    ended_on=date(2026, 11, 26),
    hours=Decimal("42.75"),
    hosts=("某某省委组织部", "某某省人力资源和社会保障厅"),
    organizers=("某某干部学院",),
    issuer="某某省委组织部",
    issued_on=date(2026, 12, 10),
    number="SPECIMEN-2026-K1-0001-0000K",
)


def template_in_use(institution_id: int) -> CertificateTemplate | None:
    """Return the newest template of an institution; without one its certificates look as the site's setting says."""
    return CertificateTemplate.objects.filter(institution=institution_id).order_by("-version").first()


def source_of(template: CertificateTemplate | None) -> str:
    """Return the source by which a certificate is set."""
    if template is None:
        return shipped(conf.certificate_template())
    return template.source or shipped(template.basis)


def shipped_source(name: str) -> str:
    """Return the source of a shipped template, to begin one's own from."""
    return shipped(name)


def picture(basis: str, source: str) -> bytes:
    """Return a picture (PNG) of a specimen set by a template, marked as one. Raises ``Refused``."""
    if basis not in TEMPLATES:
        raise Refused("bad_template", _("There is no such template."), "basis")
    source = checked_text("source", source, LONGEST, optional=True)
    sheet = Sheet(_SPECIMEN, "https://example.invalid/cadretrain/certificates/specimen/", "", datetime.now(UTC))
    try:
        return preview(source or shipped(basis), sheet, font_files(conf.font_paths()))
    except TemplateError as error:
        raise Refused("bad_template", _("The template cannot be used: %(error)s."), "source", error=error) from error


def keep_template(institution: Organization, basis: str, source: str, at: datetime, by: Any) -> CertificateTemplate:
    """Put a template into use for what an institution issues from now on, once a specimen has been set by it.

    Raises ``Refused`` (``bad_template`` with the reason, ``again`` where two keep one at once).
    """
    picture(basis, source)
    newest = template_in_use(institution.pk)
    version = newest.version + 1 if newest else 1
    fields = {"basis": basis, "source": source.strip(), "made_by": by, "made_at": at}
    try:
        with transaction.atomic():
            return CertificateTemplate.objects.create(institution=institution, version=version, **fields)
    except IntegrityError:
        raise Refused("again", _("Somebody else has just kept a template. Look at it, and try again.")) from None
