"""Certificates of theme classes (3.11, 8.3.6), their revocation, and how institutions want them to look."""

from __future__ import annotations

import json
import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.theme_classes.api import ClassRegistration
from cadretrain_reports.fields import CodeField, person_field


class CertificateTemplate(models.Model):
    """One version of what an institution's certificates look like. Insert-only: the newest is the one in use.

    What was issued keeps the version that it was issued with. An empty ``source`` means the shipped template ``basis``.

    .. no_pii:
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    institution = models.ForeignKey(
        Organization, verbose_name=_("training institution"), on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(_("version"))
    basis = models.CharField(_("shipped template"), max_length=16)
    source = models.TextField(_("source"), blank=True)
    made_by = person_field(_("made by"))
    made_at = models.DateTimeField(_("made at"))

    insert_only: ClassVar = ("update", "delete")

    class Meta:
        verbose_name = _("certificate template")
        verbose_name_plural = _("certificate templates")
        constraints = [
            models.UniqueConstraint(fields=["institution", "version"], name="cadretrain_certificate_template_version")
        ]

    def __str__(self) -> str:
        return f"{self.institution_id}: {self.version}"


class Certificate(models.Model):
    """What a trainee who passed a theme class is given (3.11, 8.3.6). Insert-only, kept so by the database itself.

    ``facts`` and ``credential`` are canonical JSON: what is printed, and the same signed. ``public_id`` is 128 random
    bits: whoever was shown the certificate knows it, nobody can guess it. ``status_index`` is its bit in the status
    lists. ``sequence`` numbers the certificates of one registration, so that two at once cannot both be the first;
    whether one is valid is said by ``CertificateRevocation`` alone.

    .. pii: that a person passed a class, with the name
    .. pii_types: name, other
    .. pii_retirement: retained
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    public_id = CodeField(_("identifier on its page"), max_length=32, unique=True)
    number = CodeField(_("certificate number"), max_length=255, unique=True)
    registration = models.ForeignKey(
        ClassRegistration, verbose_name=_("class registration"), on_delete=models.PROTECT, related_name="certificates"
    )
    sequence = models.PositiveSmallIntegerField(_("sequence"), default=1)
    replaces = models.OneToOneField(
        "self", verbose_name=_("replaces"), on_delete=models.PROTECT, null=True, related_name="replacement"
    )
    template = models.ForeignKey(
        CertificateTemplate, verbose_name=_("certificate template"), on_delete=models.PROTECT, null=True
    )
    facts = models.TextField(_("facts"))
    credential = models.TextField(_("signed credential"))
    status_index = models.PositiveIntegerField(_("place in the status lists"), unique=True)
    issued_at = models.DateTimeField(_("issued at"))
    issued_by = person_field(_("issued by"))

    insert_only: ClassVar = ("update", "delete")

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            models.UniqueConstraint(fields=["registration", "sequence"], name="cadretrain_certificate_sequence")
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def credential_data(self) -> Any:
        """The signed credential as data."""
        return json.loads(self.credential)


class CertificateRevocation(models.Model):
    """That a certificate is not valid any more, for a reason. Insert-only: it never becomes valid again.

    .. pii: why a person's certificate was revoked
    .. pii_types: other
    .. pii_retirement: retained
    """

    certificate = models.OneToOneField(
        Certificate, verbose_name=_("certificate"), on_delete=models.PROTECT, related_name="revocation"
    )
    reason = models.CharField(_("reason"), max_length=500)
    revoked_at = models.DateTimeField(_("revoked at"))
    revoked_by = person_field(_("revoked by"))

    insert_only: ClassVar = ("update", "delete")

    class Meta:
        verbose_name = pgettext_lazy("certificate", "revocation")
        verbose_name_plural = pgettext_lazy("certificate", "revocations")

    def __str__(self) -> str:
        return str(self.certificate_id)


class CertificateSeries(models.Model):
    """The last number that was taken of a series: of one class, or of all places in the status lists.

    .. no_pii:
    """

    key = CodeField(_("series"), max_length=64, unique=True)
    last = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("certificate series")
        verbose_name_plural = _("certificate series")

    def __str__(self) -> str:
        return f"{self.key}: {self.last}"
