"""Exams and make-up exams of classes, and their results (8.3.4, 8.3.6)."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports.applets.class_life.api import (
    ExamMark,
    ExamResult,
    ExamSitting,
)
from cadretrain_reports.applets.theme_classes.api import ClassAssessment
from cadretrain_reports.rest import filters as by
from cadretrain_reports.rest.class_days import OfMemberFilters, a_registration
from cadretrain_reports.rest.class_work import Percent
from cadretrain_reports.rest.fields import CodeOf, Day, Instant, Seen, UsernameOf, UuidOf
from cadretrain_reports.rest.inputs import Input, MayBeEmpty
from cadretrain_reports.rest.resources import Resource
from cadretrain_reports.workflows import class_exams


def an_assessment(help_text: str) -> Seen:
    """Return the field that names an assessment of a class in the caller's scope."""
    rows = ClassAssessment.objects.select_related("theme_class__institution")
    return Seen(slug_field="uuid", queryset=rows, help_text=help_text)


class ExamSittingSerializer(serializers.ModelSerializer[ExamSitting]):
    """When an exam of a class is held."""

    organization = CodeOf("assessment.theme_class.institution", "Code of the institution of the class.")
    assessment = UuidOf("assessment", "The assessment of the class.")
    held_at = Instant(read_only=True)
    set_by = UsernameOf("set_by", "Platform name of whoever set it.")
    set_at = Instant(read_only=True)

    class Meta:
        model = ExamSitting
        fields = ("uuid", "organization", "assessment", "number", "is_make_up", "held_at", "place", "set_by", "set_at")
        read_only_fields = fields


class NewSitting(Input):
    """When and where an exam is held."""

    assessment = an_assessment("The assessment of the class.")
    held_at = Instant(help_text="When.")
    place = MayBeEmpty("Where; at most 500 characters.", default="")


class ExamSittingFilters(by.BodyFilters):
    """Sittings by institution, class or assessment."""

    body: ClassVar = "assessment__theme_class__institution"

    theme_class = by.uuid_of("assessment__theme_class", "The class.")
    assessment = by.uuid_of("assessment", "The assessment.")


class ExamSittings(Resource):
    """Exams and make-up exams of classes (8.3.4), set by the head teacher."""

    queryset = ExamSitting.objects.select_related("assessment__theme_class__institution", "set_by")
    serializer_class = ExamSittingSerializer
    filterset_class = ExamSittingFilters
    inputs: ClassVar = {"create": NewSitting, "make_up": NewSitting}

    def create(self, _request: Request, **_address: str) -> Response:
        """Set when trainees sit an exam (8.3.4)."""
        return self.begin(class_exams.set_exam)

    @action(detail=False, methods=["post"], url_path="make-up", url_name="make-up")
    def make_up(self, _request: Request, **_address: str) -> Response:
        """Let those who failed and have attempts left sit it again (8.3.4)."""
        return self.begin(class_exams.set_make_up)


class ExamResultSerializer(serializers.ModelSerializer[ExamResult]):
    """How a trainee did in an attempt at an assessment of their class."""

    organization = CodeOf("assessment.theme_class.institution", "Code of the institution of the class.")
    assessment = UuidOf("assessment", "The assessment of the class.")
    registration = UuidOf("registration", "The trainee's registration in the class.")
    score = Percent(read_only=True, help_text="In percent.")
    by = UsernameOf("by", "Platform name of whoever recorded it.")
    at = Instant(read_only=True)
    replaces = UuidOf("replaces", "The wrong result in whose place it stands, or null.", allow_null=True)

    class Meta:
        model = ExamResult
        fields = (
            "uuid",
            "organization",
            "assessment",
            "registration",
            "attempt",
            "score",
            "pass_mark",
            "passed",
            "assessed_on",
            "source",
            "by",
            "at",
            "note",
            "replaces",
        )
        read_only_fields = fields


class ScoredExam(Input):
    """What an exam came to; a correction says why in its note."""

    score = Percent(help_text="In percent.")
    assessed_on = Day("On which day.")
    note = MayBeEmpty("What there is to say; at most 500 characters.", default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return what the workflow takes."""
        whose: dict[str, Any] = {name: attrs.pop(name) for name in ("assessment", "registration") if name in attrs}
        return {**whose, "mark": ExamMark(**attrs)}


class NewExamResult(ScoredExam):
    """What an exam of a trainee came to."""

    assessment = an_assessment("The assessment of the class.")
    registration = a_registration("The trainee's registration in the class.")


class ExamResultFilters(OfMemberFilters):
    """Results by class, trainee or assessment."""

    assessment = by.uuid_of("assessment", "The assessment.")


class ExamResults(Resource):
    """Results of exams of classes (8.3.6): every attempt is kept, a wrong one is corrected by a further row."""

    queryset = ExamResult.objects.select_related(
        "assessment__theme_class__institution", "registration__trainee__account", "by", "replaces"
    )
    serializer_class = ExamResultSerializer
    filterset_class = ExamResultFilters
    inputs: ClassVar = {"create": NewExamResult, "correct": ScoredExam}

    def create(self, _request: Request, **_address: str) -> Response:
        """Record how a trainee did (8.3.6)."""
        return self.begin(class_exams.record_exam)

    @action(detail=True, methods=["post"])
    def correct(self, request: Request, **_address: str) -> Response:
        """Put a further result in the place of a wrong one, as another person than who recorded it (8.3.6)."""
        result, said = self.get_object(), self.given()
        return self.afterwards(class_exams.correct_exam(request.user, result, **said), 201)
