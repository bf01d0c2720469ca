"""Certificates, their revocation, and what they look like (8.3.6)."""

from __future__ import annotations

from django.contrib import admin

from cadretrain_reports import models
from cadretrain_reports.admin.base import PersonalAdmin, ReadOnlyAdmin


@admin.register(models.Certificate)
class CertificateAdmin(PersonalAdmin):
    """What was issued (3.11)."""

    list_display = ("number", "registration", "issued_at", "replaces")
    list_select_related = ("registration", "replaces")
    search_fields = ("number",)
    exclude = ("public_id", "facts", "credential")


@admin.register(models.CertificateRevocation)
class CertificateRevocationAdmin(PersonalAdmin):
    """What was revoked, and why."""

    list_display = ("certificate", "reason", "revoked_at")
    list_select_related = ("certificate",)
    search_fields = ("certificate__number",)


@admin.register(models.CertificateTemplate)
class CertificateTemplateAdmin(ReadOnlyAdmin):
    """What institutions' certificates look like, version by version."""

    list_display = ("institution", "version", "basis", "made_at")
    list_select_related = ("institution",)
    search_fields = ("institution__code",)
