"""Declared hours: face-to-face training and training elsewhere, with evidence and review (8.2.5, R6)."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports.applets.declarations.api import HoursDeclaration, Training
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.rest import filters as by
from cadretrain_reports.rest.fields import CodeOf, Day, Hours, Instant, Seen, UsernameOf, UuidOf
from cadretrain_reports.rest.files import FileResource, SentFile
from cadretrain_reports.rest.inputs import Input, MayBeEmpty, Nothing, Text
from cadretrain_reports.workflows import declarations as workflow


class HoursDeclarationSerializer(serializers.ModelSerializer[HoursDeclaration]):
    """Training away from this platform, and what became of its declaration."""

    trainee = UuidOf("trainee", "Who was trained.")
    organization = CodeOf("unit", "Code of the unit when it was handed in.")
    credit_hours = Hours(read_only=True, help_text="Hours; they are never online ones.")
    declared_by = UsernameOf("declared_by", "Platform name of whoever declared it.")
    declared_at = Instant(read_only=True)
    handed_in_at = Instant(read_only=True)
    endorsed_by = UsernameOf("endorsed_by", "Platform name of whoever endorsed it for the unit.")
    endorsed_at = Instant(read_only=True)
    decided_by = UsernameOf("decided_by", "Platform name of whoever decided.")
    decided_at = Instant(read_only=True)

    class Meta:
        model = HoursDeclaration
        fields = (
            "uuid",
            "trainee",
            "organization",
            "form",
            "title",
            "organizer",
            "began_on",
            "ended_on",
            "year",
            "credit_hours",
            "witness",
            "file_name",
            "file_size",
            "file_digest",
            "state",
            "declared_by",
            "declared_at",
            "handed_in_at",
            "endorsed_by",
            "endorsed_at",
            "decided_by",
            "decided_at",
            "opinion",
        )
        read_only_fields = fields


class Declared(Input):
    """What is declared."""

    form = serializers.ChoiceField(HoursDeclaration.Form.choices, help_text="How it was trained.")
    title = Text("What the training was called.")
    organizer = Text("Who held it.")
    began_on = Day("Its first day.")
    ended_on = Day("Its last day.")
    credit_hours = Hours(help_text="Its hours.")
    witness = MayBeEmpty("Who bears witness to it (证明人).", default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return what the workflow takes."""
        whose = {"trainee": attrs.pop("trainee")} if "trainee" in attrs else {}
        return {**whose, "training": Training(**attrs)}


class NewDeclaration(Declared):
    """What is declared, and for whom."""

    trainee = Seen(
        slug_field="uuid",
        queryset=Trainee.objects.select_related("unit", "managing_department"),
        help_text="Who was trained.",
    )


class Agreed(Input):
    """What there is to say to what is endorsed or approved."""

    opinion = MayBeEmpty("What there is to say; at most 500 characters.", default="")


class Reasoned(Input):
    """Why a declaration is returned or revoked."""

    opinion = Text("The reason; at most 500 characters.")


class HoursDeclarationFilters(by.TraineeFilters):
    """Declarations by unit, trainee, form, state, year, or the day of handing in."""

    body: ClassVar = "unit"

    form = by.one_of(HoursDeclaration.Form, "form", "How it was trained.")
    state = by.one_of(HoursDeclaration.State, "state", "Where it is.")
    year = by.in_year()
    since = by.since("handed_in_at")
    until = by.until("handed_in_at")


class HoursDeclarations(FileResource):
    """Hours of training away from this platform (8.2.5): drafts are seen by whoever declares, nobody else."""

    queryset = HoursDeclaration.objects.select_related(
        "trainee__unit", "trainee__managing_department", "unit", "declared_by", "endorsed_by", "decided_by"
    )
    serializer_class = HoursDeclarationSerializer
    filterset_class = HoursDeclarationFilters
    inputs: ClassVar = {
        "create": NewDeclaration,
        "partial_update": Declared,
        "upload": SentFile,
        "hand_in": Nothing,
        "withdraw": Nothing,
        "endorse": Agreed,
        "approve": Agreed,
        "return_": Reasoned,
        "revoke": Reasoned,
    }

    def create(self, _request: Request, **_address: str) -> Response:
        """Declare training of one's own, or of a trainee of one's unit, as a draft (8.2.5)."""
        return self.begin(workflow.declare_hours)

    def partial_update(self, _request: Request, **_address: str) -> Response:
        """Put something else in the place of a draft, or of what was returned (8.2.5)."""
        return self.act(workflow.change_declaration)

    @action(detail=True, methods=["post"], parser_classes=[MultiPartParser])
    def upload(self, request: Request, **_address: str) -> Response:
        """Give a draft its evidence, in the place of what it had (8.2.5)."""
        declaration, said = self.get_object(), self.given()
        return self.afterwards(workflow.put_evidence(request.user, declaration, said["file"]))

    @action(detail=True, methods=["post"], url_path="hand-in", url_name="hand-in")
    def hand_in(self, _request: Request, **_address: str) -> Response:
        """Hand a draft in with its evidence: to the unit, or of the unit on to whoever approves (8.2.5)."""
        return self.act(workflow.hand_declaration_in)

    @action(detail=True, methods=["post"])
    def withdraw(self, _request: Request, **_address: str) -> Response:
        """Take back what is not decided yet (8.2.5)."""
        return self.act(workflow.withdraw_declaration)

    @action(detail=True, methods=["post"])
    def endorse(self, _request: Request, **_address: str) -> Response:
        """Say for the unit that the training was had, as another person than whoever declared it (8.2.5)."""
        return self.act(workflow.endorse_hours)

    @action(detail=True, methods=["post"])
    def approve(self, _request: Request, **_address: str) -> Response:
        """Let the hours count, as the managing department or an institution that serves the unit (8.2.5)."""
        return self.act(workflow.approve_hours)

    @action(detail=True, methods=["post"], url_path="return", url_name="return")
    def return_(self, _request: Request, **_address: str) -> Response:
        """Return it with the reason, as the unit or as whoever could approve it (8.2.5)."""
        return self.act(workflow.return_declaration)

    @action(detail=True, methods=["post"])
    def revoke(self, _request: Request, **_address: str) -> Response:
        """Take approved hours back by authority, with the reason (8.2.5)."""
        return self.act(workflow.revoke_hours)
