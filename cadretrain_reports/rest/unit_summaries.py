"""Summaries of units over the API (8.2.4)."""

from __future__ import annotations

from typing import Any, ClassVar

from django_filters import rest_framework as filters
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports.applets.summaries.api import UnitSummary
from cadretrain_reports.rest import filters as by
from cadretrain_reports.rest.fields import CodeOf, Instant, UsernameOf
from cadretrain_reports.rest.inputs import Input, MayBeEmpty, Nothing, Text
from cadretrain_reports.rest.organization_inputs import a_body
from cadretrain_reports.rest.resources import Resource
from cadretrain_reports.workflows import summaries as workflow


class _SumOfHours(serializers.DecimalField):
    """Hours of many people as decimal text, whatever the host has set for decimals."""

    def __init__(self, help_text: str) -> None:
        super().__init__(max_digits=12, decimal_places=2, coerce_to_string=True, read_only=True, help_text=help_text)


class UnitSummarySerializer(serializers.ModelSerializer[UnitSummary]):
    """What a unit says of a year; its figures are those of the moment of submission, zero before."""

    organization = CodeOf("unit", "Code of the unit.")
    receiver = CodeOf("receiver", "Code of the institution or department to which it is submitted.")
    total_hours = _SumOfHours("Online credit-hours of all.")
    face_to_face = _SumOfHours("Hours of face-to-face training, kept apart.")
    outside = _SumOfHours("Hours of training elsewhere, kept apart.")
    written_by = UsernameOf("written_by", "Platform name of whoever wrote it.")
    written_at = Instant(read_only=True)
    submitted_at = Instant(read_only=True)
    decided_by = UsernameOf("decided_by", "Platform name of whoever received or returned it.")
    decided_at = Instant(read_only=True)

    class Meta:
        model = UnitSummary
        fields = (
            "uuid",
            "organization",
            "receiver",
            "year",
            "text",
            "trainees",
            "asked",
            "met",
            "lagging",
            "total_hours",
            "face_to_face",
            "outside",
            "state",
            "written_by",
            "written_at",
            "submitted_at",
            "decided_by",
            "decided_at",
            "answer",
        )
        read_only_fields = fields


class ChangedSummary(Input):
    """What is said, and to whom."""

    receiver = Text("Code of an institution that serves the unit, or of a department at or above it.")
    text = MayBeEmpty("What there is to say; at most 4000 characters.", default="")


class NewSummary(ChangedSummary):
    """What a unit says of a year."""

    organization = a_body("Code of the unit.", source="unit")
    year = serializers.IntegerField(help_text="Annual period.")


class ReceivedSummary(Input):
    """What there is to say to what is received."""

    answer = MayBeEmpty("What there is to say; at most 500 characters.", default="")


class ReturnedSummary(Input):
    """Why a summary is returned."""

    answer = Text("The reason; at most 500 characters.")


class UnitSummaryFilters(by.BodyFilters):
    """Summaries by unit, receiver, year or state."""

    body: ClassVar = "unit"

    receiver = filters.CharFilter(field_name="receiver__code", label="Code of the body to which it is submitted.")
    year = by.in_year()
    state = by.one_of(UnitSummary.State, "state", "Where it is.")


class UnitSummaries(Resource):
    """Summaries of units (8.2.4): drafts are seen by the unit, what is submitted also by its receiver and above."""

    queryset = UnitSummary.objects.select_related("unit", "receiver", "written_by", "decided_by")
    serializer_class = UnitSummarySerializer
    filterset_class = UnitSummaryFilters
    inputs: ClassVar[Any] = {
        "create": NewSummary,
        "partial_update": ChangedSummary,
        "submit": Nothing,
        "receive": ReceivedSummary,
        "return_": ReturnedSummary,
    }

    def create(self, _request: Request, **_address: str) -> Response:
        """Begin a summary of a unit's year, as a draft (8.2.4)."""
        return self.begin(workflow.write_summary)

    def partial_update(self, _request: Request, **_address: str) -> Response:
        """Say something else in a draft, or in what was returned (8.2.4)."""
        return self.act(workflow.change_summary)

    @action(detail=True, methods=["post"])
    def submit(self, _request: Request, **_address: str) -> Response:
        """Submit it with the figures of now, which never change from then on (8.2.4)."""
        return self.act(workflow.submit_summary)

    @action(detail=True, methods=["post"])
    def receive(self, _request: Request, **_address: str) -> Response:
        """Take it in for its receiver (8.2.4)."""
        return self.act(workflow.receive_summary)

    @action(detail=True, methods=["post"], url_path="return", url_name="return")
    def return_(self, _request: Request, **_address: str) -> Response:
        """Return it with the reason (8.2.4)."""
        return self.act(workflow.return_summary)
