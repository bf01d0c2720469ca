"""Results of theme classes: proposed with their reasons, confirmed by a second person (8.3.6)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, ClassVar

from django.utils.functional import cached_property
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports.applets.theme_classes.api import (
    ClassRegistration,
    ClassResult,
    Graduation,
    ThemeClass,
    missing_of,
)
from cadretrain_reports.rest import filters as by
from cadretrain_reports.rest.annual import HowMany
from cadretrain_reports.rest.fields import CodeOf, Hours, Instant, Seen, UsernameOf, UuidOf
from cadretrain_reports.rest.inputs import Input, Nothing
from cadretrain_reports.rest.resources import Resource
from cadretrain_reports.rules.class_hours import Lack
from cadretrain_reports.workflows import graduate as workflow
from cadretrain_reports.workflows.class_missing import named


class MissingSerializer(serializers.Serializer[Any]):
    """One thing that passing takes besides."""

    lack = serializers.ChoiceField([(one.value, one.value) for one in Lack], help_text="What kind of thing it is.")
    name = serializers.CharField(help_text="Title of the course, activity or assessment; else empty.")
    asked = serializers.CharField(help_text="How much is asked: hours, or percent; else empty.")
    done = serializers.CharField(help_text="How much there is; else empty.")


class ClassResultSerializer(serializers.ModelSerializer[ClassResult]):
    """What one trainee has come to in a class, in credit-hours (R5), and what is missing for passing it."""

    theme_class = UuidOf("theme_class", "The class.")
    registration = UuidOf("registration", "The registration in it.")
    trainee = UuidOf("registration.trainee", "Whose result it is.")
    code = CodeOf("registration.trainee", "The agreed identifier of whose result it is.")
    organization = CodeOf("unit", "Code of the unit at that time (R9).")
    attributed_hours = Hours(read_only=True)
    exempt_hours = Hours(read_only=True)
    activity_hours = Hours(read_only=True)
    face_to_face_hours = Hours(read_only=True)
    fulfilled_hours = Hours(read_only=True, help_text="What the certificate prints: exempt courses included.")
    class_hours = Hours(read_only=True, help_text="The class's own hours: none until it is passed.")
    missing = serializers.SerializerMethodField(help_text="What passing takes besides.")
    proposed_by = UsernameOf("proposed_by", "Platform name of whoever had it proposed.")
    proposed_at = Instant(read_only=True)
    confirmed_by = UsernameOf("confirmed_by", "Platform name of whoever confirmed it.")
    confirmed_at = Instant(read_only=True)
    standing = serializers.SerializerMethodField(help_text="False once a later result took its place.")

    class Meta:
        model = ClassResult
        fields = (
            "uuid",
            "theme_class",
            "registration",
            "trainee",
            "code",
            "organization",
            "state",
            "passed",
            "attributed_hours",
            "exempt_hours",
            "activity_hours",
            "face_to_face_hours",
            "fulfilled_hours",
            "class_hours",
            "missing",
            "uncertified",
            "proposed_by",
            "proposed_at",
            "confirmed_by",
            "confirmed_at",
            "standing",
        )
        read_only_fields = fields

    @extend_schema_field(MissingSerializer(many=True))
    def get_missing(self, row: ClassResult) -> list[dict[str, str]]:
        """Return what is missing, by the titles that the class's plan has now."""
        missing, names = missing_of(row), self._names
        return [
            {"lack": one.lack, "name": names.get((one.lack, one.key), ""), "asked": one.asked, "done": one.done}
            for one in missing
        ]

    def get_standing(self, row: ClassResult) -> bool:
        """Tell whether it stands; the table has null where it does not."""
        return bool(row.standing)

    @cached_property
    def _names(self) -> dict[tuple[str, str], str]:
        """What is named in the plans of the classes of all results that are answered."""
        of_list: Any = self.parent
        shown: Any = [self.instance] if of_list is None else of_list.instance
        return named({row.theme_class_id for row in shown})


class OfClass(Input):
    """Which class is meant."""

    theme_class = Seen(
        slug_field="uuid", queryset=ThemeClass.objects.select_related("institution"), help_text="The class."
    )


