"""Check lists of liaison officers: who lags, by how much, since when last studied (8.2.4)."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports.rest.edge import Edge
from cadretrain_reports.rest.fields import CodeOf, Hours, Instant, UuidOf
from cadretrain_reports.rest.filters import FIRST_DAY, LAST_DAY
from cadretrain_reports.rest.inputs import Input, asked
from cadretrain_reports.rest.organization_inputs import a_body
from cadretrain_reports.workflows.checking import check_list
from cadretrain_reports.workflows.standing import current_year


class WhichList(Input):
    """Of which unit and year."""

    organization = a_body("Code of the unit; the bodies below it are meant too.")
    year = serializers.IntegerField(
        required=False,
        min_value=FIRST_DAY.year,
        max_value=LAST_DAY.year - 1,
        help_text="Annual period; else the present.",
    )
    after = serializers.UUIDField(required=False, help_text="The `next` of the page before.")


class CheckedSerializer(serializers.Serializer[Any]):
    """How far one trainee is."""

    trainee = UuidOf("trainee", "The trainee.")
    organization = CodeOf("trainee.unit", "Code of the trainee's unit.")
    name = serializers.CharField(source="trainee.name", help_text="The trainee's name.")
    asked = Hours(source="progress.asked.total_hours", default=None, allow_null=True, help_text="Hours asked in all.")
    done = Hours(source="progress.done.total_hours", default=None, allow_null=True, help_text="Hours done in all.")
    left = Hours(source="progress.left.total_hours", default=None, allow_null=True, help_text="Hours left in all.")
    courses_left = serializers.IntegerField(source="progress.left.courses", default=None, allow_null=True)
    behind = serializers.IntegerField(
        source="progress.behind", default=None, allow_null=True, help_text="Points of a hundred behind the calendar."
    )
    lags = serializers.BooleanField(help_text="Whether that is a lag by the site's policy.")
    last_studied_at = Instant(allow_null=True, help_text="When the trainee studied last.")


class CheckListSerializer(serializers.Serializer[Any]):
    """A page of a check list."""

    year = serializers.IntegerField(help_text="Annual period.")
    results = CheckedSerializer(many=True)
    next = serializers.UUIDField(allow_null=True, help_text="`after` of the next page, or null.")


class CheckLists(Edge):
    """Who of a unit lags, by how much, since when last studied (8.2.4), for the unit's liaison officers."""

    query: ClassVar = WhichList
    outputs: ClassVar = {"get": CheckListSerializer}

    def get(self, request: Request) -> Response:
        """Answer one page, in a fixed number of queries (8.2.4)."""
        wanted = asked(self.query, self, request)
        year = wanted.get("year") or current_year()
        found = check_list(request.user, wanted["organization"], year, wanted.get("after"))
        following = found.following.uuid if found.following else None
        return Response(CheckListSerializer({"year": year, "results": found.rows, "next": following}).data)
