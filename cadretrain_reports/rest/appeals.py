"""Appeals of trainees about learning time, credit-hours or assessment (8.2.5, 9.1.1)."""

from __future__ import annotations

from typing import Any, ClassVar

from django_filters import rest_framework as filters
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports.applets.appeals.api import Appeal
from cadretrain_reports.applets.learning.api import Span
from cadretrain_reports.rest import filters as by
from cadretrain_reports.rest.assessments import Assessed
from cadretrain_reports.rest.fields import AnyCourse, CodeOf, Instant, UsernameOf, UuidOf
from cadretrain_reports.rest.inputs import Input, Nothing, Text
from cadretrain_reports.rest.resources import Resource
from cadretrain_reports.workflows import appeals as workflow
from cadretrain_reports.workflows.assess import Said


class AppealSerializer(serializers.ModelSerializer[Appeal]):
    """What a trainee objects to, what was answered, and the further entry that it led to."""

    trainee = UuidOf("study.trainee", "Who appeals.")
    code = CodeOf("study.trainee", "The agreed identifier of whoever appeals.")
    organization = CodeOf("study.course.institution", "Code of the institution whose course it is (R1).")
    course = CodeOf("study.course", "Code of the course.")
    asked_at = Instant(read_only=True)
    decided_by = UsernameOf("decided_by", "Platform name of whoever answered.")
    decided_at = Instant(read_only=True)
    correction = UuidOf("correction", "The correction of time that it led to, or null.", allow_null=True)
    result = UuidOf("result", "The result that it led to, or null.", allow_null=True)

    class Meta:
        model = Appeal
        fields = (
            "uuid",
            "trainee",
            "code",
            "organization",
            "course",
            "subject",
            "reason",
            "state",
            "asked_at",
            "decided_by",
            "decided_at",
            "answer",
            "correction",
            "result",
        )
        read_only_fields = fields


class Objection(Input):
    """What oneself objects to."""

    course = AnyCourse("In which course, which one has begun.")
    subject = serializers.ChoiceField(Appeal.Subject.choices, help_text="What it is about.")
    reason = Text("Why; at most 500 characters.")


class Rejected(Input):
    """Why an appeal is rejected."""

    answer = Text("The reasons; at most 500 characters.")


class AddedTime(Input):
    """Learning time that is to be added: within one day, and in the past."""

    started_at = Instant(help_text="From when.")
    ended_at = Instant(help_text="To when.")


class Upheld(Rejected):
    """Why an appeal is accepted, and what puts it right: added time, or what the assessment really came to."""

    time = AddedTime(allow_null=True, default=None, help_text="Of an appeal about learning time; else null.")
    assessment = Assessed(allow_null=True, default=None, help_text="Of an appeal about an assessment; else null.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return what the workflow takes."""
        span, said = attrs["time"], attrs["assessment"]
        remedy = workflow.Remedy(Span(**span) if span else None, Said(**said) if said else None)
        return {"answer": attrs["answer"], "remedy": remedy}


class AppealFilters(by.BodyFilters):
    """Appeals by institution, trainee, course, subject, state, or the day on which they were made."""

    body: ClassVar = "study__course__institution"

    trainee = by.uuid_of("study__trainee", "Who appeals.")
    course = filters.CharFilter(field_name="study__course__code", label="Code of the course.")
    subject = by.one_of(Appeal.Subject, "subject", "What it is about.")
    state = by.one_of(Appeal.State, "state", "Where it is.")
    since = by.since("asked_at")
    until = by.until("asked_at")


class Appeals(Resource):
    """Appeals (8.2.5): made by trainees for themselves, answered with reasons, put right by a further entry."""

    queryset = Appeal.objects.select_related(
        "study__trainee", "study__course__institution", "decided_by", "correction", "result"
    )
    serializer_class = AppealSerializer
    filterset_class = AppealFilters
    inputs: ClassVar = {"create": Objection, "withdraw": Nothing, "accept": Upheld, "reject": Rejected}

    def create(self, _request: Request, **_address: str) -> Response:
        """Object, for oneself, to what is on record of a course (8.2.5)."""
        return self.begin(workflow.ask_appeal)

    @action(detail=True, methods=["post"])
    def withdraw(self, _request: Request, **_address: str) -> Response:
        """Take one's own appeal back before it is answered (8.2.5)."""
        return self.act(workflow.withdraw_appeal)

    @action(detail=True, methods=["post"])
    def accept(self, _request: Request, **_address: str) -> Response:
        """Accept an appeal with reasons, and put right what it is about (8.2.5)."""
        return self.act(workflow.accept_appeal)

    @action(detail=True, methods=["post"])
    def reject(self, _request: Request, **_address: str) -> Response:
        """Reject an appeal with reasons (8.2.5)."""
        return self.act(workflow.reject_appeal)
