"""Certificates of theme classes (3.11, 8.3.6)."""

from __future__ import annotations

from typing import ClassVar

from django.urls import reverse
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports.applets.certificates.api import Certificate
from cadretrain_reports.rest import filters as by
from cadretrain_reports.rest.fields import CodeOf, Instant, UuidOf
from cadretrain_reports.rest.inputs import Input, Text
from cadretrain_reports.rest.resources import Resource
from cadretrain_reports.workflows import certificates as workflow


class CertificateSerializer(serializers.ModelSerializer[Certificate]):
    """A certificate, and whether it was revoked; what it says is in its signed credential."""

    organization = CodeOf("registration.theme_class.institution", "Code of the institution.")
    theme_class = UuidOf("registration.theme_class", "The class.")
    trainee = UuidOf("registration.trainee", "Whose it is.")
    issued_at = Instant(read_only=True)
    revoked_at = Instant(
        source="revocation.revoked_at", read_only=True, allow_null=True, help_text="When it was revoked; null if valid."
    )
    reason = serializers.CharField(
        source="revocation.reason", read_only=True, allow_null=True, help_text="Why it was revoked."
    )
    replaces = UuidOf("replaces", "The revoked certificate whose place it takes, or null.", allow_null=True)
    file = serializers.SerializerMethodField(
        help_text="Where the PDF/A-3 with the credential inside is; null if revoked."
    )
    credential = serializers.JSONField(
        source="credential_data", read_only=True, help_text="Open Badges 3.0, with a proof by eddsa-jcs-2022."
    )

    class Meta:
        model = Certificate
        fields = (
            "uuid",
            "number",
            "organization",
            "theme_class",
            "trainee",
            "issued_at",
            "revoked_at",
            "reason",
            "replaces",
            "file",
            "credential",
        )
        read_only_fields = fields

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_file(self, certificate: Certificate) -> str | None:
        """Return the address of the file, which is handed out to whoever sees the certificate."""
        if hasattr(certificate, "revocation"):
            return None
        return reverse("cadretrain:certificate-file", args=(certificate.uuid,))


class Reason(Input):
    """Why."""

    reason = Text("The reason, which the certificate's page shows; at most 500 characters.")


class CertificateFilters(by.BodyFilters):
    """Certificates by institution, class, trainee, number or day."""

    body: ClassVar = "registration__theme_class__institution"

    theme_class = by.uuid_of("registration__theme_class", "The class.")
    trainee = by.uuid_of("registration__trainee", "Whose it is.")
    number = filters.CharFilter(label="Number of the certificate.")
    revoked = filters.BooleanFilter(
        field_name="revocation", lookup_expr="isnull", exclude=True, label="Whether it was revoked."
    )
    since = by.since("issued_at")
    until = by.until("issued_at")


class Certificates(Resource):
    """Certificates (8.3.6): seen by whose they are, by their units and by the class's staff; never changed."""

    queryset = Certificate.objects.select_related(
        "registration__trainee", "registration__theme_class__institution", "revocation", "replaces", "template"
    )
    serializer_class = CertificateSerializer
    filterset_class = CertificateFilters
    inputs: ClassVar = {"revoke": Reason, "reissue": Reason}

    @action(detail=True, methods=["post"])
    def revoke(self, _request: Request, **_address: str) -> Response:
        """Revoke a certificate for good, with the reason (8.3.6)."""
        return self.act(workflow.revoke_certificate)

    @action(detail=True, methods=["post"])
    def reissue(self, request: Request, **_address: str) -> Response:
        """Issue another in the place of a certificate, which is revoked; the answer is the new one (8.3.6)."""
        issued = workflow.reissue_certificate(request.user, self.get_object(), **self.given())
        return self.afterwards(issued, 201)
