"""The annual assessment of elective learning (8.2.1)."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports.applets.assessments.api import AnnualAssessment
from cadretrain_reports.rest import filters as by
from cadretrain_reports.rest.fields import CodeOf, Instant, UsernameOf, UuidOf
from cadretrain_reports.rest.inputs import Input, Nothing, Why
from cadretrain_reports.rest.organization_inputs import a_body
from cadretrain_reports.rest.resources import Resource
from cadretrain_reports.workflows import annual as workflow


class AnnualAssessmentSerializer(serializers.ModelSerializer[AnnualAssessment]):
    """What an institution finds of a trainee's elective learning in a year, and the arithmetic behind it."""

    trainee = UuidOf("trainee", "Who is assessed.")
    code = CodeOf("trainee", "The agreed identifier of whoever is assessed.")
    organization = CodeOf("institution", "Code of the institution.")
    unit = CodeOf("unit", "Code of the unit at the time of the proposal.")
    department = CodeOf("department", "Code of the department that manages the trainee.")
    arithmetic = serializers.JSONField(
        read_only=True, help_text="Hours asked and done as text, relief, named courses, and the plan lines that decide."
    )
    proposed_by = UsernameOf("proposed_by", "Platform name of whoever had it proposed.")
    proposed_at = Instant(read_only=True)
    confirmed_by = UsernameOf("confirmed_by", "Platform name of whoever confirmed it.")
    confirmed_at = Instant(read_only=True)
    reported_at = Instant(read_only=True)
    answered_by = UsernameOf("answered_by", "Platform name of whoever took note, returned or reopened it.")
    answered_at = Instant(read_only=True)
    standing = serializers.SerializerMethodField(help_text="False once another took its place.")

    class Meta:
        model = AnnualAssessment
        fields = (
            "uuid",
            "trainee",
            "code",
            "organization",
            "unit",
            "department",
            "year",
            "result",
            "arithmetic",
            "state",
            "proposed_by",
            "proposed_at",
            "confirmed_by",
            "confirmed_at",
            "reported_at",
            "answered_by",
            "answered_at",
            "reason",
            "standing",
        )
        read_only_fields = fields

    def get_standing(self, row: AnnualAssessment) -> bool:
        """Tell whether it stands; the table has null where it does not."""
        return bool(row.standing)


class OfYear(Input):
    """Whose year is meant."""

    organization = a_body("Code of the institution.", source="institution")
    year = serializers.IntegerField(help_text="Annual period.")


class HowMany(serializers.Serializer[Any]):
    """With how many findings it was done."""

    rows = serializers.IntegerField()


class AnnualAssessmentFilters(by.BodyFilters):
    """Findings by institution, trainee, department, year, result, state, or whether they stand."""

    body: ClassVar = "institution"

    trainee = by.uuid_of("trainee", "Who is assessed.")
    year = by.in_year()
    result = by.one_of(AnnualAssessment.Result, "result", "What is found.")
    state = by.one_of(AnnualAssessment.State, "state", "Where it is.")
    standing = by.standing()


class AnnualAssessments(Resource):
    """Annual assessments (8.2.1): proposed with the arithmetic shown, confirmed by a second person, reported.

    Trainees and units see what is confirmed, departments what is reported to them.
    """

    queryset = AnnualAssessment.objects.select_related(
        "trainee", "institution", "unit", "department", "proposed_by", "confirmed_by", "answered_by"
    )
    serializer_class = AnnualAssessmentSerializer
    filterset_class = AnnualAssessmentFilters
    inputs: ClassVar = {
        "propose": OfYear,
        "confirm_all": OfYear,
        "report_all": OfYear,
        "confirm": Nothing,
        "report": Nothing,
        "send_back": Why,
        "reopen": Why,
        "receive": Nothing,
        "return_": Why,
    }
    outputs: ClassVar[Any] = {
        "propose": {(202, "application/json"): OfYear},
        "confirm_all": HowMany,
        "report_all": HowMany,
    }

    @action(detail=False, methods=["post"])
    def propose(self, request: Request, **_address: str) -> Response:
        """Have a worker propose a year of all whom the institution serves, once it has ended (8.2.1)."""
        said = self.given()
        workflow.require_assessor(request.user, said["institution"], said["year"])
        workflow.propose_year_later.delay(request.user.pk, said["institution"].pk, said["year"])
        answer = {"organization": said["institution"].code, "year": said["year"]}
        return Response(answer, status=HTTPStatus.ACCEPTED)

    @action(detail=False, methods=["post"], url_path="confirm-all", url_name="confirm-all")
    def confirm_all(self, _request: Request, **_address: str) -> Response:
        """Confirm all proposals of a year, those excepted that the caller had made (8.2.1)."""
        return self._all(workflow.confirm_year)

    @action(detail=False, methods=["post"], url_path="report-all", url_name="report-all")
    def report_all(self, _request: Request, **_address: str) -> Response:
        """Report to the departments all that is confirmed of a year (8.2.1)."""
        return self._all(workflow.report_year)

    @action(detail=True, methods=["post"])
    def confirm(self, _request: Request, **_address: str) -> Response:
        """Confirm one proposal, as a second person; it is archived (8.2.1)."""
        return self.act(workflow.confirm_finding)

    @action(detail=True, methods=["post"])
    def report(self, _request: Request, **_address: str) -> Response:
        """Report one finding to the department (8.2.1)."""
        return self.act(workflow.report_finding)

    @action(detail=True, methods=["post"], url_path="send-back", url_name="send-back")
    def send_back(self, _request: Request, **_address: str) -> Response:
        """Send a proposal back with the reason, within the institution (8.2.1)."""
        return self.act(workflow.return_proposal)

    @action(detail=True, methods=["post"])
    def reopen(self, _request: Request, **_address: str) -> Response:
        """Let a confirmed finding be followed by another one; what is archived stays (9.1.1)."""
        return self.act(workflow.reopen_year)

    @action(detail=True, methods=["post"])
    def receive(self, _request: Request, **_address: str) -> Response:
        """Take note, as the department, of what was reported (8.2.1)."""
        return self.act(workflow.receive_year)

    @action(detail=True, methods=["post"], url_path="return", url_name="return")
    def return_(self, _request: Request, **_address: str) -> Response:
        """Return, as the department, what was reported, with the reason (8.2.1)."""
        return self.act(workflow.return_year)

    def _all(self, act: Callable[..., int]) -> Response:
        return Response(HowMany({"rows": act(self.request.user, **self.given())}).data)
