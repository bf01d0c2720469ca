"""Training needs that units hand in (5.4)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, ClassVar

from django_filters import rest_framework as filters
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports.applets.needs.api import Need, TrainingNeed
from cadretrain_reports.rest import filters as by
from cadretrain_reports.rest.fields import CodeOf, Hours, Instant, UsernameOf
from cadretrain_reports.rest.inputs import Input, MayBeEmpty, Nothing, Text
from cadretrain_reports.rest.organization_inputs import a_body
from cadretrain_reports.rest.resources import Resource
from cadretrain_reports.workflows import needs as workflow


class TrainingNeedSerializer(serializers.ModelSerializer[TrainingNeed]):
    """What training a unit needs, and what is done about it."""

    organization = CodeOf("unit", "Code of the unit.")
    receiver = CodeOf("receiver", "Code of the institution or department to which it is handed in.")
    credit_hours = Hours(read_only=True, allow_null=True, help_text="Wanted hours, or null.")
    stated_by = UsernameOf("stated_by", "Platform name of whoever stated it.")
    stated_at = Instant(read_only=True)
    handed_in_at = Instant(read_only=True)
    collected_by = UsernameOf("collected_by", "Platform name of whoever answered.")
    collected_at = Instant(read_only=True)

    class Meta:
        model = TrainingNeed
        fields = (
            "uuid",
            "organization",
            "receiver",
            "year",
            "topic",
            "cadre_category",
            "trainees",
            "form",
            "credit_hours",
            "details",
            "state",
            "stated_by",
            "stated_at",
            "handed_in_at",
            "answer",
            "collected_by",
            "collected_at",
        )
        read_only_fields = fields


class Needed(Input):
    """What is needed."""

    receiver = Text("Code of an institution that serves the unit, or of a department at or above it.")
    year = serializers.IntegerField(help_text="Annual period.")
    topic = Text("On what.")
    cadre_category = MayBeEmpty("For what category of cadres; empty for any.", default="")
    trainees = serializers.IntegerField(help_text="For how many.")
    form = serializers.ChoiceField(TrainingNeed.Form.choices, help_text="In which form.")
    credit_hours = Hours(allow_null=True, default=None, help_text="Of how many hours, or null.")
    details = MayBeEmpty("What there is to say besides; at most 2000 characters.", default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return what the workflow takes."""
        named: dict[str, Any] = {name: attrs.pop(name) for name in ("receiver", "unit") if name in attrs}
        return {**named, "need": Need(**attrs)}


class NewNeed(Needed):
    """What a unit needs."""

    organization = a_body("Code of the unit.", source="unit")


class Collected(Input):
    """What is done about a need."""

    answer = Text("What is done; at most 1000 characters.")


class TrainingNeedFilters(by.BodyFilters):
    """Needs by unit, receiver, year, form or state."""

    body: ClassVar = "unit"

    receiver = filters.CharFilter(field_name="receiver__code", label="Code of the body to which it is handed in.")
    year = by.in_year()
    form = by.one_of(TrainingNeed.Form, "form", "In which form.")
    state = by.one_of(TrainingNeed.State, "state", "Where it is.")


class TrainingNeeds(Resource):
    """What training units need (5.4): drafts are seen by the unit, what is handed in also by its receiver and above."""

    queryset = TrainingNeed.objects.select_related("unit", "receiver", "stated_by", "collected_by")
    serializer_class = TrainingNeedSerializer
    filterset_class = TrainingNeedFilters
    inputs: ClassVar = {
        "create": NewNeed,
        "partial_update": Needed,
        "hand_in": Nothing,
        "withdraw": Nothing,
        "collect": Collected,
    }

    def create(self, request: Request, **_address: str) -> Response:
        """State what a unit needs, as a draft (5.4)."""
        return self.afterwards(workflow.state_need(request.user, **self.given()), HTTPStatus.CREATED)

    def partial_update(self, request: Request, **_address: str) -> Response:
        """Put something else in the place of a draft (5.4)."""
        current, said = self.get_object(), self.given()
        return self.afterwards(workflow.change_need(request.user, current, **said))

    @action(detail=True, methods=["post"], url_path="hand-in", url_name="hand-in")
    def hand_in(self, request: Request, **_address: str) -> Response:
        """Hand a draft in to its receiver (5.4)."""
        need = self.get_object()
        self.given()
        return self.afterwards(workflow.hand_need_in(request.user, need))

    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, **_address: str) -> Response:
        """Take back what nobody has collected yet (5.4)."""
        need = self.get_object()
        self.given()
        return self.afterwards(workflow.withdraw_need(request.user, need))

    @action(detail=True, methods=["post"])
    def collect(self, request: Request, **_address: str) -> Response:
        """Say for the receiver what is done about a need (5.3, 5.4)."""
        need, said = self.get_object(), self.given()
        return self.afterwards(workflow.collect_need(request.user, need, **said))
