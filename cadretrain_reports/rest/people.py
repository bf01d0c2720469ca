"""Trainees and their basic information (6.1.1, 6.1.3)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, ClassVar, Final

from django.views.decorators.debug import sensitive_variables
from django_filters import rest_framework as filters
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports.applets.people.api import BasicInformation, Trainee, TraineeSpell
from cadretrain_reports.rest import filters as by
from cadretrain_reports.rest.fields import CodeOf, Instant, UuidOf
from cadretrain_reports.rest.inputs import Input, MayBeEmpty, NeededReason, Reason, Text
from cadretrain_reports.rest.organization_inputs import a_body
from cadretrain_reports.rest.resources import Listing, Parent
from cadretrain_reports.rest.veil import VeiledResource, VeiledSerializer, among_wholly_seen
from cadretrain_reports.workflows import trainees

VEILED: Final = (
    "code",
    "managing_department",
    "position_level",
    "cadre_category",
    "ethnicity",
    "political_status",
    "identity_masked",
)
"""What a class's staff does not see of the trainees in it."""


class TraineeSerializer(VeiledSerializer[Trainee]):
    """Basic information of a trainee. Whoever sees the person only as a member of a class gets the rest as null."""

    veiled: ClassVar = frozenset(VEILED)

    organization = CodeOf("unit", "Code of the employing unit.")
    managing_department = CodeOf(
        "managing_department", "Code of the department that manages the person (5.1).", allow_null=True
    )

    class Meta:
        model = Trainee
        fields = ("uuid", "name", "organization", "position", "rank", *VEILED)
        read_only_fields = fields
        extra_kwargs = {name: {"allow_null": True} for name in VEILED}


class Information(Input):
    """What a unit enters of a person (6.1.3)."""

    position = MayBeEmpty("Position (职务).")
    rank = MayBeEmpty("Rank (职级), of the known ladders or a local one.")
    position_level = MayBeEmpty("Code or name of the level of position.")
    cadre_category = MayBeEmpty("Category of cadre.")
    ethnicity = MayBeEmpty("Code or name (GB/T 3304).")
    political_status = MayBeEmpty("Code or name (GB/T 4762).")


class NewTrainee(Information):
    """A person to be recorded."""

    code = Text("The agreed identifier, for good.")
    name = Text("The person's name.")
    organization = a_body("Code of the employing unit.", source="unit")
    managing_department = a_body(
        "Code of the managing department; the nearest above the unit if null.",
        required=False,
        allow_null=True,
        default=None,
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return what the workflow takes."""
        bodies = {name: attrs.pop(name) for name in ("unit", "managing_department")}
        return {"information": BasicInformation(**attrs), **bodies}


class ChangedTrainee(Information):
    """What is to be different; the rest stays as it is."""

    name = Text("The person's name.", required=False)
    reason = Reason()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return what the workflow takes."""
        return {"reason": attrs.pop("reason"), "changes": attrs}


class Reassignment(Input):
    """Who is to manage a trainee."""

    managing_department = Text("Code of the department that manages the person from now on (5.1).")
    reason = NeededReason()


class IdentityNumber(Input):
    """A citizen identity number (R10); it is kept as the site keeps it, and never answered."""

    identity_number = Text("18 characters.", source="number", write_only=True)


class TraineeFilters(by.BodyFilters):
    """Trainees by unit, code, name, or managing department."""

    body: ClassVar = "unit"

    code = filters.CharFilter(method=among_wholly_seen, label="The agreed identifier.")
    name = by.contains("name", "Part of the name.")
    managing_department = filters.CharFilter(
        field_name="managing_department__code", method=among_wholly_seen, label="Code of the managing department."
    )


class Trainees(VeiledResource):
    """Trainees (6.1.3).

    Units, their departments and the institutions that serve them see all basic information; the staff of a class that
    the trainee is in sees name, unit, position and rank (8.3.4).
    """

    queryset = Trainee.objects.select_related("unit", "managing_department")
    serializer_class = TraineeSerializer
    filterset_class = TraineeFilters
    inputs: ClassVar = {
        "create": NewTrainee,
        "partial_update": ChangedTrainee,
        "identity": IdentityNumber,
        "reassign": Reassignment,
    }

    def create(self, request: Request, **_address: str) -> Response:
        """Record a trainee whom a unit dispatches (6.1.1)."""
        added = trainees.add_trainee(request.user, **self.given())
        return self.afterwards(added, HTTPStatus.CREATED)

    def partial_update(self, request: Request, **_address: str) -> Response:
        """Bring basic information up to date (6.1.3); the identifier stays."""
        trainee, said = self.get_object(), self.given()
        trainees.change_trainee(request.user, trainee, **said)
        return self.afterwards(trainee)

    @action(detail=True, methods=["put"])
    @sensitive_variables("said")
    def identity(self, request: Request, **_address: str) -> Response:
        """Keep the identity number (6.1.3, R10); of it only the masked form is ever answered."""
        trainee, said = self.get_object(), self.given()
        trainees.set_identity(request.user, trainee, **said)
        return self.afterwards(trainee)

    @action(detail=True, methods=["post"])
    def reassign(self, request: Request, **_address: str) -> Response:
        """Have another department manage the trainee, who stays at the unit (5.1: 省管干部)."""
        trainee, said = self.get_object(), self.given()
        trainees.reassign(request.user, trainee, **said)
        return self.afterwards(trainee)


class TraineeSpellSerializer(serializers.ModelSerializer[TraineeSpell]):
    """Where a trainee stood for a while."""

    trainee = UuidOf("trainee", "The trainee.")
    organization = CodeOf("unit", "Code of the employing unit of that time.")
    managing_department = CodeOf("managing_department", "Code of the managing department of that time.")
    since = Instant(read_only=True)
    until = Instant(read_only=True, help_text="Null while it is so.")

    class Meta:
        model = TraineeSpell
        fields = (
            "trainee",
            "organization",
            "managing_department",
            "position",
            "position_level",
            "rank",
            "cadre_category",
            "since",
            "until",
        )
        read_only_fields = fields


class TraineeHistory(Listing):
    """Units, positions and ranks that a trainee has had, one row for each change (6.1.3, 9.1.2, R9)."""

    queryset = TraineeSpell.objects.select_related("trainee", "unit", "managing_department")
    serializer_class = TraineeSpellSerializer
    parent = Parent(Trainee.objects.all(), "uuid", "trainee")
