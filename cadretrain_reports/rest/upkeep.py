"""What belongs to the upkeep of an account: instruction and relief, and who accepted the rules (6.1.2, 6.3.3)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, ClassVar

from django_filters import rest_framework as filters
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.applets.upkeep.api import Instruction, Relief, ReliefRequest, RulesAcceptance
from cadretrain_reports.rest import filters as by
from cadretrain_reports.rest.fields import CodeOf, Day, Hours, Instant, Seen, SeenEach, UsernameOf, UuidOf
from cadretrain_reports.rest.inputs import Input, MayBeEmpty, Nothing, Text
from cadretrain_reports.rest.resources import Listing, Resource
from cadretrain_reports.workflows import upkeep as workflow


class InstructionSerializer(serializers.ModelSerializer[Instruction]):
    """That a trainee was instructed."""

    trainee = UuidOf("trainee", "Who was instructed.")
    organization = CodeOf("trainee.unit", "Code of the trainee's unit.")
    by = UsernameOf("by", "Platform name of whoever wrote it down.")
    recorded_at = Instant(read_only=True)

    class Meta:
        model = Instruction
        fields = ("uuid", "trainee", "organization", "kind", "held_on", "by", "recorded_at", "note")
        read_only_fields = fields


class InstructionsSerializer(serializers.Serializer[Any]):
    """What was recorded of a session, one row for each trainee."""

    results = InstructionSerializer(many=True)


class Session(Input):
    """Who was instructed together, in what, and when (6.3.3)."""

    trainees = SeenEach(Trainee.objects.select_related("unit", "managing_department"), "Who was there, up to 200.")
    kind = serializers.ChoiceField(Instruction.Kind.choices, help_text="In what.")
    held_on = Day("On which day.")
    note = MayBeEmpty("Where and by whom, for instance.", default="")


class InstructionFilters(by.TraineeFilters):
    """Instructions by unit, trainee, kind or day."""

    kind = by.one_of(Instruction.Kind, "kind", "In what.")
    since = by.from_day("held_on")
    until = by.to_day("held_on")


class Instructions(Resource):
    """Who was instructed in secrecy or in the use of the platform, and when (6.3.3)."""

    queryset = Instruction.objects.select_related("trainee__unit", "by")
    serializer_class = InstructionSerializer
    filterset_class = InstructionFilters
    inputs: ClassVar = {"create": Session}
    outputs: ClassVar = {"create": InstructionsSerializer}

    def create(self, request: Request, **_address: str) -> Response:
        """Record that trainees were instructed together (6.3.3): all of them or nobody."""
        recorded = workflow.record_instruction(request.user, **self.given())
        return Response(InstructionsSerializer({"results": recorded}).data, status=HTTPStatus.CREATED)


class ReliefRequestSerializer(serializers.ModelSerializer[ReliefRequest]):
    """A request for fewer hours or for more time, and its answer."""

    trainee = UuidOf("trainee", "For whom it is asked.")
    organization = CodeOf("trainee.unit", "Code of the trainee's unit.")
    credit_hours = Hours(read_only=True, help_text="Hours to be let off or put off.")
    asked_at = Instant(read_only=True)
    decided_by = UsernameOf("decided_by", "Platform name of whoever answered.")
    decided_at = Instant(read_only=True)

    class Meta:
        model = ReliefRequest
        fields = (
            "uuid",
            "trainee",
            "organization",
            "kind",
            "year",
            "credit_hours",
            "until_year",
            "reason",
            "state",
            "asked_at",
            "decided_by",
            "decided_at",
            "answer",
        )
        read_only_fields = fields


class Asked(Input):
    """What is asked for."""

    trainee = Seen(
        slug_field="uuid",
        queryset=Trainee.objects.select_related("unit", "managing_department"),
        help_text="For whom it is asked.",
    )
    kind = serializers.ChoiceField(ReliefRequest.Kind.choices, help_text="What is asked for.")
    year = serializers.IntegerField(help_text="Annual period.")
    credit_hours = Hours(help_text="Hours to be let off or put off.")
    until_year = serializers.IntegerField(
        allow_null=True, default=None, help_text="Annual period into which they are put off; null if they are let off."
    )
    reason = Text("Why; at most 500 characters.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return what the workflow takes."""
        return {"trainee": attrs.pop("trainee"), "relief": Relief(**attrs)}


class Granted(Input):
    """What is said to what is granted."""

    answer = MayBeEmpty("What there is to say; at most 500 characters.", default="")


class TurnedDown(Input):
    """Why a request is returned."""

    answer = Text("The reason; at most 500 characters.")


class ReliefRequestFilters(by.TraineeFilters):
    """Requests by unit, trainee, kind, state, year, or the day on which they were made."""

    kind = by.one_of(ReliefRequest.Kind, "kind", "What is asked for.")
    state = by.one_of(ReliefRequest.State, "state", "Where it stands.")
    year = by.in_year()
    since = by.since("asked_at")
    until = by.until("asked_at")


class ReliefRequests(Resource):
    """Requests for fewer hours (减免) or more time (缓训) in an annual period, answered with a reason (6.3.3)."""

    queryset = ReliefRequest.objects.select_related("trainee__unit", "trainee__managing_department", "decided_by")
    serializer_class = ReliefRequestSerializer
    filterset_class = ReliefRequestFilters
    inputs: ClassVar = {"create": Asked, "withdraw": Nothing, "approve": Granted, "return_": TurnedDown}

    def create(self, _request: Request, **_address: str) -> Response:
        """Ask for fewer hours or more time: the trainee, or the unit's liaison officer (6.3.3, 8.1)."""
        return self.begin(workflow.ask_relief)

    @action(detail=True, methods=["post"])
    def withdraw(self, _request: Request, **_address: str) -> Response:
        """Take a request back before it is answered, as those who might have made it (6.3.3)."""
        return self.act(workflow.withdraw_relief)

    @action(detail=True, methods=["post"])
    def approve(self, _request: Request, **_address: str) -> Response:
        """Grant a request, as the department that manages the trainee (6.3.3, 8.1)."""
        return self.act(workflow.decide_relief, approved=True)

    @action(detail=True, methods=["post"], url_path="return", url_name="return")
    def return_(self, _request: Request, **_address: str) -> Response:
        """Return a request with the reason, so that it can be made anew (6.3.3, 8.1)."""
        return self.act(workflow.decide_relief, approved=False)


class RulesAcceptanceSerializer(serializers.ModelSerializer[RulesAcceptance]):
    """That a trainee accepted a version of the rules."""

    trainee = UuidOf("trainee", "Who accepted them.")
    organization = CodeOf("trainee.unit", "Code of the trainee's unit.")
    version = serializers.CharField(source="rules.version", read_only=True, help_text="Version of the rules.")
    accepted_at = Instant(read_only=True)

    class Meta:
        model = RulesAcceptance
        fields = ("trainee", "organization", "version", "accepted_at")
        read_only_fields = fields


class RulesAcceptanceFilters(by.TraineeFilters):
    """Acceptances by unit, trainee, version, or day."""

    version = filters.CharFilter(field_name="rules__version", label="Version of the rules.")
    since = by.since("accepted_at")
    until = by.until("accepted_at")


class RulesAcceptances(Listing):
    """Which trainee accepted which version of the rules, and when (6.1.2)."""

    queryset = RulesAcceptance.objects.select_related("trainee__unit", "rules")
    serializer_class = RulesAcceptanceSerializer
    filterset_class = RulesAcceptanceFilters
