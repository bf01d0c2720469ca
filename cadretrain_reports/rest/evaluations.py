"""Course evaluation: each trainee's own, and what many come to without names (7.1.2)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.evaluation.api import DIMENSIONS, CourseEvaluation, Opinion
from cadretrain_reports.rest import filters as by
from cadretrain_reports.rest.edge import Edge
from cadretrain_reports.rest.fields import AnyCourse, CodeOf, Instant, UuidOf
from cadretrain_reports.rest.filters import FIRST_DAY, LAST_DAY
from cadretrain_reports.rest.inputs import Input, MayBeEmpty, asked
from cadretrain_reports.rest.organization_inputs import a_body
from cadretrain_reports.rest.resources import Resource
from cadretrain_reports.workflows import evaluation as workflow


class CourseEvaluationSerializer(serializers.ModelSerializer[CourseEvaluation]):
    """What the caller said of a course; scores from 1, dissatisfied, to 5, very satisfied."""

    course = UuidOf("study.course", "The course.")
    organization = CodeOf("study.course.institution", "Code of the institution that gives the course.")
    given_at = Instant(read_only=True)
    revised_at = Instant(read_only=True)

    class Meta:
        model = CourseEvaluation
        fields = ("uuid", "course", "organization", "year", *DIMENSIONS, "comment", "given_at", "revised_at")
        read_only_fields = fields


class Said(Input):
    """What is said of a course."""

    content = serializers.ChoiceField(CourseEvaluation.Score.choices, help_text="Course content, from 1 to 5.")
    activities = serializers.ChoiceField(CourseEvaluation.Score.choices, help_text="Learning activities, from 1 to 5.")
    form = serializers.ChoiceField(CourseEvaluation.Score.choices, help_text="Course form, from 1 to 5.")
    support = serializers.ChoiceField(CourseEvaluation.Score.choices, help_text="Online learning support, 1 to 5.")
    comment = MayBeEmpty("What there is to say besides; at most 1000 characters.", default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return what the workflow takes."""
        named = {"course": attrs.pop("course")} if "course" in attrs else {}
        return {**named, "opinion": Opinion(**attrs)}


class SaidOfCourse(Said):
    """What is said of which course."""

    course = AnyCourse("The course that was studied.")


class CourseEvaluationFilters(by.BodyFilters):
    """One's own evaluations by institution, course or year."""

    body: ClassVar = "study__course__institution"

    course = by.uuid_of("study__course", "The course.")
    year = by.in_year()


class CourseEvaluations(Resource):
    """What the caller said of courses (7.1.2). Nobody sees what another has said."""

    queryset = CourseEvaluation.objects.select_related("study__course__institution")
    serializer_class = CourseEvaluationSerializer
    filterset_class = CourseEvaluationFilters
    inputs: ClassVar = {"create": SaidOfCourse, "partial_update": Said}

    def create(self, request: Request, **_address: str) -> Response:
        """Evaluate a course that one has studied, once (7.1.2)."""
        return self.afterwards(workflow.give_evaluation(request.user, **self.given()), HTTPStatus.CREATED)

    def partial_update(self, request: Request, **_address: str) -> Response:
        """Say something else of it, in the same annual period (7.1.2)."""
        given, said = self.get_object(), self.given()
        return self.afterwards(workflow.revise_evaluation(request.user, given, **said))


class WhichResults(Input):
    """Of which courses and which year results are wanted."""

    organization = a_body("Code of the institution.", source="institution")
    year = serializers.IntegerField(min_value=FIRST_DAY.year, max_value=LAST_DAY.year, help_text="Annual period.")
    course = AnyCourse("One course of the institution; all of them if it is left out.", required=False, default=None)


class ScoresSerializer(serializers.Serializer[Any]):
    """Means from 1 to 5."""

    content = serializers.DecimalField(2, 1, coerce_to_string=True)
    activities = serializers.DecimalField(2, 1, coerce_to_string=True)
    form = serializers.DecimalField(2, 1, coerce_to_string=True)
    support = serializers.DecimalField(2, 1, coerce_to_string=True)


class CourseResultsSerializer(serializers.Serializer[Any]):
    """How a course was evaluated; without figures while too few have answered."""

    course = serializers.UUIDField(source="results.course.uuid", help_text="The course.")
    code = serializers.CharField(source="results.course.code", help_text="Its code.")
    answers = serializers.IntegerField(source="results.answers", allow_null=True)
    scores = ScoresSerializer(source="results.scores", allow_null=True)
    comments = serializers.ListField(child=serializers.CharField(), allow_null=True, help_text="Of one course only.")


class EvaluationResultsSerializer(serializers.Serializer[Any]):
    """How courses were evaluated."""

    results = CourseResultsSerializer(many=True)


class EvaluationResults(Edge):
    """How an institution's courses were evaluated in a year, without names (7.1.2): for its staff and those above."""

    query: ClassVar = WhichResults
    outputs: ClassVar = {"get": EvaluationResultsSerializer}

    def get(self, request: Request) -> Response:
        """Answer the results; that they were read is put on record."""
        wanted = asked(self.query, self, request)
        found = workflow.evaluation_results(request.user, **wanted)
        about = audit.Target("evaluation_results", "", wanted["institution"].code)
        audit.record("read", request.user.pk, about, rows=len(found), year=wanted["year"])
        return Response(EvaluationResultsSerializer({"results": found}).data)
