"""Which courses trainees chose, and which were recommended to them (3.12, 8.2.1)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports.applets.choices.api import Advice, CourseChoice, Recommendation
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.rest import filters as by
from cadretrain_reports.rest.fields import CodeOf, Day, Instant, Seen, UsernameOf, UuidOf
from cadretrain_reports.rest.inputs import Input, MayBeEmpty, Nothing, Why
from cadretrain_reports.rest.resources import Resource
from cadretrain_reports.workflows import choices as choosing
from cadretrain_reports.workflows import recommendations as recommending


class OnOffer(serializers.UUIDField):
    """A course of the catalogue, named by its uuid."""

    default_error_messages = {"does_not_exist": _("This course is not on offer now.")}

    def to_internal_value(self, data: Any) -> Any:
        """Return the course."""
        uuid: UUID = super().to_internal_value(data)
        version = courses.catalogue().filter(course__uuid=uuid).first()
        if version is None:
            self.fail("does_not_exist")
        return version.course


class CourseChoiceSerializer(serializers.ModelSerializer[CourseChoice]):
    """That a trainee chose a course, until it was dropped."""

    trainee = UuidOf("trainee", "Who chose it.")
    organization = CodeOf("trainee.unit", "Code of the trainee's unit.")
    course = UuidOf("course", "The course.")
    code = serializers.CharField(source="course.code", read_only=True, help_text="Code of the course.")
    institution = CodeOf("course.institution", "Code of the training institution.")
    chosen_at = Instant(read_only=True)
    dropped_at = Instant(read_only=True)

    class Meta:
        model = CourseChoice
        fields = (
            "uuid",
            "trainee",
            "organization",
            "course",
            "code",
            "institution",
            "source",
            "course_run",
            "chosen_at",
            "dropped_at",
        )
        read_only_fields = fields


class Chosen(Input):
    """Which course is chosen."""

    course = OnOffer(help_text="A course on offer.")


class CourseChoiceFilters(by.BodyFilters):
    """Choices by unit, trainee, course, source, whether they stand, or day."""

    body: ClassVar = "trainee__unit"

    trainee = by.uuid_of("trainee", "Who chose it.")
    course = by.uuid_of("course", "The course.")
    source = by.one_of(CourseChoice.Source, "source", "What led to it.")
    standing = by.standing()
    since = by.since("chosen_at")
    until = by.until("chosen_at")


class CourseChoices(Resource):
    """Which courses trainees chose from the catalogue (3.12)."""

    queryset = CourseChoice.objects.select_related("trainee__unit", "course__institution")
    serializer_class = CourseChoiceSerializer
    filterset_class = CourseChoiceFilters
    inputs: ClassVar = {"create": Chosen, "drop": Nothing}

    def create(self, request: Request, **_address: str) -> Response:
        """Choose a course on offer for oneself, and be enrolled in its course run (3.12)."""
        return self.afterwards(choosing.choose(request.user, self.given()["course"]), HTTPStatus.CREATED)

    @action(detail=True, methods=["post"])
    def drop(self, request: Request, **_address: str) -> Response:
        """Drop what one has chosen; what was studied stays on record (3.12)."""
        choice = self.get_object()
        self.given()
        choosing.drop_choice(request.user, choice)
        return self.afterwards(choice)


class RecommendationSerializer(serializers.ModelSerializer[Recommendation]):
    """That a body recommends a course to those at and below another."""

    course = UuidOf("course", "The course.")
    code = serializers.CharField(source="course.code", read_only=True, help_text="Code of the course.")
    institution = CodeOf("course.institution", "Code of the training institution whose course it is.")
    organization = CodeOf("organization", "Code of the body that recommends it.")
    audience = CodeOf("audience", "Code of the body that it is meant for, with all below it.")
    by = UsernameOf("by", "Platform name of whoever did it.")
    at = Instant(read_only=True)
    withdrawn_at = Instant(read_only=True)

    class Meta:
        model = Recommendation
        fields = (
            "uuid",
            "course",
            "code",
            "institution",
            "organization",
            "audience",
            "position_level",
            "note",
            "until",
            "by",
            "at",
            "withdrawn_at",
        )
        read_only_fields = fields


class Recommended(Input):
    """What is recommended, by whom, to whom, and until when."""

    course = OnOffer(help_text="A course on offer.")
    organization = Seen(
        slug_field="code", queryset=Organization.objects.all(), help_text="The unit or institution that recommends it."
    )
    audience = Seen(
        slug_field="code", queryset=Organization.objects.all(), help_text="To whom: a body and all below it."
    )
    until = Day("The last day on which it is shown.")
    position_level = MayBeEmpty("Only to those of this level (GB/T 12407); empty for all.", default="")
    note = MayBeEmpty("Why the course is needed; at most 500 characters.", default="")


class RecommendationFilters(by.BodyFilters):
    """Recommendations by the body that gives them, course, whether they stand, or last day."""

    course = by.uuid_of("course", "The course.")
    standing = by.standing()
    since = by.from_day("until")
    until = by.to_day("until")


class Recommendations(Resource):
    """Courses that units and institutions recommend (3.12, 8.2.1)."""

    queryset = Recommendation.objects.select_related("course__institution", "organization", "audience", "by")
    serializer_class = RecommendationSerializer
    filterset_class = RecommendationFilters
    inputs: ClassVar = {"create": Recommended, "withdraw": Why}
    personal = False

    def create(self, request: Request, **_address: str) -> Response:
        """Recommend a course to the own people, or as an institution to the units served (8.2.1)."""
        return self.afterwards(recommending.recommend(request.user, Advice(**self.given())), HTTPStatus.CREATED)

    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, **_address: str) -> Response:
        """Take a recommendation back, with the reason (8.2.1)."""
        found, said = self.get_object(), self.given()
        return self.afterwards(recommending.withdraw(request.user, found, **said))