class OfRegistration(Input):
    """Whose registration is meant."""

    registration = Seen(
        slug_field="uuid",
        queryset=ClassRegistration.objects.select_related("theme_class__institution", "trainee__unit"),
        help_text="The registration of one trainee in the class.",
    )


class ClassResultFilters(by.BodyFilters):
    """Results by unit, class, trainee, state, verdict, or whether they stand."""

    body: ClassVar = "unit"

    theme_class = by.uuid_of("theme_class", "The class.")
    trainee = by.uuid_of("registration__trainee", "Whose result it is.")
    state = by.one_of(ClassResult.State, "state", "Where it is.")
    standing = by.standing()


class GraduationSerializer(serializers.ModelSerializer[Graduation]):
    """That the results of a class are being, or were, confirmed, and how far that is."""

    theme_class = UuidOf("theme_class", "The class.")
    organization = CodeOf("theme_class.institution", "Code of the training institution.")
    by = UsernameOf("by", "Platform name of whoever confirms.")
    started_at = Instant(read_only=True)
    ended_at = Instant(read_only=True)

    class Meta:
        model = Graduation
        fields = ("uuid", "theme_class", "organization", "by", "started_at", "ended_at", "passed", "failed", "left")
        read_only_fields = fields


class GraduationFilters(by.BodyFilters):
    """Runs by institution or class."""

    body: ClassVar = "theme_class__institution"

    theme_class = by.uuid_of("theme_class", "The class.")


class Graduations(Resource):
    """Runs by which the results of a class are confirmed (8.3.6); a worker goes on with one that was broken off."""

    queryset = Graduation.objects.select_related("theme_class__institution", "by")
    serializer_class = GraduationSerializer
    filterset_class = GraduationFilters
    inputs: ClassVar = {"create": OfClass}

    def create(self, _request: Request, **_address: str) -> Response:
        """Have all that is proposed of a class confirmed, as a second person; a worker does it page by page (8.3.6)."""
        return self.begin(workflow.confirm_class)


class ClassResults(Resource):
    """Results of theme classes (8.3.6): proposed with reasons, confirmed by a second person.

    The class's staff sees them all, trainees and their units what is confirmed.
    """

    queryset = ClassResult.objects.select_related(
        "theme_class__institution", "registration__trainee", "unit", "proposed_by", "confirmed_by"
    )
    serializer_class = ClassResultSerializer
    filterset_class = ClassResultFilters
    inputs: ClassVar = {"propose": OfClass, "propose_one": OfRegistration, "certify": OfClass, "confirm": Nothing}
    outputs: ClassVar[Any] = {
        "propose": {(202, "application/json"): OfClass},
        "propose_one": HowMany,
        "certify": HowMany,
    }

    @action(detail=False, methods=["post"])
    def propose(self, request: Request, **_address: str) -> Response:
        """Have a worker assess everybody in a class whose teaching has ended (8.3.6)."""
        theme_class = self.given()["theme_class"]
        workflow.require_proposer(request.user, theme_class)
        workflow.propose_class_later.delay(request.user.pk, theme_class.pk)
        return Response({"theme_class": str(theme_class.uuid)}, status=HTTPStatus.ACCEPTED)

    @action(detail=False, methods=["post"], url_path="propose-one", url_name="propose-one")
    def propose_one(self, request: Request, **_address: str) -> Response:
        """Assess one trainee of a class, as after a make-up exam (8.3.6)."""
        return Response({"rows": workflow.propose_result(request.user, **self.given())})

    @action(detail=False, methods=["post"])
    def certify(self, request: Request, **_address: str) -> Response:
        """Issue the certificates of a class that could not be issued when it graduated (8.3.6)."""
        return Response({"rows": workflow.certify_left(request.user, **self.given())})

    @action(detail=True, methods=["post"])
    def confirm(self, _request: Request, **_address: str) -> Response:
        """Confirm what is proposed of one trainee, as a second person, with all that follows (8.3.6)."""
        return self.act(workflow.confirm_result)
