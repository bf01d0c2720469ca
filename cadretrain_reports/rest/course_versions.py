"""Courses, their versions, and how these came to be released (7.1.2, 7.1.3)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, ClassVar

from django_filters import rest_framework as filters
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports.applets.courses.api import Course, CourseReview, CourseStep, CourseVersion
from cadretrain_reports.rest import filters as by
from cadretrain_reports.rest.course_reviews import CourseReviewSerializer
from cadretrain_reports.rest.fields import CodeOf, Hours, Instant, UsernameOf, UuidOf
from cadretrain_reports.rest.inputs import Input, MaySayWhy, Nothing, Text, Why
from cadretrain_reports.rest.resources import Listing, Parent, Resource
from cadretrain_reports.workflows import courses as workflow


class CourseSerializer(serializers.ModelSerializer[Course]):
    """A course of a training institution (3.5)."""

    organization = CodeOf("institution", "Code of the training institution.")

    class Meta:
        model = Course
        fields = ("uuid", "organization", "code", "availability")
        read_only_fields = fields


class CourseFilters(by.BodyFilters):
    """Courses by institution, code, or whether they are on offer."""

    body: ClassVar = "institution"

    code = filters.CharFilter(label="Code of the course.")
    availability = by.one_of(Course.Availability, "availability", "Whether it is on offer.")


class Courses(Resource):
    """Courses (R1): those that were released once are seen by everybody, all others by their institution."""

    queryset = Course.objects.select_related("institution")
    serializer_class = CourseSerializer
    filterset_class = CourseFilters
    personal = False


class CourseVersionSerializer(serializers.ModelSerializer[CourseVersion]):
    """What a course was published as at one time."""

    course = UuidOf("course", "The course.")
    organization = CodeOf("course.institution", "Code of the training institution.")
    code = CodeOf("course", "Code of the course.")
    course_duration = serializers.IntegerField(read_only=True, help_text="Course duration (3.7) in whole seconds.")
    credit_hours = Hours(read_only=True, help_text="Credit-hours that it yields (3.8).")
    lecturers = serializers.ListField(child=serializers.CharField(), read_only=True)
    knowledge_points = serializers.ListField(child=serializers.CharField(), read_only=True)
    created_at = Instant(read_only=True)
    released_at = Instant(read_only=True)

    class Meta:
        model = CourseVersion
        fields = (
            "uuid",
            "course",
            "organization",
            "code",
            "number",
            "title",
            "course_duration",
            "credit_hours",
            "requirement",
            "extent",
            "assessment",
            "pass_mark",
            "time_share",
            "asks_completion",
            "source",
            "category",
            "lecturers",
            "objectives",
            "knowledge_points",
            "state",
            "created_at",
            "released_at",
        )
        read_only_fields = fields


class CourseVersionFilters(by.BodyFilters):
    """Versions by institution, course, title, state, or the day on which they were published or released."""

    body: ClassVar = "course__institution"

    course = by.uuid_of("course", "The course.")
    code = filters.CharFilter(field_name="course__code", label="Code of the course.")
    name = by.contains("title", "Part of the title.")
    state = by.one_of(CourseVersion.State, "state", "Where it stands.")
    requirement = by.one_of(CourseVersion.Requirement, "requirement", "What its author proposes.")
    since = by.since("created_at")
    until = by.until("created_at")
    released_since = by.since("released_at")
    released_until = by.until("released_at")


class Assignment(Input):
    """Who is asked to review a version, how, and from which of the five angles."""

    reviewer = Text("Platform name of the person, who needs no duty.", source="user")
    method = serializers.ChoiceField(CourseReview.Method.choices, help_text="Who is asked, and how.")
    angles = serializers.ListField(
        child=serializers.ChoiceField(CourseReview.Angle.choices),
        min_length=1,
        max_length=len(CourseReview.Angle),
        help_text="From which angles.",
    )


class CompletedBy(Input):
    """What completes the course besides its assessment."""

    time_share = serializers.IntegerField(help_text="How much of its duration is to be learned, in percent.")
    asks_completion = serializers.BooleanField(
        source="content", help_text="Whether its content is to be completed too, where the platform counts that."
    )


class CourseReviewsSerializer(serializers.Serializer[Any]):
    """What a reviewer was asked for, one row for each angle."""

    results = CourseReviewSerializer(many=True)


class CourseVersions(Resource):
    """Versions (R3): released, offline and revoked ones are seen by everybody, all by institution and reviewers."""

    queryset = CourseVersion.objects.select_related("course__institution")
    serializer_class = CourseVersionSerializer
    filterset_class = CourseVersionFilters
    personal = False
    inputs: ClassVar = {
        "produce": Nothing,
        "complete_by": CompletedBy,
        "submit": Nothing,
        "assign": Assignment,
        "release": MaySayWhy,
        "offline": Why,
        "online": Why,
        "revoke": Why,
    }
    outputs: ClassVar[Any] = {"assign": {HTTPStatus.CREATED: CourseReviewsSerializer}}

    @action(detail=True, methods=["post"])
    def produce(self, _request: Request, **_address: str) -> Response:
        """Put a draft in production, as the institution's academic affairs (7.1.2)."""
        return self._take(workflow.produce_course)

    @action(detail=True, methods=["post"], url_path="complete-by", url_name="complete-by")
    def complete_by(self, _request: Request, **_address: str) -> Response:
        """Let a version that is not under review yet be complete by a rule of its own (8.2.5)."""
        return self.act(workflow.set_completion_rule)

    @action(detail=True, methods=["post"])
    def submit(self, _request: Request, **_address: str) -> Response:
        """Put the newest version under review, as the institution's academic affairs (7.1.3)."""
        return self._take(workflow.submit_course)

    @action(detail=True, methods=["post"])
    def assign(self, request: Request, **_address: str) -> Response:
        """Ask a person for a verdict from each of some angles (7.1.3). Nobody reviews a course of their own (R3)."""
        reviews = workflow.assign_reviewer(request.user, self.get_object(), **self.given())
        return Response(CourseReviewsSerializer({"results": reviews}).data, status=HTTPStatus.CREATED)

    @action(detail=True, methods=["post"])
    def release(self, _request: Request, **_address: str) -> Response:
        """Release a version that passed from all five angles; over an earlier one with the reason (7.1.3, R3)."""
        return self._take(workflow.release_course)

    @action(detail=True, methods=["post"])
    def offline(self, _request: Request, **_address: str) -> Response:
        """Take the version released last offline (7.1.3); hours already earned stay."""
        return self._take(workflow.take_offline)

    @action(detail=True, methods=["post"])
    def online(self, _request: Request, **_address: str) -> Response:
        """Put a version online again (7.1.3)."""
        return self._take(workflow.put_online)

    @action(detail=True, methods=["post"])
    def revoke(self, _request: Request, **_address: str) -> Response:
        """Revoke the version released last for ever (7.1.3); hours already earned stay."""
        return self._take(workflow.revoke_course)

    def _take(self, act: Any) -> Response:
        version = self.get_object()
        return self.afterwards(act(self.request.user, version, **self.given()))


class CourseStepSerializer(serializers.ModelSerializer[CourseStep]):
    """One step in the life of a version."""

    by = UsernameOf("by", "Platform name of whoever took it; null where it followed from a publication.")
    at = Instant(read_only=True)
    organization = CodeOf("version.course.institution", "Code of the training institution.")
    reported_to = serializers.CharField(
        source="report.department.code",
        read_only=True,
        default=None,
        allow_null=True,
        help_text="Code of the department that it was reported to; null if to none.",
    )

    class Meta:
        model = CourseStep
        fields = ("kind", "organization", "from_state", "state", "by", "at", "reason", "content", "reported_to")
        read_only_fields = fields


class CourseHistory(Listing):
    """The history of one version, the first step first (7.1.2): for its institution and the departments above."""

    queryset = CourseStep.objects.select_related("by", "report__department", "version__course__institution")
    serializer_class = CourseStepSerializer
    parent: ClassVar = Parent(CourseVersion.objects.all(), "uuid", "version")
