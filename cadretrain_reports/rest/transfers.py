"""Transfers between units and hand-overs beyond the platform (6.1.3)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, ClassVar

from django_filters import rest_framework as filters
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports import conf
from cadretrain_reports.applets.transfers.api import HandOver, Transfer, handed_over
from cadretrain_reports.offline.handover import seal_digest
from cadretrain_reports.rest import filters as by
from cadretrain_reports.rest.fields import CodeOf, Instant, UsernameOf, UuidOf
from cadretrain_reports.rest.resources import Resource
from cadretrain_reports.rest.transfer_inputs import Agreement, Leave, NewTransfer, Order, Refusal
from cadretrain_reports.workflows import transfer as workflow
from cadretrain_reports.workflows.handover import hand_over


class TransferSerializer(serializers.ModelSerializer[Transfer]):
    """One trainee's way from one unit to another. Both units see who it is."""

    trainee = UuidOf("trainee", "Who moves.")
    trainee_name = serializers.CharField(source="trainee.name", read_only=True, help_text="The trainee's name.")
    organization = CodeOf("from_unit", "Code of the unit that the trainee leaves.")
    to_unit = CodeOf("to_unit", "Code of the unit that takes the trainee on.")
    asked_for = CodeOf("asked_for", "Code of the body that asked.")
    managing_department = CodeOf("managing_department", "Code of the managing department afterwards.")
    asked_by = UsernameOf("asked_by", "Platform name of whoever asked.")
    asked_at = Instant(read_only=True)
    decided_by = UsernameOf("decided_by", "Platform name of whoever answered.")
    decided_at = Instant(read_only=True)

    class Meta:
        model = Transfer
        fields = (
            "uuid",
            "trainee",
            "trainee_name",
            "organization",
            "to_unit",
            "asked_for",
            "managing_department",
            "position",
            "state",
            "reason",
            "asked_by",
            "asked_at",
            "decided_by",
            "decided_at",
            "answer",
        )
        read_only_fields = fields


class TransferFilters(by.BodyFilters):
    """Transfers by the unit left, the unit joined, trainee, state, or the day on which they were asked for."""

    body: ClassVar = "from_unit"

    to_unit = filters.CharFilter(field_name="to_unit__code", label="Code of the unit that takes the trainee on.")
    trainee = by.uuid_of("trainee", "Who moves.")
    state = by.one_of(Transfer.State, "state", "Where it stands.")
    since = by.since("asked_at")
    until = by.until("asked_at")


class Transfers(Resource):
    """Transfers (6.1.3), seen by the trainee's side and by both units; what the old unit had stays with it (R9)."""

    queryset = Transfer.objects.select_related(
        "trainee", "from_unit", "to_unit", "asked_for", "managing_department", "asked_by", "decided_by"
    )
    serializer_class = TransferSerializer
    filterset_class = TransferFilters
    inputs: ClassVar = {
        "create": NewTransfer,
        "accept": Agreement,
        "decide": Order,
        "refuse": Refusal,
        "withdraw": Agreement,
    }

    def create(self, request: Request, **_address: str) -> Response:
        """Ask for a transfer (6.1.3): the unit that lets the trainee go, or the one that takes them on.

        The one names the trainee by `trainee`; the other, who does not see the trainee yet, by both `code` and `name`.
        """
        said = self.given()
        ask = workflow.ask_to_leave if "trainee" in said else workflow.ask_to_join
        return self.afterwards(ask(request.user, **said), HTTPStatus.CREATED)

    @action(detail=True, methods=["post"])
    def accept(self, _request: Request, **_address: str) -> Response:
        """Agree for the other unit (6.1.3): from this moment on the trainee is at the new one."""
        return self.act(workflow.accept_transfer)

    @action(detail=True, methods=["post"])
    def decide(self, _request: Request, **_address: str) -> Response:
        """Order the transfer as a department above both units (5.1, 6.1.3)."""
        return self.act(workflow.decide_transfer)

    @action(detail=True, methods=["post"])
    def refuse(self, _request: Request, **_address: str) -> Response:
        """Refuse for the other unit, or as a department above both (6.1.3)."""
        return self.act(workflow.refuse_transfer)

    @action(detail=True, methods=["post"])
    def withdraw(self, _request: Request, **_address: str) -> Response:
        """Take the request back for the unit that made it (6.1.3)."""
        return self.act(workflow.withdraw_transfer)


class HandOverSerializer(serializers.ModelSerializer[HandOver]):
    """That training data left in a signed package, or came in with one."""

    trainee = UuidOf("trainee", "Whose data it is.")
    organization = CodeOf("trainee.unit", "Code of the trainee's unit.")
    by = UsernameOf("by", "Platform name of whoever did it.")
    at = Instant(read_only=True)

    class Meta:
        model = HandOver
        fields = ("uuid", "trainee", "organization", "direction", "place", "signer", "digest", "by", "at")
        read_only_fields = fields


class HandedOverSerializer(HandOverSerializer):
    """That training data left, and in which package."""

    package = serializers.CharField(
        read_only=True, help_text="Name of the folder among the site's packages; the site operator sends it."
    )

    class Meta:
        model = HandOver
        fields = (*HandOverSerializer.Meta.fields, "package")
        read_only_fields = fields


class HandOverFilters(by.TraineeFilters):
    """Hand-overs by unit, trainee, direction or day."""

    direction = by.one_of(HandOver.Direction, "direction", "Which way it went.")
    since = by.since("at")
    until = by.until("at")


class HandOvers(Resource):
    """Training data of trainees who left for a place off this platform, or came from one (6.1.3)."""

    queryset = HandOver.objects.select_related("trainee__unit", "by")
    serializer_class = HandOverSerializer
    filterset_class = HandOverFilters
    inputs: ClassVar = {"create": Leave}
    outputs: ClassVar = {"create": HandedOverSerializer}

    def create(self, request: Request, **_address: str) -> Response:
        """Write a trainee's whole archive as a signed package for another place (6.1.3); the account is suspended."""
        package = hand_over(request.user, **self.given(), directory=conf.export_root())
        kept: Any = handed_over(seal_digest(package))
        kept.package = package.name
        return Response(HandedOverSerializer(kept).data, status=HTTPStatus.CREATED)
