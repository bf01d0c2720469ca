"""The head teacher's desk, class evaluation and reports of a class (8.3.4, 8.3.5)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from http import HTTPStatus
from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports.applets.class_life.api import ClassEvaluation, Question, questions_of
from cadretrain_reports.applets.theme_classes.api import ClassRegistration
from cadretrain_reports.offline.sheets.values import value_text
from cadretrain_reports.rest.class_days import OfMemberFilters, a_class, a_registration
from cadretrain_reports.rest.edge import Edge
from cadretrain_reports.rest.fields import CodeOf, Hours, Instant, SeenEach, UuidOf
from cadretrain_reports.rest.inputs import Input, MayBeEmpty, Text, asked
from cadretrain_reports.rest.reminders import RemindersSerializer
from cadretrain_reports.rest.resources import Resource
from cadretrain_reports.workflows import class_desk, class_evaluation, class_reports


class WhichClass(Input):
    """Of which class."""

    theme_class = a_class("The class.")


class WhichDesk(WhichClass):
    """Of which class, and of whom."""

    show = serializers.ChoiceField(
        class_desk.FILTERS, default="", help_text="Only laggards, those over the limit of leave, or with open work."
    )
    after = serializers.UUIDField(required=False, help_text="The `next` of the page before.")


class ClassPartSerializer(serializers.Serializer[Any]):
    """A part of the plan of a class."""

    asked = serializers.IntegerField(help_text="How much is asked.")
    done = serializers.IntegerField(help_text="How much of it is done.")


class ClassProgressSerializer(serializers.Serializer[Any]):
    """How far one trainee is in a class."""

    registration = UuidOf("registration", "The trainee's registration in the class.")
    trainee = UuidOf("registration.trainee", "The trainee.")
    name = serializers.CharField(source="registration.trainee.name", help_text="The trainee's name.")
    organization = CodeOf("registration.trainee.unit", "Code of the trainee's unit.")
    hours_asked = Hours(source="standing.hours_asked", help_text="Credit-hours that the class asks for.")
    hours_done = Hours(source="standing.hours_done", help_text="Those that are fulfilled.")
    courses = ClassPartSerializer(source="standing.courses", help_text="Required courses.")
    activities = ClassPartSerializer(source="standing.activities", help_text="Required activities that have begun.")
    assignments = ClassPartSerializer(source="standing.assignments", help_text="Required assignments.")
    exams = ClassPartSerializer(source="standing.exams", help_text="Assessments, and those that are passed.")
    absences = serializers.IntegerField(help_text="Activities missed without leave.")
    leave_hours = Hours(help_text="Hours of leave that were granted.")
    over_leave = serializers.BooleanField(help_text="Whether that is more than may be: named for dropping out.")
    percent = serializers.IntegerField(source="standing.percent", help_text="How much is done.")
    behind = serializers.IntegerField(help_text="Points of a hundred behind the days of the class.")
    lags = serializers.BooleanField(help_text="Whether that is a lag by the site's policy.")
    last_studied_at = Instant(allow_null=True, help_text="When the trainee studied a course of the class last.")


class DeskSerializer(serializers.Serializer[Any]):
    """A page of the desk."""

    results = ClassProgressSerializer(many=True)
    next = serializers.UUIDField(allow_null=True, help_text="`after` of the next page, or null.")


class ClassReminder(Input):
    """Whom the head teacher reminds, and what they are told."""

    registrations = SeenEach(
        ClassRegistration.objects.select_related("theme_class__institution", "trainee"),
        "Who is reminded: registrations in one class, up to 200.",
    )
    note = Text("What they are told; at most 500 characters.")


class ClassDesk(Edge):
    """Who of a class is how far (8.3.4), for those who serve it, and reminders to those who are chosen."""

    query: ClassVar = WhichDesk
    inputs: ClassVar = {"post": ClassReminder}
    outputs: ClassVar = {"get": DeskSerializer, "post": {(201, "application/json"): RemindersSerializer}}

    def get(self, request: Request) -> Response:
        """Answer one page, in a fixed number of queries (8.3.4)."""
        wanted = asked(self.query, self, request)
        found = class_desk.desk(request.user, wanted["theme_class"], wanted["show"], wanted.get("after"))
        following = found.following.uuid if found.following else None
        return Response(DeskSerializer({"results": found.rows, "next": following}).data)

    def post(self, request: Request) -> Response:
        """Remind trainees of a class with a note (8.3.4): all of them or nobody."""
        said = ClassReminder(data=request.data, context={"request": request, "view": self})
        said.is_valid(raise_exception=True)
        made = class_desk.remind(request.user, **said.validated_data)
        return Response(RemindersSerializer({"results": made}).data, status=HTTPStatus.CREATED)


class FormQuestionSerializer(Input):
    """A question of the form."""

    part = Text("The part that it belongs to; at most 64 characters.")
    text = Text("What is asked; at most 200 characters.")


class FormSerializer(serializers.Serializer[Any]):
    """What trainees of a class are asked."""

    questions = FormQuestionSerializer(many=True)


class NewForm(WhichClass):
    """What trainees of a class are to be asked."""

    questions = serializers.ListSerializer[Any](child=FormQuestionSerializer(), help_text="The questions, up to 30.")

    def validate_questions(self, questions: list[dict[str, str]]) -> list[Question]:
        """Return what the workflow takes."""
        return [Question(**one) for one in questions]


class ClassForm(Edge):
    """The form by which a class is evaluated (8.3.4): the usual one, or its own."""

    query: ClassVar = WhichClass
    inputs: ClassVar = {"post": NewForm}
    outputs: ClassVar = {"get": FormSerializer, "post": FormSerializer}

    def get(self, request: Request) -> Response:
        """Answer the questions, for whoever sees the class (8.3.4)."""
        wanted = asked(self.query, self, request)
        return Response(FormSerializer({"questions": questions_of(wanted["theme_class"])}).data)

    def post(self, request: Request) -> Response:
        """Ask something else, as head teacher, before anybody has answered (8.3.4)."""
        said = NewForm(data=request.data, context={"request": request, "view": self})
        said.is_valid(raise_exception=True)
        questions = class_evaluation.change_form(request.user, **said.validated_data)
        return Response(FormSerializer({"questions": questions}).data)


class ClassEvaluationSerializer(serializers.ModelSerializer[ClassEvaluation]):
    """What the caller said of a class."""

    theme_class = UuidOf("registration.theme_class", "The class.")
    organization = CodeOf("registration.theme_class.institution", "Code of the institution of the class.")
    scores = serializers.ListField(child=serializers.IntegerField(), read_only=True, help_text="By question.")
    given_at = Instant(read_only=True)

    class Meta:
        model = ClassEvaluation
        fields = ("uuid", "theme_class", "organization", "scores", "comment", "given_at")
        read_only_fields = fields


class NewClassEvaluation(Input):
    """What one says of one's class."""

    registration = a_registration("One's own registration in the class.")
    scores = serializers.ListField(
        child=serializers.IntegerField(min_value=6, max_value=10),
        max_length=30,
        help_text="An answer to each question, from 10, very satisfied, to 6, dissatisfied.",
    )
    comment = MayBeEmpty("What there is to say besides; at most 1000 characters.", default="")


