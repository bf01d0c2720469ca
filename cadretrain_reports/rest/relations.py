"""Whom institutions serve, and what bodies hand on to others (5.3, 5.4, 6.1.3)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django_filters import rest_framework as filters
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports.applets.organizations.api import Delegation, Organization, Service
from cadretrain_reports.rest import filters as by
from cadretrain_reports.rest.fields import CodeOf, Instant, Seen
from cadretrain_reports.rest.inputs import Input, Reason, Why
from cadretrain_reports.rest.organization_inputs import a_body
from cadretrain_reports.rest.resources import Resource
from cadretrain_reports.scopes.api import in_scope
from cadretrain_reports.workflows import bodies


class ServiceSerializer(serializers.ModelSerializer[Service]):
    """A training institution serves an employing unit and all bodies below it."""

    organization = CodeOf("institution", "Code of the training institution.")
    unit = CodeOf("unit", "Code of the employing unit.")
    since = Instant(read_only=True)
    until = Instant(read_only=True, help_text="Null while it stands.")

    class Meta:
        model = Service
        fields = ("uuid", "organization", "unit", "since", "until")
        read_only_fields = fields


class Met(Seen):
    """A body in the caller's scope, or an institution that serves one there: the service has told its code."""

    def get_queryset(self) -> QuerySet[Any]:
        """Return the bodies that the caller has met."""
        serving = in_scope(Service.objects.all(), self.context["request"].user).values("institution")
        seen = super().get_queryset().values("pk")
        met: QuerySet[Any] = Organization.objects.filter(Q(pk__in=seen) | Q(pk__in=serving))
        return met


class NewService(Input):
    """Who is to serve whom."""

    organization = Met(
        slug_field="code",
        queryset=Organization.objects.all(),
        source="institution",
        help_text="Code of the training institution.",
    )
    unit = a_body("Code of the employing unit.")


class ServiceFilters(by.BodyFilters):
    """Services by institution or unit."""

    body: ClassVar = "institution"

    unit = filters.CharFilter(field_name="unit__code", label="Code of the unit that is served.")
    standing = by.standing()


class Services(Resource):
    """Which institution serves which unit (5.3, 5.4): each of the two sees it, and whoever sees either."""

    queryset = Service.objects.select_related("institution", "unit")
    serializer_class = ServiceSerializer
    filterset_class = ServiceFilters
    personal = False
    inputs: ClassVar = {"create": NewService, "end": Why}

    def create(self, _request: Request, **_address: str) -> Response:
        """Let a training institution serve a unit and all below it (5.3, 5.4); the same again changes nothing."""
        return self.begin(bodies.set_service)

    @action(detail=True, methods=["post"])
    def end(self, _request: Request, **_address: str) -> Response:
        """End a service (5.3); one that has ended stays as it is."""
        return self.act(bodies.end_service)


class DelegationSerializer(serializers.ModelSerializer[Delegation]):
    """One body lets another do what is its own to do."""

    organization = CodeOf("giver", "Code of the body that gives.")
    receiver = CodeOf("receiver", "Code of the body that is given to.")
    since = Instant(read_only=True)
    until = Instant(read_only=True, help_text="Null while it stands.")

    class Meta:
        model = Delegation
        fields = ("uuid", "kind", "organization", "receiver", "since", "until", "reason")
        read_only_fields = fields


class NewDelegation(Input):
    """Who is to do what for whom."""

    kind = serializers.ChoiceField(Delegation.Kind.choices, help_text="What is handed on.")
    organization = a_body("Code of the body that gives.", source="giver")
    receiver = Met(
        slug_field="code", queryset=Organization.objects.all(), help_text="Code of the body that is given to."
    )
    reason = Reason()


class DelegationFilters(by.BodyFilters):
    """Delegations by kind, giver or receiver."""

    body: ClassVar = "giver"

    kind = by.one_of(Delegation.Kind, "kind", "What is handed on.")
    receiver = filters.CharFilter(field_name="receiver__code", label="Code of the body that is given to.")
    standing = by.standing()


class Delegations(Resource):
    """Which body lets which other maintain trainees or keep up accounts (6.1.3): seen from both sides."""

    queryset = Delegation.objects.select_related("giver", "receiver")
    serializer_class = DelegationSerializer
    filterset_class = DelegationFilters
    personal = False
    inputs: ClassVar = {"create": NewDelegation, "withdraw": Why}

    def create(self, _request: Request, **_address: str) -> Response:
        """Let one body do what is another's to do (6.1.3); the same again changes nothing."""
        return self.begin(bodies.delegate)

    @action(detail=True, methods=["post"])
    def withdraw(self, _request: Request, **_address: str) -> Response:
        """Take a delegation back (6.1.3); one that was taken back stays as it is."""
        return self.act(bodies.withdraw)
