"""What is issued, and the answers (5.2)."""

from __future__ import annotations

from django.contrib import admin

from cadretrain_reports import models
from cadretrain_reports.admin.base import PersonalAdmin, ReadOnlyAdmin


@admin.register(models.Issuance)
class IssuanceAdmin(ReadOnlyAdmin):
    """Plans, rules, programmes and circulars (5.2)."""

    list_display = ("title", "kind", "issuer", "year", "state", "in_force_from", "in_force_until")
    list_select_related = ("issuer",)
    list_filter = ("kind", "state", "year")
    search_fields = ("title", "number", "issuer__code")
    ordering = ("-pk",)


@admin.register(models.PlanLine)
class PlanLineAdmin(ReadOnlyAdmin):
    """What plans ask for (8.1)."""

    list_display = ("issuance", "number", "form", "over_years", "total_hours", "required_course_hours")
    list_select_related = ("issuance",)
    list_filter = ("form",)
    search_fields = ("issuance__title",)


@admin.register(models.Recipient)
class RecipientAdmin(PersonalAdmin):
    """To whom something was issued, and receipts (5.2)."""

    list_display = ("issuance", "organization", "named", "acknowledged_by", "acknowledged_at")
    list_select_related = ("issuance", "organization", "acknowledged_by")
    list_filter = ("named",)
    search_fields = ("organization__code", "issuance__title")


@admin.register(models.FulfilmentReport)
class FulfilmentReportAdmin(PersonalAdmin):
    """How plans were fulfilled (5.2)."""

    list_display = ("recipient", "reported_on", "state", "submitted_at", "decided_at")
    list_select_related = ("recipient",)
    list_filter = ("state",)
