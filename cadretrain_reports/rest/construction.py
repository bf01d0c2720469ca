"""Yearly plans of course construction, and how far they are carried out (7.1.2)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports.applets.construction.api import ConstructionLine, ConstructionPlan, Line, progress
from cadretrain_reports.applets.courses.api import CourseVersion
from cadretrain_reports.rest import filters as by
from cadretrain_reports.rest.fields import CodeOf, Day, Hours, Instant, UsernameOf
from cadretrain_reports.rest.inputs import Input, MayBeEmpty, NeededReason, Nothing, Text
from cadretrain_reports.rest.organization_inputs import a_body
from cadretrain_reports.rest.resources import Resource
from cadretrain_reports.workflows import construction as workflow


class ConstructionLineSerializer(serializers.ModelSerializer[ConstructionLine]):
    """What is to be built of one category and source; an empty one stands for any."""

    credit_hours = Hours(read_only=True, allow_null=True, help_text="Hours to be built, or null.")

    class Meta:
        model = ConstructionLine
        fields = ("number", "topic", "category", "source", "courses", "credit_hours", "responsible", "due_on")
        read_only_fields = fields


class ConstructionPlanSerializer(serializers.ModelSerializer[ConstructionPlan]):
    """What courses an institution means to build in an annual period."""

    organization = CodeOf("institution", "Code of the institution.")
    lines = ConstructionLineSerializer(many=True, read_only=True)
    drawn_up_by = UsernameOf("drawn_up_by", "Platform name of whoever drew it up.")
    drawn_up_at = Instant(read_only=True)
    approved_by = UsernameOf("approved_by", "Platform name of whoever approved it.")
    approved_at = Instant(read_only=True)
    submitted_to = CodeOf("submitted_to", "Code of the department; null before.", allow_null=True)
    submitted_at = Instant(read_only=True)

    class Meta:
        model = ConstructionPlan
        fields = (
            "uuid",
            "organization",
            "year",
            "edition",
            "goals",
            "lines",
            "state",
            "drawn_up_by",
            "drawn_up_at",
            "approved_by",
            "approved_at",
            "remark",
            "submitted_to",
            "submitted_at",
        )
        read_only_fields = fields


class ProgressSerializer(serializers.Serializer[Any]):
    """What was built for a line."""

    line = serializers.IntegerField(
        source="line.number", allow_null=True, default=None, help_text="Number of the line; null: foreseen by none."
    )
    courses = serializers.IntegerField(help_text="Courses that are released.")
    credit_hours = Hours(help_text="Their credit-hours.")


class ConstructionProgress(serializers.Serializer[Any]):
    """What was built of a plan, as the courses stand now."""

    uuid = serializers.UUIDField(help_text="The plan.")
    results = ProgressSerializer(many=True)


class PlannedLine(Input):
    """What is to be built."""

    topic = Text("What the courses are to be about.")
    category = MayBeEmpty("Category of the courses, as their authors name it; empty for any.", default="")
    source = serializers.ChoiceField(  # type: ignore[assignment]  # the line's, not the field's own
        [*CourseVersion.Source.choices], allow_blank=True, default="", help_text="Where they come from; empty for any."
    )
    courses = serializers.IntegerField(allow_null=True, default=None, help_text="How many courses.")
    credit_hours = Hours(allow_null=True, default=None, help_text="How many credit-hours.")
    responsible = Text("Who answers for it.")
    due_on = Day("By when.")


class Planned(Input):
    """Goals and lines of a plan."""

    goals = Text("What is to be reached; at most 2000 characters.")
    lines = serializers.ListField(child=PlannedLine(), help_text="1 to 100 lines.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return what the workflow takes."""
        return {**attrs, "lines": [Line(**line) for line in attrs["lines"]]}


class NewPlan(Planned):
    """The plan of an institution for an annual period."""

    organization = a_body("Code of the institution.", source="institution")
    year = serializers.IntegerField(help_text="Annual period.")


class SentBack(Input):
    """Why a plan is to be changed."""

    reason = NeededReason()


class ConstructionPlanFilters(by.BodyFilters):
    """Plans by institution, year or state."""

    body: ClassVar = "institution"

    year = by.in_year()
    state = by.one_of(ConstructionPlan.State, "state", "Where it is.")


class ConstructionPlans(Resource):
    """What courses institutions mean to build in a year (7.1.2): seen at the institution and above."""

    queryset = ConstructionPlan.objects.select_related(
        "institution", "drawn_up_by", "approved_by", "submitted_to"
    ).prefetch_related("lines")
    serializer_class = ConstructionPlanSerializer
    filterset_class = ConstructionPlanFilters
    inputs: ClassVar = {
        "create": NewPlan,
        "partial_update": Planned,
        "approve": Nothing,
        "send_back": SentBack,
        "submit": Nothing,
    }
    outputs: ClassVar = {"progress": ConstructionProgress}

    def create(self, request: Request, **_address: str) -> Response:
        """Draw up a plan, or a further edition of the one that is submitted (7.1.2)."""
        return self.afterwards(workflow.draw_up_plan(request.user, **self.given()), HTTPStatus.CREATED)

    def partial_update(self, request: Request, **_address: str) -> Response:
        """Put other goals and lines in the place of those of a draft (7.1.2)."""
        plan, said = self.get_object(), self.given()
        return self.afterwards(workflow.change_plan(request.user, plan, **said))

    @action(detail=True, methods=["post"])
    def approve(self, request: Request, **_address: str) -> Response:
        """Approve a draft, as another person than who drew it up (7.1.2)."""
        plan = self.get_object()
        self.given()
        return self.afterwards(workflow.approve_plan(request.user, plan))

    @action(detail=True, methods=["post"], url_path="send-back", url_name="send-back")
    def send_back(self, request: Request, **_address: str) -> Response:
        """Make an approved plan a draft again (7.1.2)."""
        plan, said = self.get_object(), self.given()
        return self.afterwards(workflow.send_plan_back(request.user, plan, **said))

    @action(detail=True, methods=["post"])
    def submit(self, request: Request, **_address: str) -> Response:
        """Submit an approved plan to the department above; from now on it never changes (7.1.2)."""
        plan = self.get_object()
        self.given()
        return self.afterwards(workflow.submit_plan(request.user, plan))

    @action(detail=True, methods=["get"])
    def progress(self, _request: Request, **_address: str) -> Response:
        """What was built for each line: courses first released in the year and released now (7.1.2)."""
        plan = self.get_object()
        return Response(ConstructionProgress({"uuid": plan.uuid, "results": progress(plan)}).data)
