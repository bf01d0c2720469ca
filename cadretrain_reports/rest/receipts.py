"""To whom something was issued, receipts, and reports on how a plan is fulfilled (5.2, 8.2.1)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, ClassVar

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports.applets.plans.api import FulfilmentReport, Recipient
from cadretrain_reports.rest import filters as by
from cadretrain_reports.rest.fields import CodeOf, Instant, UsernameOf, UuidOf
from cadretrain_reports.rest.inputs import Input, MayBeEmpty, Nothing, Text
from cadretrain_reports.rest.resources import Resource
from cadretrain_reports.workflows import plans as workflow


class RecipientSerializer(serializers.ModelSerializer[Recipient]):
    """A body that something was issued to, its receipt, and how it carries it out."""

    issuance = UuidOf("issuance", "What was issued.")
    organization = CodeOf("organization", "Code of the recipient.")
    acknowledged_by = UsernameOf("acknowledged_by", "Platform name of whoever read it for the recipient.")
    acknowledged_at = Instant(read_only=True)
    carrying_out_by = UsernameOf("carrying_out_by", "Platform name of whoever said how it is carried out.")
    carrying_out_at = Instant(read_only=True)

    class Meta:
        model = Recipient
        fields = (
            "uuid",
            "issuance",
            "organization",
            "named",
            "acknowledged_by",
            "acknowledged_at",
            "carrying_out",
            "carrying_out_by",
            "carrying_out_at",
        )
        read_only_fields = fields


class FulfilmentReportSerializer(serializers.ModelSerializer[FulfilmentReport]):
    """How a recipient has fulfilled a plan."""

    issuance = UuidOf("recipient.issuance", "The annual plan.")
    organization = CodeOf("recipient.organization", "Code of the body that reports.")
    figures = serializers.DictField(read_only=True, help_text="Figures from credits, of the day.")
    written_by = UsernameOf("written_by", "Platform name of whoever wrote it.")
    written_at = Instant(read_only=True)
    submitted_by = UsernameOf("submitted_by", "Platform name of whoever handed it in.")
    submitted_at = Instant(read_only=True)
    decided_by = UsernameOf("decided_by", "Platform name of whoever answered.")
    decided_at = Instant(read_only=True)

    class Meta:
        model = FulfilmentReport
        fields = (
            "uuid",
            "issuance",
            "organization",
            "text",
            "figures",
            "reported_on",
            "state",
            "written_by",
            "written_at",
            "submitted_by",
            "submitted_at",
            "decided_by",
            "decided_at",
            "answer",
        )
        read_only_fields = fields


class CarryingOut(Input):
    """How something is carried out."""

    carrying_out = Text("How the recipient carries it out.", source="text")


class Reported(Input):
    """What a recipient says of how it fulfilled a plan."""

    text = Text("In its own words; the figures are added from credits.")


class Accepted(Input):
    """What is said to a report that is accepted."""

    answer = MayBeEmpty("What there is to say; at most 500 characters.", default="")


class Returned(Input):
    """Why a report is returned."""

    answer = Text("The reason; at most 500 characters.")


class RecipientFilters(by.BodyFilters):
    """Recipients by body, issuance, whether they have acknowledged, and the day of that."""

    issuance = by.uuid_of("issuance", "What was issued.")
    acknowledged = filters.ChoiceFilter(
        choices=(("true", "true"), ("false", "false")), method="is_read", label="Whether it was acknowledged."
    )
    since = by.since("acknowledged_at")
    until = by.until("acknowledged_at")

    def is_read(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Return those that have acknowledged, or have not."""
        return queryset.filter(acknowledged_at__isnull=value == "false")


class Recipients(Resource):
    """To whom something was issued (5.2): the issuer sees all of them, a recipient itself and those below."""

    queryset = Recipient.objects.select_related(
        "issuance__issuer", "organization", "acknowledged_by", "carrying_out_by"
    )
    serializer_class = RecipientSerializer
    filterset_class = RecipientFilters
    inputs: ClassVar = {"acknowledge": Nothing, "carry_out": CarryingOut, "report": Reported}
    outputs: ClassVar = {"report": FulfilmentReportSerializer}

    @action(detail=True, methods=["post"])
    def acknowledge(self, request: Request, **_address: str) -> Response:
        """Acknowledge for a recipient that it has read what was issued (5.2); once more changes nothing."""
        recipient = self.get_object()
        self.given()
        workflow.acknowledge(request.user, recipient)
        return self.afterwards(recipient)

    @action(detail=True, methods=["post"], url_path="carry-out")
    def carry_out(self, request: Request, **_address: str) -> Response:
        """Say how a recipient carries out what was issued (5.2); that acknowledges it as well."""
        recipient, said = self.get_object(), self.given()
        return self.afterwards(workflow.carry_out(request.user, recipient, **said))

    @action(detail=True, methods=["post"])
    def report(self, request: Request, **_address: str) -> Response:
        """Write the recipient's report on an annual plan, anew until it is handed in (5.2); answers the report."""
        recipient, said = self.get_object(), self.given()
        report = workflow.report_fulfilment(request.user, recipient, **said)
        return Response(FulfilmentReportSerializer(report).data, status=HTTPStatus.CREATED)


class FulfilmentReportFilters(by.BodyFilters):
    """Reports by body, plan, state, or the day on which they were handed in."""

    body: ClassVar = "recipient__organization"

    issuance = by.uuid_of("recipient__issuance", "The annual plan.")
    state = by.one_of(FulfilmentReport.State, "state", "Where it stands.")
    since = by.since("submitted_at")
    until = by.until("submitted_at")


class FulfilmentReports(Resource):
    """How recipients have fulfilled annual plans (5.2): theirs as a draft, handed in the issuer's too."""

    queryset = FulfilmentReport.objects.select_related(
        "recipient__issuance__issuer", "recipient__organization", "written_by", "submitted_by", "decided_by"
    )
    serializer_class = FulfilmentReportSerializer
    filterset_class = FulfilmentReportFilters
    inputs: ClassVar = {"submit": Nothing, "accept": Accepted, "return_": Returned}

    @action(detail=True, methods=["post"])
    def submit(self, request: Request, **_address: str) -> Response:
        """Hand a report in, for the recipient (5.2)."""
        report = self.get_object()
        self.given()
        return self.afterwards(workflow.submit_report(request.user, report))

    @action(detail=True, methods=["post"])
    def accept(self, request: Request, **_address: str) -> Response:
        """Accept a report, as whoever issued the plan (5.2); nobody their own."""
        report, said = self.get_object(), self.given()
        return self.afterwards(workflow.accept_report(request.user, report, **said))

    @action(detail=True, methods=["post"], url_path="return", url_name="return")
    def return_(self, request: Request, **_address: str) -> Response:
        """Return a report with the reason, so that it is written anew (5.2)."""
        report, said = self.get_object(), self.given()
        return self.afterwards(workflow.return_report(request.user, report, **said))
