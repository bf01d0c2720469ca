"""Learning support resources, their review and their files (7.2)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports.applets.resources.api import Content, SupportResource
from cadretrain_reports.rest import filters as by
from cadretrain_reports.rest.fields import AnyCourse, CodeOf, Instant, UsernameOf, UuidOf
from cadretrain_reports.rest.files import FileResource, SentFile
from cadretrain_reports.rest.inputs import Input, MayBeEmpty, NeededReason, Nothing, Text
from cadretrain_reports.rest.organization_inputs import a_body
from cadretrain_reports.workflows import resources as workflow


class SupportResourceSerializer(serializers.ModelSerializer[SupportResource]):
    """A text, a link or a file that an institution offers besides its courses."""

    organization = CodeOf("institution", "Code of the institution.")
    audience_body = CodeOf("audience_body", "Code of the body to which it is offered, or null.", allow_null=True)
    audience_course = UuidOf("audience_course", "The course with which it is offered, or null.", allow_null=True)
    made_by = UsernameOf("made_by", "Platform name of whoever made it.")
    made_at = Instant(read_only=True)
    reviewed_by = UsernameOf("reviewed_by", "Platform name of whoever reviewed it.")
    reviewed_at = Instant(read_only=True)
    withdrawn_at = Instant(read_only=True)

    class Meta:
        model = SupportResource
        fields = (
            "uuid",
            "organization",
            "kind",
            "title",
            "form",
            "text",
            "link",
            "file_name",
            "file_size",
            "file_digest",
            "audience",
            "audience_body",
            "audience_course",
            "state",
            "made_by",
            "made_at",
            "reviewed_by",
            "reviewed_at",
            "opinion",
            "withdrawn_at",
            "reason",
        )
        read_only_fields = fields


class Made(Input):
    """What a resource is, and to whom it is to be offered."""

    kind = serializers.ChoiceField(SupportResource.Kind.choices, help_text="What it is (7.2).")
    title = Text("What it is called.")
    form = serializers.ChoiceField(SupportResource.Form.choices, help_text="Text, link or file.")
    text = MayBeEmpty("The text, of a resource of this form.", default="")
    link = MayBeEmpty("The whole address, of a resource of this form.", default="")
    audience = serializers.ChoiceField(SupportResource.Audience.choices, help_text="To whom it is offered.")
    audience_body = MayBeEmpty("Code of the body, of this audience.", default="")
    audience_course = AnyCourse("The course, of this audience.", allow_null=True, default=None)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return what the workflow takes."""
        named = {"institution": attrs.pop("institution")} if "institution" in attrs else {}
        return {**named, "content": Content(**attrs)}


class NewResource(Made):
    """A resource of an institution."""

    organization = a_body("Code of the institution.", source="institution")


class Offered(Input):
    """What the reviewer says to what is offered."""

    opinion = MayBeEmpty("What there is to say; at most 500 characters.", default="")


class TurnedBack(Input):
    """Why a resource is returned."""

    opinion = Text("The reason; at most 500 characters.")


class WithdrawnResource(Input):
    """Why a resource is no longer offered."""

    reason = NeededReason()


class SupportResourceFilters(by.BodyFilters):
    """Resources by institution, kind, form, title, course or state."""

    body: ClassVar = "institution"

    kind = by.one_of(SupportResource.Kind, "kind", "What it is.")
    form = by.one_of(SupportResource.Form, "form", "Text, link or file.")
    title = by.contains("title", "Part of the title.")
    audience_course = by.uuid_of("audience_course", "The course with which it is offered.")
    state = by.one_of(SupportResource.State, "state", "Where it is.")


class SupportResources(FileResource):
    """What institutions offer besides courses (7.2): offered ones are seen by their audience."""

    queryset = SupportResource.objects.select_related(
        "institution", "audience_body", "audience_course", "made_by", "reviewed_by"
    )
    serializer_class = SupportResourceSerializer
    filterset_class = SupportResourceFilters
    inputs: ClassVar = {
        "create": NewResource,
        "partial_update": Made,
        "upload": SentFile,
        "hand_in": Nothing,
        "offer": Offered,
        "return_": TurnedBack,
        "withdraw": WithdrawnResource,
    }

    def create(self, request: Request, **_address: str) -> Response:
        """Make a resource of an institution, as a draft (7.2)."""
        return self.afterwards(workflow.make_resource(request.user, **self.given()), HTTPStatus.CREATED)

    def partial_update(self, request: Request, **_address: str) -> Response:
        """Put another content in the place of that of a draft, or of what was returned (7.2)."""
        resource, said = self.get_object(), self.given()
        return self.afterwards(workflow.change_resource(request.user, resource, **said))

    @action(detail=True, methods=["post"], parser_classes=[MultiPartParser])
    def upload(self, request: Request, **_address: str) -> Response:
        """Give a draft its file, in the place of the one that it had (7.2)."""
        resource, said = self.get_object(), self.given()
        return self.afterwards(workflow.put_file(request.user, resource, said["file"]))

    @action(detail=True, methods=["post"], url_path="hand-in", url_name="hand-in")
    def hand_in(self, request: Request, **_address: str) -> Response:
        """Hand a draft in to be reviewed (7.2)."""
        resource = self.get_object()
        self.given()
        return self.afterwards(workflow.hand_resource_in(request.user, resource))

    @action(detail=True, methods=["post"])
    def offer(self, request: Request, **_address: str) -> Response:
        """Let its audience see it, as another person than its maker (7.2)."""
        resource, said = self.get_object(), self.given()
        return self.afterwards(workflow.review_resource(request.user, resource, offered=True, **said))

    @action(detail=True, methods=["post"], url_path="return", url_name="return")
    def return_(self, request: Request, **_address: str) -> Response:
        """Return it with the reason, as another person than its maker (7.2)."""
        resource, said = self.get_object(), self.given()
        return self.afterwards(workflow.review_resource(request.user, resource, offered=False, **said))

    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, **_address: str) -> Response:
        """Take it away from its audience, with the reason (7.2)."""
        resource, said = self.get_object(), self.given()
        return self.afterwards(workflow.withdraw_resource(request.user, resource, **said))
