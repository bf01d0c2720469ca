"""Reminders as notices, and the channels by which somebody wants them (8.2.3)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.applets.reminders.api import Reminder, text_of, title_of
from cadretrain_reports.rest import filters as by
from cadretrain_reports.rest.edge import Edge
from cadretrain_reports.rest.fields import CodeOf, Hours, Instant, SeenEach, UsernameOf, UuidOf
from cadretrain_reports.rest.inputs import Input, Nothing, Text
from cadretrain_reports.rest.resources import Resource
from cadretrain_reports.workflows import reminding as workflow
from cadretrain_reports.workflows.checking import follow_up


class ReminderSerializer(serializers.ModelSerializer[Reminder]):
    """What a trainee was told of what is left, and why."""

    trainee = UuidOf("trainee", "Who was reminded.")
    organization = CodeOf("trainee.unit", "Code of the trainee's unit.")
    title = serializers.SerializerMethodField(help_text="The heading, in the caller's language.")
    text = serializers.SerializerMethodField(help_text="What is left, in the caller's language.")
    total_left = Hours(read_only=True)
    required_left = Hours(read_only=True)
    elective_left = Hours(read_only=True)
    by = UsernameOf("by", "Platform name of whoever followed up; null where the site itself reminded.")
    made_at = Instant(read_only=True)
    read_at = Instant(read_only=True)

    class Meta:
        model = Reminder
        fields = (
            "uuid",
            "trainee",
            "organization",
            "kind",
            "year",
            "days",
            "title",
            "text",
            "total_left",
            "required_left",
            "elective_left",
            "courses_left",
            "note",
            "by",
            "made_at",
            "read_at",
        )
        read_only_fields = fields

    def get_title(self, reminder: Reminder) -> str:
        """Return the heading."""
        return title_of(reminder)

    def get_text(self, reminder: Reminder) -> str:
        """Return what is left."""
        return text_of(reminder)


class ReminderFilters(by.TraineeFilters):
    """Reminders by unit, trainee, kind, year, day, or whether they were read."""

    kind = by.one_of(Reminder.Kind, "kind", "Why.")
    year = by.in_year()
    unread = by.awaited("read_at", "Whether it is still to be read.")
    since = by.since("made_at")
    until = by.until("made_at")


class RemindersSerializer(serializers.Serializer[Any]):
    """What was made, one row for each trainee."""

    results = ReminderSerializer(many=True)


class FollowUp(Input):
    """Whom a liaison officer reminds, and what they are told (8.2.4)."""

    trainees = SeenEach(Trainee.objects.select_related("unit", "managing_department"), "Who is reminded, up to 200.")
    note = Text("What they are told; at most 500 characters.")


class Reminders(Resource):
    """What trainees were reminded of (8.2.3, 8.2.4), for themselves and whoever sees them wholly."""

    queryset = Reminder.objects.select_related("trainee__unit", "by")
    serializer_class = ReminderSerializer
    filterset_class = ReminderFilters
    inputs: ClassVar = {"create": FollowUp, "read": Nothing}
    outputs: ClassVar = {"create": RemindersSerializer}

    def create(self, request: Request, **_address: str) -> Response:
        """Remind trainees of one's unit with a note (8.2.4): all of them or nobody."""
        made = follow_up(request.user, **self.given())
        return Response(RemindersSerializer({"results": made}).data, status=HTTPStatus.CREATED)

    @action(detail=True, methods=["post"])
    def read(self, _request: Request, **_address: str) -> Response:
        """Keep that one has read a notice of one's own; of others nothing changes (8.2.3)."""
        return self.act(workflow.read_notice)


class WantedChannel(Input):
    """A channel, and whether one wants to be reminded by it."""

    channel = Text("Name of the channel.")
    wanted = serializers.BooleanField(help_text="Whether one wants it.")


class ChannelSerializer(serializers.Serializer[Any]):
    """A channel of the site."""

    channel = serializers.CharField()
    name = serializers.CharField(source="label", help_text="What it is called, in the caller's language.")
    wanted = serializers.BooleanField(help_text="Whether the caller is reminded by it.")
    mandatory = serializers.BooleanField(help_text="Whether nobody may refuse it.")


class ChannelsSerializer(serializers.Serializer[Any]):
    """The channels of the site; empty for whoever is no trainee."""

    results = ChannelSerializer(many=True)


class ReminderChannels(Edge):
    """By which channels the caller is reminded; notices on the own pages stay in any case (8.2.3)."""

    inputs: ClassVar = {"post": WantedChannel}
    outputs: ClassVar = {"get": ChannelsSerializer, "post": ChannelsSerializer}

    def get(self, request: Request) -> Response:
        """Answer the channels (8.2.3)."""
        return Response(ChannelsSerializer({"results": workflow.own_channels(request.user)}).data)

    def post(self, request: Request) -> Response:
        """Want a channel, or refuse it, for oneself (8.2.3)."""
        said = WantedChannel(data=request.data, context={"request": request, "view": self})
        said.is_valid(raise_exception=True)
        workflow.set_channel(request.user, **said.validated_data)
        return self.get(request)
