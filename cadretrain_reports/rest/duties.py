"""Duties of persons, the steps by which they came to them, and how they were judged (6.2-6.4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, ClassVar

from django_filters import rest_framework as filters
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports.applets.roles.api import Appraisal, Role, RoleAssignment, RoleStep, State
from cadretrain_reports.rest import filters as by
from cadretrain_reports.rest.duty_inputs import (
    Appointment,
    Declaration,
    DeclaredEnding,
    DutyTerms,
    Ending,
    Feedback,
    Judgement,
)
from cadretrain_reports.rest.fields import CodeOf, Instant, UsernameOf, UuidOf
from cadretrain_reports.rest.inputs import MaySayWhy, Why
from cadretrain_reports.rest.resources import Listing, Parent, Resource
from cadretrain_reports.workflows import duties
from cadretrain_reports.workflows.duties import Decision


class RoleAssignmentSerializer(serializers.ModelSerializer[RoleAssignment]):
    """One person's duty at one body, and where it stands."""

    person = UsernameOf("user", "Platform name of whoever has the duty.")
    organization = CodeOf("organization", "Code of the body.")

    class Meta:
        model = RoleAssignment
        fields = (
            "uuid",
            "person",
            "role",
            "organization",
            "state",
            "starts_on",
            "ends_on",
            "ending_on",
            "criteria",
            "procedure",
        )
        read_only_fields = fields


class RoleAssignmentFilters(by.BodyFilters):
    """Duties by body, person, role or state, or by the days on which they begin."""

    person = filters.CharFilter(field_name="user__username", label="Platform name of the person.")
    role = by.one_of(Role, "role", "The duty.")
    state = by.one_of(State, "state", "Where it stands.")
    since = by.from_day("starts_on")
    until = by.to_day("starts_on")


class AppraisalSerializer(serializers.ModelSerializer[Appraisal]):
    """How a duty was judged for an annual period."""

    assignment = UuidOf("assignment", "The duty that was judged.")
    person = UsernameOf("assignment.user", "Platform name of whoever has the duty.")
    organization = CodeOf("assignment.organization", "Code of the body where the duty is.")
    given_by = CodeOf("organization", "Code of the body that judges.")
    by = UsernameOf("by", "Platform name of whoever wrote it.")
    at = Instant(read_only=True)

    class Meta:
        model = Appraisal
        fields = (
            "uuid",
            "assignment",
            "person",
            "organization",
            "kind",
            "year",
            "grade",
            "course",
            "criteria",
            "remarks",
            "given_by",
            "by",
            "at",
        )
        read_only_fields = fields


