"""What departments issue to those below them, and the plans of recipients below these (5.2, 8.1, 8.2.1)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, ClassVar

from django.db.models import Prefetch
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports.applets.plans.api import TEMPLATES, Issuance, PlanLine
from cadretrain_reports.rest import filters as by
from cadretrain_reports.rest.edge import Edge
from cadretrain_reports.rest.fields import CodeOf, Hours, Instant
from cadretrain_reports.rest.inputs import Nothing, Why
from cadretrain_reports.rest.plan_inputs import DraftContent, FromTemplate, NewDraft, Refining
from cadretrain_reports.rest.resources import Resource
from cadretrain_reports.workflows import plans as workflow


class PlanLineSerializer(serializers.ModelSerializer[PlanLine]):
    """What an annual plan asks, and of whom (8.1)."""

    cadre_categories = serializers.ListField(child=serializers.CharField(), read_only=True)
    total_hours = Hours(read_only=True)
    required_course_hours = Hours(read_only=True)
    elective_course_hours = Hours(read_only=True)
    courses = serializers.SlugRelatedField[Any](slug_field="uuid", many=True, read_only=True)

    class Meta:
        model = PlanLine
        fields = (
            "number",
            "form",
            "over_years",
            "cadre_categories",
            "highest_level",
            "lowest_level",
            "total_hours",
            "required_course_hours",
            "elective_course_hours",
            "note",
            "courses",
        )
        read_only_fields = fields


class IssuanceSerializer(serializers.ModelSerializer[Issuance]):
    """One edition of what was issued. To whom else it goes is not told."""

    organization = CodeOf("issuer", "Code of the body that issues it.")
    replaces = serializers.UUIDField(source="replaces.uuid", read_only=True, allow_null=True, default=None)
    refines = serializers.UUIDField(source="refines.uuid", read_only=True, allow_null=True, default=None)
    issued_at = Instant(read_only=True)
    withdrawn_at = Instant(read_only=True)
    lines = PlanLineSerializer(many=True, read_only=True)

    class Meta:
        model = Issuance
        fields = (
            "uuid",
            "kind",
            "organization",
            "number",
            "title",
            "text",
            "link",
            "year",
            "goals",
            "construction_targets",
            "valid_from",
            "valid_until",
            "to_all_below",
            "state",
            "in_force_from",
            "in_force_until",
            "replaces",
            "refines",
            "issued_at",
            "withdrawn_at",
            "reason",
            "lines",
        )
        read_only_fields = fields


class IssuanceFilters(by.BodyFilters):
    """Issuances by issuer, kind, state, year, or the day on which they were issued."""

    body: ClassVar = "issuer"

    kind = by.one_of(Issuance.Kind, "kind", "What it is.")
    state = by.one_of(Issuance.State, "state", "Where it stands.")
    year = by.in_year()
    since = by.since("issued_at")
    until = by.until("issued_at")


class Issuances(Resource):
    """Annual plans, rules (制度), programmes (规划) and circulars (通报) (5.2).

    Drafts are the issuer's alone. What was issued is seen by the issuer and the bodies above it, by recipients and all
    below them; an annual plan also by the trainees whom it touches.
    """

    queryset = Issuance.objects.select_related("issuer", "replaces", "refines").prefetch_related(
        Prefetch("lines", PlanLine.objects.order_by("number").prefetch_related("courses"))
    )
    serializer_class = IssuanceSerializer
    filterset_class = IssuanceFilters
    personal = False
    inputs: ClassVar = {
        "create": NewDraft,
        "update": DraftContent,
        "from_template": FromTemplate,
        "issue": Nothing,
        "amend": Nothing,
        "refine": Refining,
        "withdraw": Why,
    }

    def create(self, request: Request, **_address: str) -> Response:
        """Write a draft in the name of a department (5.2)."""
        return self.afterwards(workflow.draft(request.user, **self.given()), HTTPStatus.CREATED)

    @action(detail=False, methods=["post"], url_path="from-template")
    def from_template(self, request: Request, **_address: str) -> Response:
        """Begin an annual plan with a template, to be edited before it is issued (8.1)."""
        return self.afterwards(workflow.draft_from_template(request.user, **self.given()), HTTPStatus.CREATED)

    def update(self, request: Request, **_address: str) -> Response:
        """Write a draft anew (5.2)."""
        drafted, said = self.get_object(), self.given()
        return self.afterwards(workflow.change_draft(request.user, drafted, **said))

    @action(detail=True, methods=["post"])
    def issue(self, request: Request, **_address: str) -> Response:
        """Issue a draft (5.2); what refines a plan may ask for nothing less, the refusal names the line."""
        drafted = self.get_object()
        self.given()
        return self.afterwards(workflow.issue(request.user, drafted))

    @action(detail=True, methods=["post"])
    def amend(self, request: Request, **_address: str) -> Response:
        """Draft a new edition of what is issued (5.2); answers the draft."""
        issued = self.get_object()
        self.given()
        return self.afterwards(workflow.amend(request.user, issued), HTTPStatus.CREATED)

    @action(detail=True, methods=["post"])
    def refine(self, request: Request, **_address: str) -> Response:
        """Draft a recipient's own plan below an annual plan (5.2, 8.2.1); answers the draft."""
        issued, said = self.get_object(), self.given()
        return self.afterwards(workflow.refine(request.user, issued, **said), HTTPStatus.CREATED)

    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, **_address: str) -> Response:
        """Withdraw the newest edition, or give up a draft (5.2)."""
        issued, said = self.get_object(), self.given()
        return self.afterwards(workflow.withdraw(request.user, issued, **said))


class PlanTemplateSerializer(serializers.Serializer[Any]):
    """A plan to begin with."""

    key = serializers.CharField(help_text="By what it is named.")
    title = serializers.CharField(help_text="What it is called.")
    basis = serializers.CharField(help_text="Where its figures come from.")


class PlanTemplatesSerializer(serializers.Serializer[Any]):
    """All templates."""

    results = PlanTemplateSerializer(many=True)


class PlanTemplates(Edge):
    """Ready-made annual plans to begin with (8.1), by the regulation of 2023. For everybody with an account."""

    outputs: ClassVar = {"get": PlanTemplatesSerializer}

    def get(self, _request: Request) -> Response:
        """Answer the templates."""
        rows = [{"key": key, "title": one.title, "basis": one.source} for key, one in TEMPLATES.items()]
        return Response(PlanTemplatesSerializer({"results": rows}).data)
