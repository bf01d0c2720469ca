"""Questions on courses and in classes, who answers them, and what moderation did (8.2.3, 8.3.4)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports import clock
from cadretrain_reports.applets.questions.api import Question, Reply, due_at, with_overdue
from cadretrain_reports.applets.theme_classes.api import ThemeClass
from cadretrain_reports.rest import filters as by
from cadretrain_reports.rest.fields import AnyCourse, CodeOf, Instant, Seen, UuidOf
from cadretrain_reports.rest.inputs import Input, Text, Why
from cadretrain_reports.rest.resources import Resource
from cadretrain_reports.workflows import questions as workflow


class WrittenSerializer(serializers.ModelSerializer[Any]):
    """What somebody wrote: other trainees are not told who, and no trainee is told what moderation has hidden."""

    organization = CodeOf("institution", "Code of the institution whose course or class it is.")
    trainee = UuidOf("trainee", "Who wrote it; null for other trainees.", allow_null=True)
    trainee_name = serializers.CharField(
        source="trainee.name",
        read_only=True,
        allow_null=True,
        help_text="The name of whoever wrote it; null for other trainees.",
    )
    text = serializers.CharField(read_only=True, allow_null=True, help_text="Null for trainees where it is hidden.")

    def to_representation(self, row: Any) -> dict[str, Any]:
        """Return what of the row the caller sees."""
        said: dict[str, Any] = super().to_representation(row)
        reading = workflow.reading_of(row, self.context["request"].user)
        if not reading.tells_name:
            said |= {"trainee": None, "trainee_name": None}
        if not reading.tells_text:
            said["text"] = None
        return said


class DueAt(Instant):
    """Until when a question is to be answered."""

    def __init__(self, **options: Any) -> None:
        super().__init__(source="*", read_only=True, allow_null=True, **options)

    def to_representation(self, value: Any) -> Any:
        """Return the instant, or ``None`` for a question that awaits nothing."""
        due = due_at(value)
        return due and super().to_representation(due)


class QuestionSerializer(WrittenSerializer):
    """A question, and whether its answer is awaited."""

    course = UuidOf("course", "On which course, or null.", allow_null=True)
    theme_class = UuidOf("theme_class", "In which class, or null.", allow_null=True)
    overdue = serializers.BooleanField(read_only=True, help_text="Whether it has waited longer than the policy allows.")
    due_at = DueAt(help_text="Until when it is to be answered; null if it awaits nothing.")
    asked_at = Instant(read_only=True)
    answered_at = Instant(read_only=True)

    class Meta:
        model = Question
        fields = (
            "uuid",
            "organization",
            "course",
            "theme_class",
            "trainee",
            "trainee_name",
            "text",
            "state",
            "overdue",
            "asked_at",
            "due_at",
            "answered_at",
            "hidden",
        )
        read_only_fields = fields


class Placed(Input):
    """A course or a class, one of the two."""

    course = AnyCourse("On which course.", allow_null=True, default=None)
    theme_class = Seen(
        queryset=ThemeClass.objects.select_related("institution"),
        slug_field="uuid",
        allow_null=True,
        default=None,
        help_text="In which class.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return what the workflow takes."""
        course, theme_class = attrs.pop("course"), attrs.pop("theme_class")
        if (course is None) == (theme_class is None):
            said = _("Name a course or a class, and not both.")
            raise ValidationError({"course": said}, code="one_place")
        return {**attrs, "place": course or theme_class}


class QuestionAsked(Placed):
    """What one asks, for oneself."""

    text = Text("The question; at most 1000 characters.")


class Written(Input):
    """An answer, or what is added."""

    text = Text("What is written; at most 2000 characters.")


class QuestionFilters(by.BodyFilters):
    """Questions by institution, course, class, state, whether they are overdue or hidden, or day."""

    body: ClassVar = "institution"

    course = by.uuid_of("course", "The course.")
    theme_class = by.uuid_of("theme_class", "The class.")
    state = by.one_of(Question.State, "state", "Whether an answer is awaited.")
    overdue = by.is_so("overdue", "Whether it is overdue.")
    hidden = by.is_so("hidden", "Whether moderation has hidden it.")
    since = by.since("asked_at")
    until = by.until("asked_at")