class RoleAssignments(Resource):
    """Who has which duty where (6.2-6.4), declared, approved and in force (6.3.3): seen at and above the body."""

    queryset = RoleAssignment.objects.select_related("user", "organization")
    serializer_class = RoleAssignmentSerializer
    filterset_class = RoleAssignmentFilters
    inputs: ClassVar = {
        "declare": Declaration,
        "declare_again": DutyTerms,
        "approve": MaySayWhy,
        "return_": Why,
        "appoint": Appointment,
        "suspend": Why,
        "resume": MaySayWhy,
        "declare_ending": DeclaredEnding,
        "approve_ending": MaySayWhy,
        "return_ending": Why,
        "end": Ending,
        "appraise": Judgement,
        "feed_back": Feedback,
        "circulate": Feedback,
    }
    outputs: ClassVar[Mapping[str, Any]] = {
        "declare": {HTTPStatus.CREATED: RoleAssignmentSerializer},
        "appoint": {HTTPStatus.CREATED: RoleAssignmentSerializer},
        "appraise": {HTTPStatus.CREATED: AppraisalSerializer},
        "feed_back": {HTTPStatus.CREATED: AppraisalSerializer},
        "circulate": {HTTPStatus.CREATED: AppraisalSerializer},
    }

    @action(detail=False, methods=["post"])
    def declare(self, _request: Request, **_address: str) -> Response:
        """Declare a liaison officer, for the unit (5.4, 6.3.3); the department decides."""
        return self.begin(duties.declare_liaison_named)

    @action(detail=True, methods=["post"], url_path="declare-again")
    def declare_again(self, _request: Request, **_address: str) -> Response:
        """Declare with other terms a liaison officer whom the department has returned (6.3.3)."""
        return self.act(duties.declare_liaison_again)

    @action(detail=True, methods=["post"])
    def approve(self, _request: Request, **_address: str) -> Response:
        """Approve a declared liaison officer, who is empowered from then on (6.3.3)."""
        return self.act(duties.decide_liaison, decision=Decision.APPROVE)

    @action(detail=True, methods=["post"], url_path="return", url_name="return")
    def return_(self, _request: Request, **_address: str) -> Response:
        """Return the declaration of a liaison officer with the reason (6.3.3)."""
        return self.act(duties.decide_liaison, decision=Decision.RETURN)

    @action(detail=False, methods=["post"])
    def appoint(self, _request: Request, **_address: str) -> Response:
        """Appoint staff of an institution, or an officer or inspector (5.2, 6.2-6.4, 9.1.1)."""
        return self.begin(duties.appoint_named)

    @action(detail=True, methods=["post"])
    def suspend(self, _request: Request, **_address: str) -> Response:
        """Take the powers of a duty away until it is resumed (6.2-6.4)."""
        return self.act(duties.suspend_duty)

    @action(detail=True, methods=["post"])
    def resume(self, _request: Request, **_address: str) -> Response:
        """Give the powers of a suspended duty back (6.2-6.4)."""
        return self.act(duties.resume_duty)

    @action(detail=True, methods=["post"], url_path="declare-ending")
    def declare_ending(self, _request: Request, **_address: str) -> Response:
        """Declare when a liaison officer's duty is to end (6.3.3); it goes on until the department approves."""
        return self.act(duties.declare_liaison_ending)

    @action(detail=True, methods=["post"], url_path="approve-ending")
    def approve_ending(self, _request: Request, **_address: str) -> Response:
        """Approve the ending that the unit has declared (6.3.3)."""
        return self.act(duties.decide_liaison_ending, decision=Decision.APPROVE)

    @action(detail=True, methods=["post"], url_path="return-ending")
    def return_ending(self, _request: Request, **_address: str) -> Response:
        """Return the ending that the unit has declared (6.3.3): the duty goes on."""
        return self.act(duties.decide_liaison_ending, decision=Decision.RETURN)

    @action(detail=True, methods=["post"])
    def end(self, _request: Request, **_address: str) -> Response:
        """End a duty today or on a later day, by the authority that gave it (6.2-6.4)."""
        return self.act(duties.end_duty)

    @action(detail=True, methods=["post"])
    def appraise(self, _request: Request, **_address: str) -> Response:
        """Appraise a liaison officer for the unit, or a person of the staff for the institution (5.4, 6.2-6.4)."""
        return self._judge(duties.appraise_duty)

    @action(detail=True, methods=["post"], url_path="feed-back")
    def feed_back(self, _request: Request, **_address: str) -> Response:
        """Tell a unit how its liaison officer works, in a department's name (6.3.3)."""
        return self._judge(duties.feed_back)

    @action(detail=True, methods=["post"])
    def circulate(self, _request: Request, **_address: str) -> Response:
        """Tell all bodies below a department how a liaison officer works (6.3.3: 通报)."""
        return self._judge(duties.circulate)

    def _judge(self, judge: Callable[..., Appraisal]) -> Response:
        assignment, said = self.get_object(), self.given()
        judged = judge(self.request.user, assignment, **said)
        return Response(AppraisalSerializer(judged).data, status=HTTPStatus.CREATED)


class RoleStepSerializer(serializers.ModelSerializer[RoleStep]):
    """One step in the life of a duty."""

    assignment = UuidOf("assignment", "The duty.")
    organization = CodeOf("assignment.organization", "Code of the body.")
    by = UsernameOf("by", "Platform name of whoever took the step.")
    at = Instant(read_only=True)

    class Meta:
        model = RoleStep
        fields = ("assignment", "organization", "step", "state", "by", "at", "reason")
        read_only_fields = fields


class RoleSteps(Listing):
    """How a duty came to where it stands: by whom, when and why (6.3.3)."""

    queryset = RoleStep.objects.select_related("assignment__organization", "by")
    serializer_class = RoleStepSerializer
    parent = Parent(RoleAssignment.objects.all(), "uuid", "assignment")


class AppraisalFilters(by.BodyFilters):
    """Appraisals by body, duty, kind, grade, course or year."""

    body: ClassVar = "assignment__organization"

    assignment = by.uuid_of("assignment", "The duty.")
    kind = by.one_of(Appraisal.Kind, "kind", "Who says it to whom.")
    grade = by.one_of(Appraisal.Grade, "grade", "The result.")
    course = filters.CharFilter(field_name="course", label="Code of the course for which a teacher was judged.")
    year = by.in_year()


class Appraisals(Resource):
    """How duties were judged (6.2-6.4); a circular (通报) is seen by all below the body that gives it (6.3.3)."""

    queryset = Appraisal.objects.select_related("assignment__organization", "assignment__user", "organization", "by")
    serializer_class = AppraisalSerializer
    filterset_class = AppraisalFilters
