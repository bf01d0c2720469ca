"""Who answers questions, what moderation did, and how many questions wait: without what was written (8.2.3)."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports.applets.questions.api import Answerer, ModerationStep
from cadretrain_reports.applets.roles.api import Role, RoleAssignment
from cadretrain_reports.rest import filters as by
from cadretrain_reports.rest.edge import Edge
from cadretrain_reports.rest.fields import CodeOf, Instant, Seen, UsernameOf, UuidOf
from cadretrain_reports.rest.inputs import Nothing
from cadretrain_reports.rest.questions import Placed
from cadretrain_reports.rest.resources import Listing, Resource
from cadretrain_reports.workflows import questions as workflow


class AnswererSerializer(serializers.ModelSerializer[Answerer]):
    """Who is named to answer where, by which duty."""

    organization = CodeOf("institution", "Code of the institution whose course or class it is.")
    course = UuidOf("course", "On which course, or null.", allow_null=True)
    theme_class = UuidOf("theme_class", "In which class, or null.", allow_null=True)
    person = UsernameOf("assignment.user", "Platform name of whoever answers.")
    role = serializers.ChoiceField(
        Role.choices, source="assignment.role", read_only=True, help_text="By which role they answer."
    )
    standing = serializers.SerializerMethodField(help_text="Whether the person still answers.")
    named_at = Instant(read_only=True)
    withdrawn_at = Instant(read_only=True)

    class Meta:
        model = Answerer
        fields = (
            "uuid",
            "organization",
            "course",
            "theme_class",
            "person",
            "role",
            "standing",
            "named_at",
            "withdrawn_at",
        )
        read_only_fields = fields

    def get_standing(self, answerer: Answerer) -> bool:
        """Return whether it stands."""
        return bool(answerer.standing)


class Named(Placed):
    """Who is to answer where."""

    assignment = Seen(
        queryset=RoleAssignment.objects.select_related("user"),
        slug_field="uuid",
        help_text="By which duty at the institution.",
    )


class AnswererFilters(by.BodyFilters):
    """Answerers by institution, course, class, or whether they still answer."""

    body: ClassVar = "institution"

    course = by.uuid_of("course", "The course.")
    theme_class = by.uuid_of("theme_class", "The class.")
    standing = by.standing()


class Answerers(Resource):
    """Who is named to answer questions; in a class where nobody is, its head teacher and teachers do (8.2.3, 8.3.4)."""

    queryset = Answerer.objects.select_related("institution", "course", "theme_class", "assignment__user")
    serializer_class = AnswererSerializer
    filterset_class = AnswererFilters
    inputs: ClassVar = {"create": Named, "withdraw": Nothing}

    def create(self, _request: Request, **_address: str) -> Response:
        """Name somebody by a duty at the institution (8.2.3)."""
        return self.begin(workflow.name_answerer)

    @action(detail=True, methods=["post"])
    def withdraw(self, _request: Request, **_address: str) -> Response:
        """Have somebody answer there no more; what they answered stays (8.2.3)."""
        return self.act(workflow.withdraw_answerer)


class ModerationStepSerializer(serializers.ModelSerializer[ModerationStep]):
    """What was hidden or shown again, by whom and why; not what was written there."""

    organization = CodeOf("institution", "Code of the institution whose course or class it is.")
    question = UuidOf("question", "The question.")
    reply = UuidOf("reply", "The reply, or null where it was the question itself.", allow_null=True)
    by = UsernameOf("by", "Platform name of whoever did it.")
    at = Instant(read_only=True)

    class Meta:
        model = ModerationStep
        fields = ("uuid", "organization", "question", "reply", "act", "reason", "by", "at")
        read_only_fields = fields


class ModerationStepFilters(by.BodyFilters):
    """Steps by institution, question, act or day."""

    body: ClassVar = "institution"

    question = by.uuid_of("question", "The question.")
    act = by.one_of(ModerationStep.Act, "act", "What was done.")
    since = by.since("at")
    until = by.until("at")


class ModerationSteps(Listing):
    """The log of moderation: for the institution's staff and the departments above it (8.2.3)."""

    queryset = ModerationStep.objects.select_related("institution", "question", "reply", "by")
    serializer_class = ModerationStepSerializer
    filterset_class = ModerationStepFilters


class QuestionCountsSerializer(serializers.Serializer[Any]):
    """The questions of one institution, in figures."""

    organization = serializers.CharField(help_text="Code of the institution.")
    open = serializers.IntegerField(help_text="Questions that await an answer; the overdue ones are among them.")
    overdue = serializers.IntegerField(help_text="Those that have waited longer than the policy allows.")
    answered = serializers.IntegerField(help_text="Questions that are answered.")
    hidden = serializers.IntegerField(
        source="withheld", help_text="Questions that moderation has hidden; in no other figure."
    )


class QuestionFiguresSerializer(serializers.Serializer[Any]):
    """The questions of all institutions that the caller sees wholly."""

    results = QuestionCountsSerializer(many=True, help_text="By the code of the institution.")


class QuestionFigures(Edge):
    """How many questions wait and how many are overdue, by institution, for it and the departments above (8.2.3)."""

    outputs: ClassVar = {"get": QuestionFiguresSerializer}

    def get(self, request: Request) -> Response:
        """Answer one row for each institution in which something was asked."""
        return Response(QuestionFiguresSerializer({"results": workflow.figures(request.user)}).data)
