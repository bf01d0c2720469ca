"""The audit log, to read (9.2.3)."""

from __future__ import annotations

from typing import ClassVar

from django_filters import rest_framework as filters
from rest_framework import serializers

from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.rest import filters as by
from cadretrain_reports.rest.fields import Instant, UsernameOf
from cadretrain_reports.rest.resources import Listing


class AuditEntrySerializer(serializers.ModelSerializer[AuditEntry]):
    """One act, denial or reading of personal data."""

    at = Instant(read_only=True)
    actor = UsernameOf("actor", "Platform name of whoever acted; null for the site itself.")
    organization = serializers.CharField(read_only=True, help_text="Code of the body that the object belongs to.")

    class Meta:
        model = AuditEntry
        fields = (
            "at",
            "operation",
            "actor",
            "act",
            "outcome",
            "target_kind",
            "target_key",
            "organization",
            "reason",
            "details",
        )
        read_only_fields = fields


class AuditEntryFilters(by.Filters):
    """Entries by act, actor, outcome, object, body, operation or day."""

    act = filters.CharFilter(label="The act.")
    actor = filters.CharFilter(field_name="actor__username", label="Platform name of whoever acted.")
    outcome = by.one_of(AuditEntry.Outcome, "outcome", "What became of it.")
    target_kind = filters.CharFilter(label="Kind of the object.")
    target_key = filters.CharFilter(label="uuid or code of the object.")
    organization = filters.CharFilter(label="Code of the body.")
    operation = filters.UUIDFilter(label="Number of the operation, which all its entries share.")
    since = by.since("at")
    until = by.until("at")


class AuditEntries(Listing):
    """Who did, was denied, or read what (9.2.3). A department sees what touches bodies below it; all see their own."""

    queryset = AuditEntry.objects.select_related("actor")
    serializer_class = AuditEntrySerializer
    filterset_class = AuditEntryFilters
    usual_order: ClassVar[str] = "newest"
