"""The days of a class: attendance and leave (8.3.4)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, ClassVar, Final

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports.applets.class_life.api import (
    Attendance,
    LeaveRequest,
    Mark,
)
from cadretrain_reports.applets.theme_classes.api import ClassActivity, ClassRegistration, ThemeClass
from cadretrain_reports.rest import filters as by
from cadretrain_reports.rest.fields import CodeOf, Hours, Instant, Seen, UsernameOf, UuidOf
from cadretrain_reports.rest.inputs import Input, MayBeEmpty, Nothing, Text
from cadretrain_reports.rest.resources import Resource
from cadretrain_reports.workflows import attendance as attending

MOST_MARKS: Final = 500


def a_class(help_text: str, **options: Any) -> Seen:
    """Return the field that names a class in the caller's scope."""
    return Seen(
        slug_field="uuid", queryset=ThemeClass.objects.select_related("institution"), help_text=help_text, **options
    )


def a_registration(help_text: str, **options: Any) -> Seen:
    """Return the field that names a trainee in a class by the registration."""
    rows = ClassRegistration.objects.select_related("theme_class__institution", "trainee__account")
    return Seen(slug_field="uuid", queryset=rows, help_text=help_text, **options)


class OfClassFilters(by.BodyFilters):
    """Rows by the institution of the class, or the class."""

    body: ClassVar = "theme_class__institution"

    theme_class = by.uuid_of("theme_class", "The class.")


class OfMemberFilters(by.BodyFilters):
    """Rows by the institution of the class, the class, or the trainee's registration there."""

    body: ClassVar = "registration__theme_class__institution"

    theme_class = by.uuid_of("registration__theme_class", "The class.")
    registration = by.uuid_of("registration", "The trainee's registration in the class.")


class AttendanceSerializer(serializers.ModelSerializer[Attendance]):
    """How a trainee attended an activity."""

    organization = CodeOf("registration.theme_class.institution", "Code of the institution of the class.")
    activity = UuidOf("activity", "The activity.")
    registration = UuidOf("registration", "The trainee's registration in the class.")
    by = UsernameOf("by", "Platform name of whoever said so.")
    at = Instant(read_only=True)

    class Meta:
        model = Attendance
        fields = ("uuid", "organization", "activity", "registration", "state", "note", "by", "at")
        read_only_fields = fields


class OneMark(Input):
    """How one trainee attended."""

    registration = a_registration("The trainee's registration in the class.")
    state = serializers.ChoiceField(Attendance.State.choices, help_text="How they attended.")
    note = MayBeEmpty("What there is to say; at most 200 characters.", default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return what the workflow takes."""
        return {"mark": Mark(**attrs)}


class Marks(Input):
    """How trainees attended an activity."""

    activity = Seen(
        slug_field="uuid",
        queryset=ClassActivity.objects.select_related("theme_class__institution"),
        help_text="The activity.",
    )
    marks = serializers.ListSerializer[Any](
        child=OneMark(), max_length=MOST_MARKS, help_text="Each trainee; all or none."
    )

    def validate_marks(self, marks: list[dict[str, Mark]]) -> list[Mark]:
        """Return what the workflow takes."""
        return [one["mark"] for one in marks]


class MarkedSerializer(serializers.Serializer[Any]):
    """What has changed."""

    results = AttendanceSerializer(many=True)


class AttendanceFilters(OfMemberFilters):
    """Attendance by class, trainee, activity or state."""

    activity = by.uuid_of("activity", "The activity.")
    state = by.one_of(Attendance.State, "state", "How they attended.")


class Attendances(Resource):
    """Attendance at the activities of classes (8.3.4): kept by their staff, read by the trainees and their units."""

    queryset = Attendance.objects.select_related("registration__theme_class__institution", "activity", "by")
    serializer_class = AttendanceSerializer
    filterset_class = AttendanceFilters
    inputs: ClassVar = {"create": Marks}
    outputs: ClassVar = {"create": MarkedSerializer}

    def create(self, request: Request, **_address: str) -> Response:
        """Keep how trainees attended an activity, all of it or nothing; answer what has changed (8.3.4)."""
        changed = attending.mark_attendance(request.user, **self.given())
        rows = self.get_queryset().filter(pk__in=[one.attendance.pk for one in changed]).order_by("pk")
        return Response(MarkedSerializer({"results": rows}).data, status=HTTPStatus.CREATED)


class ClassLeaveSerializer(serializers.ModelSerializer[LeaveRequest]):
    """Leave from a class."""

    organization = CodeOf("registration.theme_class.institution", "Code of the institution of the class.")
    theme_class = UuidOf("registration.theme_class", "The class.")
    registration = UuidOf("registration", "The trainee's registration in the class.")
    starts_at = Instant(read_only=True)
    ends_at = Instant(read_only=True)
    credit_hours = Hours(read_only=True, help_text="Hours of the class that are missed.")
    asked_at = Instant(read_only=True)
    decided_by = UsernameOf("decided_by", "Platform name of whoever decided.")
    decided_at = Instant(read_only=True)

    class Meta:
        model = LeaveRequest
        fields = (
            "uuid",
            "organization",
            "theme_class",
            "registration",
            "starts_at",
            "ends_at",
            "credit_hours",
            "reason",
            "state",
            "asked_at",
            "decided_by",
            "decided_at",
            "answer",
        )
        read_only_fields = fields


class AskedLeave(Input):
    """When one will be away, and why."""

    registration = a_registration("One's own registration in the class.")
    starts_at = Instant(help_text="From when.")
    ends_at = Instant(help_text="To when.")
    reason = Text("Why; at most 500 characters.")


class GrantedLeave(Input):
    """What there is to say to leave that is granted."""

    answer = MayBeEmpty("What there is to say; at most 500 characters.", default="")
    credit_hours = Hours(
        source="hours",
        required=False,
        allow_null=True,
        default=None,
        min_value=0,
        help_text="Hours of the class that are missed, where its schedule does not say.",
    )


class RefusedLeave(Input):
    """Why leave is refused."""

    answer = Text("The reason; at most 500 characters.")


class LeaveRequestFilters(OfMemberFilters):
    """Leave by class, trainee or state."""

    state = by.one_of(LeaveRequest.State, "state", "Where it is.")


class LeaveRequests(Resource):
    """Leave from classes (8.3.4): asked by trainees for themselves, decided by the head teacher."""

    queryset = LeaveRequest.objects.select_related(
        "registration__theme_class__institution", "registration__trainee__account", "decided_by"
    )
    serializer_class = ClassLeaveSerializer
    filterset_class = LeaveRequestFilters
    inputs: ClassVar = {"create": AskedLeave, "withdraw": Nothing, "grant": GrantedLeave, "refuse": RefusedLeave}

    def create(self, _request: Request, **_address: str) -> Response:
        """Ask, for oneself, to be away (8.3.4)."""
        return self.begin(attending.ask_leave)

    @action(detail=True, methods=["post"])
    def withdraw(self, _request: Request, **_address: str) -> Response:
        """Take back what is not decided yet (8.3.4)."""
        return self.act(attending.withdraw_leave)

    @action(detail=True, methods=["post"])
    def grant(self, _request: Request, **_address: str) -> Response:
        """Let a trainee be away, as head teacher (8.3.4)."""
        return self.act(attending.grant_leave)

    @action(detail=True, methods=["post"])
    def refuse(self, _request: Request, **_address: str) -> Response:
        """Refuse leave with the reason, as head teacher (8.3.4)."""
        return self.act(attending.refuse_leave)