class Questions(Resource):
    """Questions: trainees see those on courses that they study and in classes that they are confirmed in (8.2.3)."""

    queryset = Question.objects.select_related("trainee", "institution", "course__institution", "theme_class")
    serializer_class = QuestionSerializer
    filterset_class = QuestionFilters
    inputs: ClassVar = {"create": QuestionAsked, "answer": Written, "follow_up": Written, "hide": Why, "show": Why}

    def get_queryset(self) -> QuerySet[Any]:
        """Return the rows, each with whether it is overdue and how the caller reads it."""
        return with_overdue(workflow.as_read_by(super().get_queryset(), self.request.user), clock.now())

    def create(self, _request: Request, **_address: str) -> Response:
        """Ask on a course or in a class (8.2.3, 8.3.4)."""
        return self.begin(workflow.ask)

    @action(detail=True, methods=["post"])
    def answer(self, _request: Request, **_address: str) -> Response:
        """Answer, as one of those who are named for it (8.2.3)."""
        return self.act(workflow.answer)

    @action(detail=True, methods=["post"], url_path="follow-up")
    def follow_up(self, _request: Request, **_address: str) -> Response:
        """Add to a question as a trainee; where its asker asks on, it is open again (8.2.3)."""
        return self.act(workflow.follow_up)

    @action(detail=True, methods=["post"])
    def hide(self, _request: Request, **_address: str) -> Response:
        """Take a question out of trainees' sight, with all replies, for a reason (8.2.3)."""
        return self.act(workflow.hide)

    @action(detail=True, methods=["post"])
    def show(self, _request: Request, **_address: str) -> Response:
        """Show a hidden question again, for a reason (8.2.3)."""
        return self.act(workflow.show)


class ReplySerializer(WrittenSerializer):
    """An answer, or what a trainee has added."""

    organization = CodeOf("question.institution", "Code of the institution whose course or class it is.")
    question = UuidOf("question", "The question.")
    is_answer = serializers.BooleanField(read_only=True, help_text="Whether whoever is named for it answered.")
    answered_by = serializers.SerializerMethodField(
        help_text="Platform name of whoever answered; null of what a trainee added."
    )
    at = Instant(read_only=True)

    class Meta:
        model = Reply
        fields = (
            "uuid",
            "organization",
            "question",
            "is_answer",
            "answered_by",
            "trainee",
            "trainee_name",
            "text",
            "at",
            "hidden",
        )
        read_only_fields = fields

    def get_answered_by(self, reply: Reply) -> str | None:
        """Return who answered."""
        return str(reply.by.username) if reply.is_answer else None


class ReplyFilters(by.BodyFilters):
    """Replies by institution, question, whether they are hidden, or day."""

    body: ClassVar = "question__institution"

    question = by.uuid_of("question", "The question.")
    hidden = by.is_so("hidden", "Whether moderation has hidden it.")
    since = by.since("at")
    until = by.until("at")


class Replies(Resource):
    """Answers, and what trainees have added: whoever sees the question sees those that are not hidden (8.2.3)."""

    queryset = Reply.objects.select_related(
        "trainee", "by", "question__institution", "question__course__institution", "question__theme_class__institution"
    )
    serializer_class = ReplySerializer
    filterset_class = ReplyFilters
    inputs: ClassVar = {"hide": Why, "show": Why}

    def get_queryset(self) -> QuerySet[Any]:
        """Return the rows, each with how the caller reads it."""
        return workflow.as_read_by(super().get_queryset(), self.request.user)

    @action(detail=True, methods=["post"])
    def hide(self, _request: Request, **_address: str) -> Response:
        """Take a reply out of trainees' sight, for a reason (8.2.3)."""
        return self.act(workflow.hide)

    @action(detail=True, methods=["post"])
    def show(self, _request: Request, **_address: str) -> Response:
        """Show a hidden reply again, for a reason (8.2.3)."""
        return self.act(workflow.show)
