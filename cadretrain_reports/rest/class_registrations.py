"""Who is in which theme class, what has been decided on them, and which places units have (8.3.1, 8.3.3)."""

from __future__ import annotations

from typing import ClassVar

from django.db.models import Prefetch
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports.applets.theme_classes.api import (
    ClassPlaces,
    ClassRegistration,
    ClassStep,
    RegistrationStep,
    ThemeClass,
    TrainingPlan,
)
from cadretrain_reports.rest import filters as by
from cadretrain_reports.rest.class_inputs import Opinion
from cadretrain_reports.rest.fields import CodeOf, Instant, UsernameOf, UuidOf
from cadretrain_reports.rest.inputs import Why
from cadretrain_reports.rest.resources import Listing, Parent, Resource
from cadretrain_reports.workflows import registrations as workflow


class RegistrationStepSerializer(serializers.ModelSerializer[RegistrationStep]):
    """One step of a registration."""

    by = UsernameOf("by", "Platform name of whoever took it; null where it followed from another.")
    at = Instant(read_only=True)

    class Meta:
        model = RegistrationStep
        fields = ("from_state", "state", "by", "at", "reason")
        read_only_fields = fields


class ClassRegistrationSerializer(serializers.ModelSerializer[ClassRegistration]):
    """One trainee in one class."""

    theme_class = UuidOf("theme_class", "The class.")
    trainee = UuidOf("trainee", "Who is in it.")
    trainee_name = serializers.CharField(source="trainee.name", read_only=True, help_text="The trainee's name.")
    organization = CodeOf("trainee.unit", "Code of the trainee's unit.")
    registered_at = Instant(read_only=True)
    confirmed_at = Instant(read_only=True, allow_null=True)
    steps = RegistrationStepSerializer(many=True, read_only=True)

    class Meta:
        model = ClassRegistration
        fields = (
            "uuid",
            "theme_class",
            "trainee",
            "trainee_name",
            "organization",
            "way",
            "state",
            "waiting_number",
            "registered_at",
            "confirmed_at",
            "reason",
            "steps",
        )
        read_only_fields = fields


class ClassRegistrationFilters(by.BodyFilters):
    """Registrations by unit, class, trainee or state."""

    body: ClassVar = "trainee__unit"

    theme_class = by.uuid_of("theme_class", "The class.")
    trainee = by.uuid_of("trainee", "Who is in it.")
    state = by.one_of(ClassRegistration.State, "state", "Where it stands.")


class ClassRegistrations(Resource):
    """Who is in which class (8.3.3): the class's staff sees all of it, a unit its own trainees."""

    queryset = ClassRegistration.objects.select_related(
        "theme_class__institution", "trainee__unit", "trainee__managing_department", "unit"
    ).prefetch_related(Prefetch("steps", RegistrationStep.objects.select_related("by").order_by("pk")))
    serializer_class = ClassRegistrationSerializer
    filterset_class = ClassRegistrationFilters
    inputs: ClassVar = {"endorse": Opinion, "approve": Opinion, "refuse": Why, "withdraw": Why}

    @action(detail=True, methods=["post"])
    def endorse(self, _request: Request, **_address: str) -> Response:
        """Say for the unit that somebody who applied may go (8.3.3)."""
        return self.act(workflow.endorse_registration)

    @action(detail=True, methods=["post"])
    def approve(self, _request: Request, **_address: str) -> Response:
        """Let a person in, or onto the waiting list where all places are taken (8.3.3)."""
        return self.act(workflow.approve_registration)

    @action(detail=True, methods=["post"])
    def refuse(self, _request: Request, **_address: str) -> Response:
        """Turn a person down, with the reason (8.3.3)."""
        return self.act(workflow.refuse_registration)

    @action(detail=True, methods=["post"])
    def withdraw(self, _request: Request, **_address: str) -> Response:
        """Take a person out, with the reason; who waits longest moves up while registration lasts (8.3.3)."""
        return self.act(workflow.withdraw_registration)


class ClassStepSerializer(serializers.ModelSerializer[ClassStep]):
    """One step in the life of a class."""

    organization = CodeOf("theme_class.institution", "Code of the institution that carries the class out.")
    by = UsernameOf("by", "Platform name of whoever took it.")
    at = Instant(read_only=True)

    class Meta:
        model = ClassStep
        fields = ("organization", "from_state", "state", "by", "at", "reason")
        read_only_fields = fields


class ClassHistory(Listing):
    """The steps of a class, by whom and why (8.3)."""

    queryset = ClassStep.objects.select_related("by", "theme_class__institution")
    serializer_class = ClassStepSerializer
    parent = Parent(ThemeClass.objects.all(), "uuid", "theme_class")


class ClassPlacesSerializer(serializers.ModelSerializer[ClassPlaces]):
    """The places of a unit in a class."""

    theme_class = UuidOf("theme_class", "The class.")
    organization = CodeOf("unit", "Code of the unit.")
    allotted_at = Instant(read_only=True)

    class Meta:
        model = ClassPlaces
        fields = ("uuid", "theme_class", "organization", "places", "allotted_at")
        read_only_fields = fields


class ClassPlacesFilters(by.BodyFilters):
    """Places by unit or class."""

    body: ClassVar = "unit"

    theme_class = by.uuid_of("theme_class", "The class.")


class ClassPlacesList(Resource):
    """How many people units may name for assigned classes (8.3.1)."""

    queryset = ClassPlaces.objects.select_related("theme_class", "unit")
    serializer_class = ClassPlacesSerializer
    filterset_class = ClassPlacesFilters


class TrainingPlanSerializer(serializers.ModelSerializer[TrainingPlan]):
    """The hosts' training plan of a class."""

    theme_class = UuidOf("theme_class", "The class.")
    organization = CodeOf("host", "Code of the host that drew it up.")
    drawn_up_by = UsernameOf("drawn_up_by", "Platform name of whoever drew it up.")
    drawn_up_at = Instant(read_only=True)
    approved_by = UsernameOf("approved_by", "Platform name of whoever approved it.")
    approved_at = Instant(read_only=True, allow_null=True)

    class Meta:
        model = TrainingPlan
        fields = (
            "theme_class",
            "organization",
            "number",
            "text",
            "state",
            "drawn_up_by",
            "drawn_up_at",
            "approved_by",
            "approved_at",
        )
        read_only_fields = fields


class TrainingPlanFilters(by.BodyFilters):
    """Training plans by host or class."""

    body: ClassVar = "host"

    theme_class = by.uuid_of("theme_class", "The class.")


class TrainingPlans(Listing):
    """The hosts' training plans of classes (8.3.1): one of each class that began with one."""

    queryset = TrainingPlan.objects.select_related("theme_class", "host", "drawn_up_by", "approved_by")
    serializer_class = TrainingPlanSerializer
    filterset_class = TrainingPlanFilters
