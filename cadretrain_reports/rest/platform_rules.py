"""The rules of the platform: read by everybody, published by the site operator, accepted by trainees (6.1.2)."""

from __future__ import annotations

from http import HTTPStatus
from typing import ClassVar

from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports.applets.upkeep.api import PlatformRules, RulesAcceptance, rules_in_force
from cadretrain_reports.rest.fields import Instant
from cadretrain_reports.rest.inputs import Input, Text
from cadretrain_reports.rest.resources import Listing
from cadretrain_reports.rest.upkeep import RulesAcceptanceSerializer
from cadretrain_reports.workflows.upkeep import accept_rules, publish_rules


class PlatformRulesSerializer(serializers.ModelSerializer[PlatformRules]):
    """One version of the rules of the platform."""

    published_at = Instant(read_only=True)

    class Meta:
        model = PlatformRules
        fields = ("version", "title", "text", "published_at")
        read_only_fields = fields


class NewRules(Input):
    """Rules to be put in force."""

    version = Text("By what they are known; each publication has its own.")
    title = Text("What they are called.")
    text = Text("The rules, as plain text.")


class ReadRules(Input):
    """Which rules were read."""

    version = Text("The version that was read.")


class NewestRules(Listing):
    """The rules in force, which a trainee accepts at the first sign-in (6.1.2). For everybody with an account."""

    queryset = PlatformRules.objects.all()
    serializer_class = PlatformRulesSerializer
    personal = False
    inputs: ClassVar = {"create": NewRules, "accept": ReadRules}
    outputs: ClassVar = {"accept": RulesAcceptanceSerializer}

    def retrieve(self, request: Request) -> Response:
        """Answer the newest version; 404 while there is none."""
        newest = rules_in_force() if request.user.is_active else None
        if newest is None:
            raise Http404
        return Response(self.get_serializer(newest).data)

    def create(self, request: Request) -> Response:
        """Put new rules in force, as the site operator (6.1.2): nobody studies who has not accepted them."""
        published = publish_rules(request.user, **self.given())
        return Response(self.get_serializer(published).data, status=HTTPStatus.CREATED)

    def accept(self, request: Request) -> Response:
        """Accept for oneself the rules that one has read (6.1.2); once more changes nothing."""
        if not request.user.is_active:
            raise Http404
        said = self.given()
        accept_rules(request.user, **said)
        rows = RulesAcceptance.objects.select_related("trainee__unit", "rules")
        accepted = rows.get(trainee__account__user=request.user, rules__version=said["version"])
        return Response(RulesAcceptanceSerializer(accepted).data)
