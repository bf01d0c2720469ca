"""Backfills of the years before installation: read and admitted by site operators (3.9, 8.2.5)."""

from __future__ import annotations

from typing import ClassVar

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports.applets.backfill.api import Backfill
from cadretrain_reports.rest import filters as by
from cadretrain_reports.rest.fields import Instant, UsernameOf
from cadretrain_reports.rest.inputs import Nothing
from cadretrain_reports.rest.resources import Resource
from cadretrain_reports.workflows.backfill import admit_backfill


class BackfillSerializer(serializers.ModelSerializer[Backfill]):
    """What one reading of logs and tables came to, in figures without a name."""

    until = Instant(read_only=True)
    started_by = UsernameOf("started_by", "Platform name of whoever ran it.")
    started_at = Instant(read_only=True)
    ended_at = Instant(read_only=True)
    counts = serializers.JSONField(
        read_only=True, help_text="What was read and inferred, by the names that the command's JSON has for it."
    )
    admitted_by = UsernameOf("admitted_by", "Platform name of whoever let its time yield credit.")
    admitted_at = Instant(read_only=True)

    class Meta:
        model = Backfill
        fields = ("uuid", "until", "started_by", "started_at", "ended_at", "counts", "admitted_by", "admitted_at")
        read_only_fields = fields


class BackfillFilters(by.Filters):
    """Backfills by the day on which they were begun."""

    since = by.since("started_at")
    until = by.until("started_at")


class Backfills(Resource):
    """Backfills (3.9), for site operators: run by the command, admitted by another operator than who ran them.

    Of a trial nothing stays.
    """

    queryset = Backfill.objects.filter(trial=False).select_related("started_by", "admitted_by")
    serializer_class = BackfillSerializer
    filterset_class = BackfillFilters
    personal = False
    usual_order: ClassVar[str] = "newest"
    inputs: ClassVar = {"admit": Nothing}

    @action(detail=True, methods=["post"])
    def admit(self, _request: Request, **_address: str) -> Response:
        """Let the time of a backfill yield credit, as a second person (8.2.5); once more finishes what broke off."""
        return self.act(lambda actor, run: admit_backfill(actor, run.uuid))
