"""Notices and groups of classes, and notes to units (8.3.4, 8.3.5)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports.applets.class_life.api import (
    ClassGroup,
    ClassNotice,
    NoticeReading,
    UnitNote,
)
from cadretrain_reports.rest import filters as by
from cadretrain_reports.rest.class_days import OfClassFilters, a_class, a_registration
from cadretrain_reports.rest.fields import CodeOf, Instant, Seen, UsernameOf, UuidOf
from cadretrain_reports.rest.inputs import Input, Nothing, Text
from cadretrain_reports.rest.resources import Listing, Parent, Resource
from cadretrain_reports.workflows import class_desk
from cadretrain_reports.workflows import class_notices as workflow


class ClassNoticeSerializer(serializers.ModelSerializer[ClassNotice]):
    """What was announced to a class."""

    organization = CodeOf("theme_class.institution", "Code of the institution of the class.")
    theme_class = UuidOf("theme_class", "The class.")
    group = UuidOf("group", "The group that it is for, or null for all.", allow_null=True)
    by = UsernameOf("by", "Platform name of whoever announced it.")
    at = Instant(read_only=True)
    withdrawn_at = Instant(read_only=True)

    class Meta:
        model = ClassNotice
        fields = ("uuid", "organization", "theme_class", "group", "title", "text", "by", "at", "withdrawn_at")
        read_only_fields = fields


class NewNotice(Input):
    """What is announced, and to whom."""

    theme_class = a_class("The class.")
    group = Seen(
        slug_field="uuid",
        queryset=ClassGroup.objects.all(),
        required=False,
        allow_null=True,
        default=None,
        help_text="One of its groups, or null for all.",
    )
    title = Text("The heading; at most 255 characters.")
    text = Text("What there is to say; at most 4000 characters.")


class ClassNotices(Resource):
    """Notices of classes (8.3.4): announced by their staff, read by whoever sees the class."""

    queryset = ClassNotice.objects.select_related("theme_class__institution", "group", "by")
    serializer_class = ClassNoticeSerializer
    filterset_class = OfClassFilters
    inputs: ClassVar = {"create": NewNotice, "withdraw": Nothing, "read": Nothing}

    def create(self, _request: Request, **_address: str) -> Response:
        """Announce something to a class or one of its groups (8.3.4)."""
        return self.begin(workflow.post_notice)

    @action(detail=True, methods=["post"])
    def withdraw(self, _request: Request, **_address: str) -> Response:
        """Take a notice back; it stays on record (8.3.4)."""
        return self.act(workflow.withdraw_notice)

    @action(detail=True, methods=["post"])
    def read(self, _request: Request, **_address: str) -> Response:
        """Keep that one has read it; whoever is not in the class changes nothing (8.3.4)."""
        return self.act(workflow.read_notice)


class NoticeReadingSerializer(serializers.ModelSerializer[NoticeReading]):
    """Who has read a notice, and when."""

    registration = UuidOf("registration", "The trainee's registration in the class.")
    organization = CodeOf("registration.unit", "Code of the unit that the trainee registered from.")
    read_at = Instant(read_only=True)

    class Meta:
        model = NoticeReading
        fields = ("registration", "organization", "read_at")
        read_only_fields = fields


class NoticeReadings(Listing):
    """Who has read a notice (8.3.4), for the staff of the class; others see their own reading."""

    queryset = NoticeReading.objects.select_related("registration__unit")
    serializer_class = NoticeReadingSerializer
    parent = Parent(ClassNotice.objects.all(), "uuid", "notice")


class ClassGroupSerializer(serializers.ModelSerializer[ClassGroup]):
    """A group of a class."""

    organization = CodeOf("theme_class.institution", "Code of the institution of the class.")
    theme_class = UuidOf("theme_class", "The class.")

    class Meta:
        model = ClassGroup
        fields = ("uuid", "organization", "theme_class", "number", "name")
        read_only_fields = fields


class OneGroup(Input):
    """A group with its members."""

    name = Text("What it is called; at most 64 characters.")
    members = serializers.ListSerializer[Any](
        child=a_registration("A trainee's registration in the class."), help_text="Who is in it."
    )
    leader = a_registration("Who leads it, or null.", required=False, allow_null=True, default=None)


class Groups(Input):
    """All groups of a class."""

    theme_class = a_class("The class.")
    groups = serializers.ListSerializer[Any](child=OneGroup(), max_length=100, help_text="Its groups, in their order.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return what the workflow takes."""
        groups = attrs["groups"]
        return {
            "theme_class": attrs["theme_class"],
            "groups": {one["name"]: one["members"] for one in groups},
            "leaders": [one["leader"] for one in groups if one["leader"]],
        }


