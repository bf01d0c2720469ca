"""Inspections of course construction, and declared conformity (7.1.1, 7.1.2)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, ClassVar

from django_filters import rest_framework as filters
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports.applets.construction.api import Claim, ConformityStatement, Inspection, Report
from cadretrain_reports.rest import filters as by
from cadretrain_reports.rest.fields import AnyCourse, CodeOf, Day, Instant, UsernameOf, UuidOf
from cadretrain_reports.rest.inputs import Input, MayBeEmpty, NeededReason, Text
from cadretrain_reports.rest.organization_inputs import a_body
from cadretrain_reports.rest.resources import Resource
from cadretrain_reports.workflows import construction as workflow

MOST_COURSES = 100
"""Courses that an inspection names."""


class InspectionSerializer(serializers.ModelSerializer[Inspection]):
    """How a department found that an institution builds and uses its courses, and what came of it."""

    organization = CodeOf("institution", "Code of the inspected institution.")
    department = CodeOf("department", "Code of the department that inspected it.")
    courses: Any = serializers.SlugRelatedField("uuid", many=True, read_only=True, help_text="Courses looked at.")
    recorded_by = UsernameOf("recorded_by", "Platform name of whoever wrote it down.")
    recorded_at = Instant(read_only=True)
    answered_by = UsernameOf("answered_by", "Platform name of whoever answered for the institution.")
    answered_at = Instant(read_only=True)
    closed_by = UsernameOf("closed_by", "Platform name of whoever closed it.")
    closed_at = Instant(read_only=True)

    class Meta:
        model = Inspection
        fields = (
            "uuid",
            "organization",
            "department",
            "held_on",
            "inspectors",
            "subject",
            "courses",
            "findings",
            "to_mend",
            "mend_by",
            "state",
            "recorded_by",
            "recorded_at",
            "answer",
            "answered_by",
            "answered_at",
            "conclusion",
            "closed_by",
            "closed_at",
        )
        read_only_fields = fields


class Inspected(Input):
    """What an inspection found."""

    department = a_body("Code of the department that inspected.")
    organization = a_body("Code of the inspected institution.", source="institution")
    held_on = Day("On which day.")
    inspectors = Text("By whom.")
    subject = Text("What was looked at.")
    courses = serializers.ListField(
        child=AnyCourse("A course."), max_length=MOST_COURSES, default=list, help_text="Courses looked at."
    )
    findings = Text("What was found; at most 4000 characters.")
    to_mend = MayBeEmpty("What is to be mended.", default="")
    mend_by = Day("By when.", allow_null=True, default=None)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return what the workflow takes."""
        bodies = {name: attrs.pop(name) for name in ("department", "institution")}
        return {**bodies, "report": Report(**attrs)}


class Answered(Input):
    """What the institution says."""

    answer = Text("What was mended; at most 4000 characters.")


class Concluded(Input):
    """What the department concludes."""

    conclusion = Text("What it concludes; at most 500 characters.")


class InspectionFilters(by.BodyFilters):
    """Inspections by institution, department, state or day."""

    body: ClassVar = "institution"

    department = filters.CharFilter(field_name="department__code", label="Code of the department that inspected.")
    state = by.one_of(Inspection.State, "state", "Where it is.")
    since = by.from_day("held_on")
    until = by.to_day("held_on")


class Inspections(Resource):
    """How departments found that institutions build and use courses (7.1.1): seen at the institution and above."""

    queryset = Inspection.objects.select_related(
        "institution", "department", "recorded_by", "answered_by", "closed_by"
    ).prefetch_related("courses")
    serializer_class = InspectionSerializer
    filterset_class = InspectionFilters
    inputs: ClassVar = {"create": Inspected, "answer": Answered, "close": Concluded}

    def create(self, request: Request, **_address: str) -> Response:
        """Record that a department has inspected an institution at or below it (7.1.1)."""
        return self.afterwards(workflow.record_inspection(request.user, **self.given()), HTTPStatus.CREATED)

    @action(detail=True, methods=["post"])
    def answer(self, request: Request, **_address: str) -> Response:
        """Say for the institution what was mended (7.1.1)."""
        inspection, said = self.get_object(), self.given()
        return self.afterwards(workflow.answer_inspection(request.user, inspection, **said))

    @action(detail=True, methods=["post"])
    def close(self, request: Request, **_address: str) -> Response:
        """Close it for the department: from now on nothing of it changes (7.1.1)."""
        inspection, said = self.get_object(), self.given()
        return self.afterwards(workflow.close_inspection(request.user, inspection, **said))


class ConformityStatementSerializer(serializers.ModelSerializer[ConformityStatement]):
    """What an institution declares; the site neither checks nor claims it."""

    organization = CodeOf("institution", "Code of the institution that says so.")
    course = UuidOf("course", "The course; null where it is said of all that the scope names.", allow_null=True)
    declared_by = UsernameOf("declared_by", "Platform name of whoever declared it.")
    declared_at = Instant(read_only=True)
    withdrawn_by = UsernameOf("withdrawn_by", "Platform name of whoever withdrew it.")
    withdrawn_at = Instant(read_only=True)

    class Meta:
        model = ConformityStatement
        fields = (
            "uuid",
            "organization",
            "course",
            "standard",
            "scope",
            "evidence",
            "state",
            "declared_by",
            "declared_at",
            "withdrawn_by",
            "withdrawn_at",
            "reason",
        )
        read_only_fields = fields


class Declared(Input):
    """What is declared to conform to what, and on what evidence."""

    organization = a_body("Code of the institution.", source="institution")
    standard = serializers.ChoiceField(ConformityStatement.Standard.choices, help_text="To which standard.")
    course = AnyCourse("The course, or null.", allow_null=True, default=None)
    scope = Text("Of what it is said; at most 500 characters.")
    evidence = Text("By what it can be seen; at most 4000 characters.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return what the workflow takes."""
        return {"institution": attrs.pop("institution"), "claim": Claim(**attrs)}


class WithdrawnStatement(Input):
    """Why a statement no longer holds."""

    reason = NeededReason()


class ConformityStatementFilters(by.BodyFilters):
    """Statements by institution, course, standard or state."""

    body: ClassVar = "institution"

    course = by.uuid_of("course", "The course.")
    standard = by.one_of(ConformityStatement.Standard, "standard", "The standard.")
    state = by.one_of(ConformityStatement.State, "state", "Whether it still holds.")


class ConformityStatements(Resource):
    """Which courses institutions declare to conform to which standard (7.1.2): seen at the institution and above."""

    queryset = ConformityStatement.objects.select_related("institution", "course", "declared_by", "withdrawn_by")
    serializer_class = ConformityStatementSerializer
    filterset_class = ConformityStatementFilters
    inputs: ClassVar = {"create": Declared, "withdraw": WithdrawnStatement}

    def create(self, request: Request, **_address: str) -> Response:
        """Declare conformity in an institution's name (7.1.2)."""
        return self.afterwards(workflow.declare_conformity(request.user, **self.given()), HTTPStatus.CREATED)

    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, **_address: str) -> Response:
        """Withdraw a statement with the reason; it stays on record (7.1.2)."""
        statement, said = self.get_object(), self.given()
        return self.afterwards(workflow.withdraw_conformity(request.user, statement, **said))
