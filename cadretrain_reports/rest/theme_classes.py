"""Theme classes from plan to archive (8.3)."""

from __future__ import annotations

from http import HTTPStatus
from typing import ClassVar

from django.db.models import Prefetch
from django_filters import rest_framework as filters
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports.applets.theme_classes.api import (
    ClassActivity,
    ClassAssessment,
    ClassBody,
    ClassCourse,
    ClassRegistration,
    ThemeClass,
)
from cadretrain_reports.rest import filters as by
from cadretrain_reports.rest.class_inputs import Allotted, NamedForClass, NewClass, ProposalInput, Served, TeachingInput
from cadretrain_reports.rest.fields import CodeOf, Hours, Instant, UuidOf
from cadretrain_reports.rest.inputs import Nothing, Why
from cadretrain_reports.rest.resources import Resource
from cadretrain_reports.scopes.api import in_scope
from cadretrain_reports.workflows import class_life as life
from cadretrain_reports.workflows import classes, registrations
from cadretrain_xblock.contract import ThemeClassCard


class BodySerializer(serializers.ModelSerializer[ClassBody]):
    """A body with its part in a class."""

    organization = CodeOf("organization", "Code of the body.")

    class Meta:
        model = ClassBody
        fields = ("part", "organization", "number")
        read_only_fields = fields


class ClassCourseSerializer(serializers.ModelSerializer[ClassCourse]):
    """A course of a class."""

    course = UuidOf("course", "Which one.")
    code = CodeOf("course", "Code of the course.")

    class Meta:
        model = ClassCourse
        fields = ("number", "course", "code", "requirement", "course_run")
        read_only_fields = fields


class ClassActivitySerializer(serializers.ModelSerializer[ClassActivity]):
    """An activity of a class."""

    starts_at = Instant(read_only=True, allow_null=True)
    ends_at = Instant(read_only=True, allow_null=True)
    credit_hours = Hours(read_only=True, help_text="Hours that taking part gives.")

    class Meta:
        model = ClassActivity
        fields = ("uuid", "number", "kind", "title", "starts_at", "ends_at", "place", "credit_hours", "is_required")
        read_only_fields = fields


class ClassAssessmentSerializer(serializers.ModelSerializer[ClassAssessment]):
    """One thing by which trainees of a class are assessed."""

    class Meta:
        model = ClassAssessment
        fields = ("uuid", "number", "title", "method", "pass_mark", "weight", "attempts")
        read_only_fields = fields


class ThemeClassSerializer(serializers.ModelSerializer[ThemeClass]):
    """A theme class that a training institution carries out, with its teaching plan."""

    organization = CodeOf("institution", "Code of the training institution.")
    hour_requirement = Hours(read_only=True, allow_null=True, help_text="How many hours it asks for.")
    copied_from = UuidOf("copied_from", "The class that it was copied from, or null.", allow_null=True)
    bodies = BodySerializer(many=True, read_only=True)
    courses = ClassCourseSerializer(many=True, read_only=True)
    activities = ClassActivitySerializer(many=True, read_only=True)
    assessments = ClassAssessmentSerializer(many=True, read_only=True)

    class Meta:
        model = ThemeClass
        fields = (
            "uuid",
            "organization",
            "code",
            "title",
            "class_type",
            "state",
            "audience",
            "requirement",
            "planned_number",
            "starts_on",
            "ends_on",
            "objectives",
            "hour_requirement",
            "pass_mark",
            "registration_until",
            "copied_from",
            "bodies",
            "courses",
            "activities",
            "assessments",
        )
        read_only_fields = fields


class ClassCardSerializer(serializers.Serializer[ThemeClassCard]):
    """What the caller sees of a class in a course page; what cannot be said yet is null."""

    title = serializers.CharField(help_text="Title of the class.")
    class_type = serializers.ChoiceField(ThemeClass.ClassType.choices, help_text="Named trainees, or whoever applies.")
    state = serializers.ChoiceField(ThemeClass.State.choices, help_text="Where the class stands.")
    registration = serializers.ChoiceField(
        ClassRegistration.State.choices,
        allow_null=True,
        help_text="Where the caller's own registration stands (8.3.3).",
    )
    required_hours = Hours(allow_null=True, help_text="Credit-hours that the class asks for.")
    fulfilled_hours = Hours(allow_null=True, help_text="Those that the caller has fulfilled.")
    required_courses = serializers.IntegerField(allow_null=True, help_text="How many courses the class asks for.")
    fulfilled_courses = serializers.IntegerField(allow_null=True, help_text="How many the caller has fulfilled.")
    certificate_url = serializers.CharField(allow_null=True, help_text="Where the caller's certificate lies (8.3.6).")


class ThemeClassFilters(by.BodyFilters):
    """Classes by institution, code, title, type or state."""

    body: ClassVar = "institution"

    code = filters.CharFilter(label="Code of the class.")
    name = by.contains("title", "Part of the title.")
    class_type = by.one_of(ThemeClass.ClassType, "class_type", "Named trainees, or whoever applies.")
    state = by.one_of(ThemeClass.State, "state", "Where it stands.")