class GroupsSerializer(serializers.Serializer[Any]):
    """The groups as they are."""

    results = ClassGroupSerializer(many=True)


class ClassGroups(Resource):
    """Groups of classes (8.3.4), formed by the head teacher."""

    queryset = ClassGroup.objects.select_related("theme_class__institution")
    serializer_class = ClassGroupSerializer
    filterset_class = OfClassFilters
    personal = False
    inputs: ClassVar = {"create": Groups}
    outputs: ClassVar = {"create": GroupsSerializer}

    def create(self, request: Request, **_address: str) -> Response:
        """Put the trainees of a class into groups, in the place of those that there were (8.3.4)."""
        formed = workflow.form_groups(request.user, **self.given())
        rows = self.get_queryset().filter(pk__in=[one.pk for one in formed])
        return Response(GroupsSerializer({"results": rows}).data, status=HTTPStatus.CREATED)


class UnitNoteSerializer(serializers.ModelSerializer[UnitNote]):
    """What a unit was told of its trainees in a class, and what it answered."""

    organization = CodeOf("unit", "Code of the unit.")
    theme_class = UuidOf("theme_class", "The class.")
    by = UsernameOf("by", "Platform name of the head teacher.")
    at = Instant(read_only=True)
    answered_by = UsernameOf("answered_by", "Platform name of whoever answered for the unit.")
    answered_at = Instant(read_only=True)

    class Meta:
        model = UnitNote
        fields = (
            "uuid",
            "organization",
            "theme_class",
            "trainees",
            "lagging",
            "text",
            "by",
            "at",
            "answer",
            "answered_by",
            "answered_at",
        )
        read_only_fields = fields


class ToldUnits(Input):
    """What units are told."""

    theme_class = a_class("The class.")
    text = Text("What they are told; at most 1000 characters.")
    only_lagging = serializers.BooleanField(default=True, help_text="Whether only units with lagging trainees are.")


class UnitAnswer(Input):
    """What a unit does about it."""

    answer = Text("What is done; at most 500 characters.")


class UnitNotesSerializer(serializers.Serializer[Any]):
    """The notes, one for each unit."""

    results = UnitNoteSerializer(many=True)


class UnitNoteFilters(OfClassFilters):
    """Notes by unit, class, or whether they are answered."""

    body: ClassVar = "unit"

    awaited = by.awaited("answered_at", "Whether an answer is still awaited.")


class UnitNotes(Resource):
    """What head teachers tell units of their trainees (8.3.5), answered by the liaison officers."""

    queryset = UnitNote.objects.select_related("theme_class__institution", "unit", "by", "answered_by")
    serializer_class = UnitNoteSerializer
    filterset_class = UnitNoteFilters
    inputs: ClassVar = {"create": ToldUnits, "answer": UnitAnswer}
    outputs: ClassVar = {"create": UnitNotesSerializer}

    def create(self, request: Request, **_address: str) -> Response:
        """Tell each unit how its trainees do in a class (8.3.5)."""
        told = class_desk.tell_units(request.user, **self.given())
        rows = self.get_queryset().filter(pk__in=[one.pk for one in told]).order_by("pk")
        return Response(UnitNotesSerializer({"results": rows}).data, status=HTTPStatus.CREATED)

    @action(detail=True, methods=["post"])
    def answer(self, _request: Request, **_address: str) -> Response:
        """Say, for the unit, what is done about it (8.3.5)."""
        return self.act(class_desk.answer_note)
