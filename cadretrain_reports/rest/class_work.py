"""What trainees of classes hand in: assignments and work for them (8.3.4)."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports.applets.class_life.api import (
    Assignment,
    AssignmentWork,
    Task,
)
from cadretrain_reports.rest import filters as by
from cadretrain_reports.rest.class_days import OfClassFilters, OfMemberFilters, a_class, a_registration
from cadretrain_reports.rest.fields import CodeOf, Instant, Seen, UsernameOf, UuidOf
from cadretrain_reports.rest.files import FileResource, SentFile
from cadretrain_reports.rest.inputs import Input, MayBeEmpty, MaySayWhy, Nothing, Text
from cadretrain_reports.rest.resources import Resource
from cadretrain_reports.workflows import assignments


class Percent(serializers.DecimalField):
    """A score in percent, with two decimals at most."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=5, decimal_places=2, coerce_to_string=True, **options)


class AssignmentSerializer(serializers.ModelSerializer[Assignment]):
    """What trainees of a class are to hand in."""

    organization = CodeOf("theme_class.institution", "Code of the institution of the class.")
    theme_class = UuidOf("theme_class", "The class.")
    due_at = Instant(read_only=True)
    set_by = UsernameOf("set_by", "Platform name of whoever set it.")
    set_at = Instant(read_only=True)
    withdrawn_at = Instant(read_only=True)

    class Meta:
        model = Assignment
        fields = (
            "uuid",
            "organization",
            "theme_class",
            "number",
            "title",
            "text",
            "due_at",
            "pass_mark",
            "is_required",
            "set_by",
            "set_at",
            "withdrawn_at",
        )
        read_only_fields = fields


class NewAssignment(Input):
    """What is to be handed in."""

    theme_class = a_class("The class.")
    title = Text("The heading; at most 255 characters.")
    text = Text("What is to be done; at most 4000 characters.")
    due_at = Instant(help_text="By when.")
    pass_mark = serializers.IntegerField(default=60, min_value=0, max_value=100, help_text="In percent.")
    is_required = serializers.BooleanField(default=True, help_text="Whether everybody has to.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return what the workflow takes."""
        return {"theme_class": attrs.pop("theme_class"), "task": Task(**attrs)}


class Assignments(Resource):
    """Assignments of classes (8.3.4), set by their staff."""

    queryset = Assignment.objects.select_related("theme_class__institution", "set_by")
    serializer_class = AssignmentSerializer
    filterset_class = OfClassFilters
    inputs: ClassVar = {"create": NewAssignment, "withdraw": MaySayWhy}

    def create(self, _request: Request, **_address: str) -> Response:
        """Set the next assignment of a class (8.3.4)."""
        return self.begin(assignments.set_assignment)

    @action(detail=True, methods=["post"])
    def withdraw(self, _request: Request, **_address: str) -> Response:
        """Ask for it no more; what was handed in stays (8.3.4)."""
        return self.act(assignments.withdraw_assignment)


class AssignmentWorkSerializer(serializers.ModelSerializer[AssignmentWork]):
    """What a trainee hands in, and how it was marked."""

    organization = CodeOf("assignment.theme_class.institution", "Code of the institution of the class.")
    assignment = UuidOf("assignment", "The assignment.")
    registration = UuidOf("registration", "The trainee's registration in the class.")
    handed_in_at = Instant(read_only=True)
    score = Percent(read_only=True, help_text="In percent.")
    marked_by = UsernameOf("marked_by", "Platform name of whoever marked or returned it.")
    marked_at = Instant(read_only=True)

    class Meta:
        model = AssignmentWork
        fields = (
            "uuid",
            "organization",
            "assignment",
            "registration",
            "text",
            "file_name",
            "file_size",
            "file_digest",
            "state",
            "times",
            "handed_in_at",
            "is_late",
            "score",
            "words",
            "marked_by",
            "marked_at",
        )
        read_only_fields = fields


class NewWork(Input):
    """What one writes for which assignment."""

    assignment = Seen(
        slug_field="uuid",
        queryset=Assignment.objects.select_related("theme_class__institution"),
        help_text="The assignment.",
    )
    registration = a_registration("One's own registration in the class.")
    text = MayBeEmpty("What one writes; at most 20,000 characters. A file may come instead.", default="")


class MarkedWork(Input):
    """How work is marked."""

    score = Percent(help_text="In percent.")
    words = MayBeEmpty("What there is to say; at most 1000 characters.", default="")


class ReturnedWork(Input):
    """Why work is returned."""

    words = Text("The reason; at most 1000 characters.")


class AssignmentWorkFilters(OfMemberFilters):
    """Work by class, trainee, assignment or state."""

    assignment = by.uuid_of("assignment", "The assignment.")
    state = by.one_of(AssignmentWork.State, "state", "Where it is.")


class AssignmentWorks(FileResource):
    """Work for assignments (8.3.4): written and handed in by trainees, marked by the staff of the class."""

    queryset = AssignmentWork.objects.select_related(
        "assignment__theme_class__institution", "registration__trainee__account", "marked_by"
    )
    serializer_class = AssignmentWorkSerializer
    filterset_class = AssignmentWorkFilters
    inputs: ClassVar = {
        "create": NewWork,
        "upload": SentFile,
        "hand_in": Nothing,
        "mark": MarkedWork,
        "return_": ReturnedWork,
    }

    def create(self, _request: Request, **_address: str) -> Response:
        """Write what one hands in, in the place of what one has written before, as a draft (8.3.4)."""
        return self.begin(assignments.write_work)

    @action(detail=True, methods=["post"], parser_classes=[MultiPartParser])
    def upload(self, request: Request, **_address: str) -> Response:
        """Give a draft its file, in the place of what it had (8.3.4)."""
        work, said = self.get_object(), self.given()
        return self.afterwards(assignments.put_file(request.user, work, said["file"]))

    @action(detail=True, methods=["post"], url_path="hand-in", url_name="hand-in")
    def hand_in(self, _request: Request, **_address: str) -> Response:
        """Hand in what one has written (8.3.4)."""
        return self.act(assignments.hand_work_in)

    @action(detail=True, methods=["post"])
    def mark(self, _request: Request, **_address: str) -> Response:
        """Mark it with a score and words (8.3.4)."""
        return self.act(assignments.mark_work)

    @action(detail=True, methods=["post"], url_path="return", url_name="return")
    def return_(self, _request: Request, **_address: str) -> Response:
        """Return it with the reason, to be handed in once more (8.3.4)."""
        return self.act(assignments.return_work)