class ThemeClasses(Resource):
    """Theme classes (3.10): seen by their institution and staff, by those in them, and by these persons' units."""

    queryset = ThemeClass.objects.select_related("institution", "copied_from").prefetch_related(
        Prefetch("bodies", ClassBody.objects.select_related("organization").order_by("part", "number")),
        Prefetch("courses", ClassCourse.objects.select_related("course")),
        "activities",
        "assessments",
    )
    serializer_class = ThemeClassSerializer
    filterset_class = ThemeClassFilters
    inputs: ClassVar = {
        "create": NewClass,
        "update": ProposalInput,
        "copy": NewClass,
        "approve_training_plan": Nothing,
        "teaching_plan": TeachingInput,
        "staff": Served,
        "approve": Nothing,
        "send_back": Why,
        "open": Nothing,
        "start": Nothing,
        "assess": Nothing,
        "close": Nothing,
        "archive": Nothing,
        "cancel": Why,
        "reopen": Why,
        "allot": Allotted,
        "name_trainees": NamedForClass,
        "apply": Nothing,
    }
    outputs: ClassVar = {"card": ClassCardSerializer}

    def create(self, _request: Request, **_address: str) -> Response:
        """Draw up the training plan of a class, in the name of a host (8.3.1)."""
        return self.begin(classes.draw_up_class)

    def update(self, _request: Request, **_address: str) -> Response:
        """Change a training plan that is not approved yet (8.3.1)."""
        return self.act(classes.change_training_plan)

    @action(detail=True, methods=["post"])
    def copy(self, request: Request, **_address: str) -> Response:
        """Draw up a class with the teaching plan of this one (8.3.2); answers the new class."""
        former = self.get_object()
        return self.afterwards(classes.copy_class(request.user, former, **self.given()), HTTPStatus.CREATED)

    @action(detail=True, methods=["post"], url_path="approve-training-plan")
    def approve_training_plan(self, _request: Request, **_address: str) -> Response:
        """Approve the training plan for its host; the organizers are named by it (8.3.1)."""
        return self.act(classes.approve_training_plan)

    @action(detail=True, methods=["put"], url_path="teaching-plan")
    def teaching_plan(self, _request: Request, **_address: str) -> Response:
        """Write the teaching plan for an organizer (8.3.2)."""
        return self.act(classes.write_teaching_plan)

    @action(detail=True, methods=["post"])
    def staff(self, _request: Request, **_address: str) -> Response:
        """Have a head teacher, teacher or support staff serve the class (6.3.2, 8.3.4)."""
        return self.act(classes.staff_class)

    @action(detail=True, methods=["post"])
    def approve(self, _request: Request, **_address: str) -> Response:
        """Approve the class with its teaching plan; a refusal names all that is missing (8.3.2)."""
        return self.act(life.approve_class)

    @action(detail=True, methods=["post"], url_path="send-back")
    def send_back(self, _request: Request, **_address: str) -> Response:
        """Make an approved class a plan again, with the reason (8.3.2)."""
        return self.act(life.send_class_back)

    @action(detail=True, methods=["post"])
    def open(self, _request: Request, **_address: str) -> Response:
        """Open the registration (8.3.3)."""
        return self.act(life.open_registration)

    @action(detail=True, methods=["post"])
    def start(self, _request: Request, **_address: str) -> Response:
        """Let the class begin (8.3.4)."""
        return self.act(life.start_class)

    @action(detail=True, methods=["post"])
    def assess(self, _request: Request, **_address: str) -> Response:
        """End the teaching: what remains is to assess (8.3.6)."""
        return self.act(life.assess_class)

    @action(detail=True, methods=["post"])
    def close(self, _request: Request, **_address: str) -> Response:
        """Close a class that is assessed (8.3.6)."""
        return self.act(life.close_class)

    @action(detail=True, methods=["post"])
    def archive(self, _request: Request, **_address: str) -> Response:
        """Put a closed class away for good (9.1)."""
        return self.act(life.archive_class)

    @action(detail=True, methods=["post"])
    def cancel(self, _request: Request, **_address: str) -> Response:
        """Cancel a class by authority, with the reason (8.3)."""
        return self.act(life.cancel_class)

    @action(detail=True, methods=["post"])
    def reopen(self, _request: Request, **_address: str) -> Response:
        """Take a class one step back by authority, with the reason (8.3)."""
        return self.act(life.reopen_class)

    @action(detail=True, methods=["post"])
    def allot(self, _request: Request, **_address: str) -> Response:
        """Allot places of an assigned class to a unit (8.3.1)."""
        return self.act(registrations.allot_places)

    @action(detail=True, methods=["post"], url_path="name")
    def name_trainees(self, _request: Request, **_address: str) -> Response:
        """Name people of a unit for an assigned class, within its places: all of them or none (8.3.3)."""
        return self.act(registrations.name_for_class)

    @action(detail=True, methods=["post"])
    def apply(self, _request: Request, **_address: str) -> Response:
        """Apply for an open class, for oneself (8.3.3)."""
        return self.act(registrations.apply)

    @action(detail=True)
    def card(self, request: Request, **_address: str) -> Response:
        """What the Theme class block shows the caller: the class, and where their own registration stands (8.3.3)."""
        theme_class = self.get_object()
        own = ClassRegistration.objects.filter(theme_class=theme_class, trainee__account__user=request.user.pk)
        card = ThemeClassCard(
            title=theme_class.title,
            class_type=theme_class.class_type,
            state=theme_class.state,
            registration=in_scope(own, request.user).values_list("state", flat=True).first(),
        )
        return Response(ClassCardSerializer(card).data)
