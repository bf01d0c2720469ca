"""How long a course would be by what it holds, asked by its author while marking it (3.7)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import Http404
from django.utils.translation import gettext
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports import compat
from cadretrain_reports.offline.olx import reason_text
from cadretrain_reports.rest.edge import Edge
from cadretrain_reports.rest.inputs import Input, Text
from cadretrain_reports.rules.proposals import Part, propose
from cadretrain_xblock.contract import EXTENTS, DurationPart, DurationProposal, to_json

LONGEST_KEY = 255


class Around(Input):
    """What a course would cover."""

    usage_key = Text("The block around which the course lies.", max_length=LONGEST_KEY)
    extent = serializers.ChoiceField(EXTENTS, help_text="How much of the course run it covers (R1).")


class PartSerializer(serializers.Serializer[Any]):
    """A part of a course, in document order."""

    kind = serializers.ChoiceField(["video", "text", "problem", "other"])
    title = serializers.CharField(help_text="What its author called it; may be empty.")
    seconds = serializers.IntegerField(help_text="Whole seconds; 0 also where the reason says that nobody can tell.")
    reason = serializers.CharField(help_text="Why so long, in the caller's language.")


class ProposalSerializer(serializers.Serializer[Any]):
    """How long a course would be."""

    course_duration = serializers.IntegerField(
        help_text="The sum of the parts in whole seconds, rounded up to whole minutes."
    )
    parts = PartSerializer(many=True)


class DurationProposals(Edge):
    """Propose how long a course takes by its videos, texts and problems (3.7). For whoever may author that content."""

    inputs: ClassVar = {"post": Around}
    outputs: ClassVar = {"post": ProposalSerializer}

    def post(self, request: Request) -> Response:
        """Answer the proposal, and each part with the reason for its figure."""
        around = Around(data=request.data)
        around.is_valid(raise_exception=True)
        usage_key, extent = around.validated_data["usage_key"], around.validated_data["extent"]
        if not request.user.is_active or not compat.may_author(request.user, usage_key):
            raise PermissionDenied
        try:
            proposal = propose(compat.contents_of(usage_key, extent))
        except compat.ContentMissingError:
            raise Http404 from None
        parts = tuple(map(_told, proposal.parts))
        return Response(to_json(DurationProposal(proposal.course_duration, parts)))


def _told(part: Part) -> DurationPart:
    return DurationPart(part.kind, part.title, part.seconds, reason_text(part.reason, gettext))
