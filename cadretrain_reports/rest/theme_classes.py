"""Theme classes and who is in them (8.3.1-8.3.4)."""

from __future__ import annotations

from typing import ClassVar

from django_filters import rest_framework as filters
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports.applets.theme_classes.api import ClassRegistration, ThemeClass
from cadretrain_reports.rest import filters as by
from cadretrain_reports.rest.fields import CodeOf, Hours, Instant, UuidOf
from cadretrain_reports.rest.resources import Resource
from cadretrain_reports.scopes.api import in_scope
from cadretrain_xblock.contract import ThemeClassCard


class ThemeClassSerializer(serializers.ModelSerializer[ThemeClass]):
    """A theme class that a training institution carries out."""

    organization = CodeOf("institution", "Code of the training institution.")

    class Meta:
        model = ThemeClass
        fields = ("uuid", "organization", "code", "title", "class_type", "state")
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

    queryset = ThemeClass.objects.select_related("institution")
    serializer_class = ThemeClassSerializer
    filterset_class = ThemeClassFilters
    personal = False
    outputs: ClassVar = {"card": ClassCardSerializer}

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


class ClassRegistrationSerializer(serializers.ModelSerializer[ClassRegistration]):
    """One trainee in one class."""

    theme_class = UuidOf("theme_class", "The class.")
    trainee = UuidOf("trainee", "Who is in it.")
    trainee_name = serializers.CharField(source="trainee.name", read_only=True, help_text="The trainee's name.")
    organization = CodeOf("trainee.unit", "Code of the trainee's unit.")
    registered_at = Instant(read_only=True)

    class Meta:
        model = ClassRegistration
        fields = ("uuid", "theme_class", "trainee", "trainee_name", "organization", "state", "registered_at")
        read_only_fields = fields


class ClassRegistrationFilters(by.BodyFilters):
    """Registrations by unit, class, trainee or state."""

    body: ClassVar = "trainee__unit"

    theme_class = by.uuid_of("theme_class", "The class.")
    trainee = by.uuid_of("trainee", "Who is in it.")
    state = by.one_of(ClassRegistration.State, "state", "Where it stands.")


class ClassRegistrations(Resource):
    """Who is in which class (8.3.3): the class's staff sees all of it, a unit its own trainees."""

    queryset = ClassRegistration.objects.select_related("theme_class", "trainee__unit")
    serializer_class = ClassRegistrationSerializer
    filterset_class = ClassRegistrationFilters
