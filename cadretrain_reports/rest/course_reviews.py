"""Reviews of courses, and what departments are told of released ones (7.1.3)."""

from __future__ import annotations

from typing import ClassVar

from django_filters import rest_framework as filters
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports.applets.courses.api import CourseReport, CourseReview, CourseStep
from cadretrain_reports.rest import filters as by
from cadretrain_reports.rest.fields import CodeOf, Instant, UsernameOf, UuidOf
from cadretrain_reports.rest.inputs import Input, MayBeEmpty
from cadretrain_reports.rest.resources import Resource
from cadretrain_reports.workflows import courses as workflow


class CourseReviewSerializer(serializers.ModelSerializer[CourseReview]):
    """That a person was asked to review a version from one angle, and what they said."""

    version = UuidOf("version", "The version.")
    organization = CodeOf("version.course.institution", "Code of the training institution.")
    code = CodeOf("version.course", "Code of the course.")
    number = serializers.IntegerField(source="version.number", read_only=True, help_text="Number of the version.")
    reviewer = UsernameOf("reviewer", "Platform name of the reviewer.")
    assigned_by = UsernameOf("assigned_by", "Platform name of whoever asked.")
    assigned_at = Instant(read_only=True)
    decided_at = Instant(read_only=True)
    standing = serializers.SerializerMethodField(
        help_text="Whether it holds for the version as it is; false once that was returned or changed."
    )

    class Meta:
        model = CourseReview
        fields = (
            "uuid",
            "version",
            "organization",
            "code",
            "number",
            "reviewer",
            "method",
            "angle",
            "assigned_by",
            "assigned_at",
            "verdict",
            "opinion",
            "decided_at",
            "standing",
        )
        read_only_fields = fields

    def get_standing(self, review: CourseReview) -> bool:
        """Return whether the review holds."""
        return review.standing is True


class Verdict(Input):
    """What a reviewer says."""

    verdict = serializers.ChoiceField(CourseReview.Verdict.choices, help_text="Passed or returned.")
    opinion = MayBeEmpty("The opinion, at most 500 characters; needed for what is returned.", default="")


class CourseReviewFilters(by.BodyFilters):
    """Reviews by institution, version, reviewer, angle, verdict, whether they are awaited, or whether they hold."""

    body: ClassVar = "version__course__institution"

    version = by.uuid_of("version", "The version.")
    reviewer = filters.CharFilter(field_name="reviewer__username", label="Platform name of the reviewer.")
    angle = by.one_of(CourseReview.Angle, "angle", "From which angle.")
    verdict = by.one_of(CourseReview.Verdict, "verdict", "What was said.")
    awaited = by.awaited("decided_at", "Whether the verdict is awaited.")
    standing = by.standing()


class CourseReviews(Resource):
    """Who reviews which course from which of the five angles (7.1.3): seen by the institution and the reviewer."""

    queryset = CourseReview.objects.select_related("version__course__institution", "reviewer", "assigned_by")
    serializer_class = CourseReviewSerializer
    filterset_class = CourseReviewFilters
    inputs: ClassVar = {"decide": Verdict}

    @action(detail=True, methods=["post"])
    def decide(self, request: Request, **_address: str) -> Response:
        """Give the verdict that one was asked for, once: what is returned goes back into production (7.1.3)."""
        review = self.get_object()
        return self.afterwards(workflow.decide_review(request.user, review, **self.given()))


class CourseReportSerializer(serializers.ModelSerializer[CourseReport]):
    """What a department was told of a released course."""

    version = UuidOf("step.version", "The version.")
    organization = CodeOf("step.version.course.institution", "Code of the training institution.")
    code = CodeOf("step.version.course", "Code of the course.")
    number = serializers.IntegerField(source="step.version.number", read_only=True, help_text="Number of the version.")
    kind = serializers.ChoiceField(CourseStep.Kind.choices, source="step.kind", read_only=True)
    reason = serializers.CharField(source="step.reason", read_only=True, help_text="Why it was done.")
    at = Instant(source="step.at", read_only=True)
    department = CodeOf("department", "Code of the department.")
    acknowledged_by = UsernameOf("acknowledged_by", "Platform name of whoever took note for the department.")
    acknowledged_at = Instant(read_only=True)

    class Meta:
        model = CourseReport
        fields = (
            "uuid",
            "version",
            "organization",
            "code",
            "number",
            "kind",
            "reason",
            "at",
            "department",
            "acknowledged_by",
            "acknowledged_at",
            "remarks",
        )
        read_only_fields = fields


class Note(Input):
    """What the department has to say."""

    remarks = MayBeEmpty("What there is to say; at most 500 characters.", default="")


class CourseReportFilters(by.BodyFilters):
    """Reports by institution, department, what was done, or whether they are still to be acknowledged."""

    body: ClassVar = "step__version__course__institution"

    department = filters.CharFilter(field_name="department__code", label="Code of the department.")
    kind = by.one_of(CourseStep.Kind, "step__kind", "What was done.")
    awaited = by.awaited("acknowledged_at", "Whether it is still to be acknowledged.")


class CourseReports(Resource):
    """What departments are told of released courses (7.1.3): seen by the institution and the departments above."""

    queryset = CourseReport.objects.select_related(
        "step__version__course__institution", "department", "acknowledged_by"
    )
    serializer_class = CourseReportSerializer
    filterset_class = CourseReportFilters
    inputs: ClassVar = {"acknowledge": Note}

    @action(detail=True, methods=["post"])
    def acknowledge(self, request: Request, **_address: str) -> Response:
        """Take note of what was done with a released course, as the department (7.1.3)."""
        report = self.get_object()
        return self.afterwards(workflow.acknowledge_report(request.user, report, **self.given()))