class ClassEvaluations(Resource):
    """What the caller said of classes (8.3.4). Nobody sees what another has said."""

    queryset = ClassEvaluation.objects.select_related("registration__theme_class__institution")
    serializer_class = ClassEvaluationSerializer
    filterset_class = OfMemberFilters
    inputs: ClassVar = {"create": NewClassEvaluation}

    def create(self, _request: Request, **_address: str) -> Response:
        """Evaluate a class that one is in, once, while it runs or is assessed (8.3.4)."""
        return self.begin(class_evaluation.evaluate_class)


class QuestionResultSerializer(serializers.Serializer[Any]):
    """How a question was answered."""

    part = serializers.CharField(help_text="The part that it belongs to.")
    text = serializers.CharField(help_text="What was asked.")
    mean = serializers.DecimalField(4, 2, coerce_to_string=True, allow_null=True, help_text="From 6 to 10, or null.")


class ClassResultsSerializer(serializers.Serializer[Any]):
    """How a class was evaluated; without figures while trainees may answer, and where too few have."""

    answers = serializers.IntegerField(allow_null=True)
    questions = QuestionResultSerializer(many=True)
    comments = serializers.ListField(child=serializers.CharField(), allow_null=True, help_text="Not for its staff.")


class ClassEvaluationResults(Edge):
    """How a class was evaluated, without names (8.3.4): for its staff, and for those who manage it."""

    query: ClassVar = WhichClass
    outputs: ClassVar = {"get": ClassResultsSerializer}

    def get(self, request: Request) -> Response:
        """Answer what the evaluation came to (8.3.4)."""
        wanted = asked(self.query, self, request)
        found = class_evaluation.class_results(request.user, wanted["theme_class"])
        means: Sequence[Decimal | None] = found.means or [None] * len(found.questions)
        questions = [
            {"part": one.part, "text": one.text, "mean": mean} for one, mean in zip(found.questions, means, strict=True)
        ]
        told = {"answers": found.answers, "questions": questions, "comments": found.comments}
        return Response(ClassResultsSerializer(told).data)


class WhichReport(WhichClass):
    """Which report of which class."""

    report = serializers.ChoiceField(list(class_reports.KINDS), help_text="Which report.")


class ClassReportSerializer(serializers.Serializer[Any]):
    """A report as a table."""

    title = serializers.CharField(help_text="What it is, in the caller's language.")
    headers = serializers.ListField(child=serializers.CharField(), help_text="What its columns are.")
    rows = serializers.ListField(child=serializers.ListField(child=serializers.CharField()), help_text="Cells as text.")


class ClassReports(Edge):
    """Reports of a class (8.3.4): process evaluation, statistics, and lists to be filled in, for those who serve it."""

    query: ClassVar = WhichReport
    outputs: ClassVar = {"get": ClassReportSerializer}

    def get(self, request: Request) -> Response:
        """Answer a report (8.3.4)."""
        wanted = asked(self.query, self, request)
        found = class_reports.report(request.user, wanted["theme_class"], wanted["report"])
        rows = [[value_text(value) for value in row] for row in found.rows]
        return Response(ClassReportSerializer({"title": found.title, "headers": found.headers, "rows": rows}).data)
