"""Results of assessments, and corrections of learning time (8.2.5, 3.9)."""

from __future__ import annotations

from typing import Any, ClassVar

from django_filters import rest_framework as filters
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports.applets.assessments.api import AssessmentResult
from cadretrain_reports.applets.courses.api import CourseVersion
from cadretrain_reports.applets.learning.api import TimeCorrection
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.rest import filters as by
from cadretrain_reports.rest.fields import AnyCourse, CodeOf, Day, Instant, Seen, UsernameOf, UuidOf
from cadretrain_reports.rest.inputs import Input, MayBeEmpty, NeededReason
from cadretrain_reports.rest.resources import Listing, Resource
from cadretrain_reports.workflows import assess as workflow


class AssessmentResultSerializer(serializers.ModelSerializer[AssessmentResult]):
    """The result of one attempt of one trainee at the assessment of a course.

    The institution of the course sees it whoever the trainee is, and knows them by ``code``.
    """

    trainee = UuidOf("study.trainee", "Who was assessed.")
    code = CodeOf("study.trainee", "The agreed identifier of whoever was assessed.")
    organization = CodeOf("study.course.institution", "Code of the institution whose course it is (R1).")
    course = CodeOf("study.course", "Code of the course.")
    assessment = serializers.ChoiceField(
        CourseVersion.Assessment.choices, source="method", read_only=True, help_text="The way of assessment."
    )
    score = serializers.DecimalField(
        max_digits=5,
        decimal_places=2,
        coerce_to_string=True,
        read_only=True,
        allow_null=True,
        help_text="In percent, or null.",
    )
    assessed_at = Instant(read_only=True)
    by = UsernameOf("by", "Platform name of whoever recorded it; null where the platform graded.")
    recorded_at = Instant(read_only=True)
    replaces = UuidOf("replaces", "The result in whose place it stands, or null.", allow_null=True)

    class Meta:
        model = AssessmentResult
        fields = (
            "uuid",
            "trainee",
            "code",
            "organization",
            "course",
            "assessment",
            "attempt",
            "score",
            "pass_mark",
            "passed",
            "assessed_at",
            "source",
            "by",
            "recorded_at",
            "note",
            "replaces",
        )
        read_only_fields = fields


class Assessed(Input):
    """What an assessment came to: a score, or whether it was passed."""

    assessed_on = Day("On which day.")
    score = serializers.DecimalField(
        max_digits=5,
        decimal_places=2,
        coerce_to_string=True,
        allow_null=True,
        default=None,
        help_text="In percent, as text, or null.",
    )
    passed = serializers.BooleanField(
        allow_null=True, default=None, help_text="Whether it was passed, where there is no score; else null."
    )


class NewResult(Assessed):
    """Who was assessed in what, and what it came to."""

    trainee = Seen(slug_field="uuid", queryset=Trainee.objects.select_related("unit"), help_text="Who was assessed.")
    course = AnyCourse("In which course.")
    note = MayBeEmpty("What there is to say; at most 500 characters.", default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return what the workflow takes."""
        named = {name: attrs.pop(name) for name in ("trainee", "course")}
        return {**named, "said": workflow.Said(**attrs)}


class Corrected(Assessed):
    """What an assessment really came to, and why that is said now."""

    reason = NeededReason()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return what the workflow takes."""
        return {"reason": attrs.pop("reason"), "said": workflow.Said(**attrs)}


class AssessmentResultFilters(by.BodyFilters):
    """Results by institution, trainee, course, way of assessment, or day."""

    body: ClassVar = "study__course__institution"

    trainee = by.uuid_of("study__trainee", "Who was assessed.")
    course = filters.CharFilter(field_name="study__course__code", label="Code of the course.")
    assessment = by.one_of(CourseVersion.Assessment, "method", "The way of assessment.")
    source = by.one_of(AssessmentResult.Source, "source", "How the result came in.")
    since = by.since("assessed_at")
    until = by.until("assessed_at")


class AssessmentResults(Resource):
    """Results of assessments (8.2.5): every attempt is kept, what is wrong is corrected by a further result."""

    queryset = AssessmentResult.objects.select_related(
        "study__trainee", "study__course__institution", "version__course__institution", "by", "replaces"
    )
    serializer_class = AssessmentResultSerializer
    filterset_class = AssessmentResultFilters
    inputs: ClassVar = {"create": NewResult, "correct": Corrected}

    def create(self, _request: Request, **_address: str) -> Response:
        """Record a result, for staff of the institution; the same again changes nothing (8.2.5)."""
        return self.begin(workflow.record_result)

    @action(detail=True, methods=["post"])
    def correct(self, request: Request, **_address: str) -> Response:
        """Put a further result in the place of this one, and answer it (8.2.5)."""
        return self.afterwards(workflow.correct_result(request.user, self.get_object(), **self.given()), 201)


class TimeCorrectionSerializer(serializers.ModelSerializer[TimeCorrection]):
    """Learning time that was added by hand, and why."""

    trainee = UuidOf("study.trainee", "Whose time it is.")
    organization = CodeOf("study.course.institution", "Code of the institution whose course it is (R1).")
    course = CodeOf("study.course", "Code of the course.")
    start_at = Instant(read_only=True)
    end_at = Instant(read_only=True)
    by = UsernameOf("by", "Platform name of whoever added it.")
    recorded_at = Instant(read_only=True)

    class Meta:
        model = TimeCorrection
        fields = ("uuid", "trainee", "organization", "course", "start_at", "end_at", "reason", "by", "recorded_at")
        read_only_fields = fields


class TimeCorrectionFilters(by.BodyFilters):
    """Corrections by institution, trainee, course or day."""

    body: ClassVar = "study__course__institution"

    trainee = by.uuid_of("study__trainee", "Whose time it is.")
    course = filters.CharFilter(field_name="study__course__code", label="Code of the course.")
    since = by.since("start_at")
    until = by.until("start_at")


class TimeCorrections(Listing):
    """Learning time that was added by hand (3.9): it counts like other time, never a second twice (R7)."""

    queryset = TimeCorrection.objects.select_related("study__trainee", "study__course__institution", "by")
    serializer_class = TimeCorrectionSerializer
    filterset_class = TimeCorrectionFilters
