"""The credit-hours of units in an annual period (8.2.4, 9.2.1, R9)."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports.rest.edge import Edge
from cadretrain_reports.rest.fields import Day, Hours
from cadretrain_reports.rest.filters import FIRST_DAY, LAST_DAY
from cadretrain_reports.rest.inputs import Input, Switch, asked
from cadretrain_reports.rest.organization_inputs import a_body
from cadretrain_reports.workflows.figures import reporting_date, unit_figures


class WhichFigures(Input):
    """Of which year and units."""

    year = serializers.IntegerField(
        min_value=FIRST_DAY.year, max_value=LAST_DAY.year - 1, help_text="Annual period (9.1.2)."
    )
    on = Day(
        "Reporting date: the last day of the period or a later one. By default that day, or today while it runs.",
        required=False,
        default=None,
    )
    organization = a_body("Code of a unit.", required=False, default=None)
    below = Switch("Whether the units below `organization` are meant too.")


class UnitFiguresSerializer(serializers.Serializer[Any]):
    """The hours of one unit."""

    organization = serializers.CharField(help_text="Code of the unit.")
    earned = Hours(help_text="Online credit-hours that were earned at the unit, of courses and of passed classes.")
    earners = serializers.IntegerField(help_text="Trainees who earned them.")
    attained = Hours(help_text="The whole year's credit-hours of those who are at the unit on the reporting date.")
    trainees = serializers.IntegerField(help_text="Trainees who are at the unit on the reporting date.")
    face_to_face = Hours(
        help_text="Face-to-face hours, approved after they were declared at the unit or of passed classes; "
        "in no other figure."
    )
    outside = Hours(help_text="Approved hours of training elsewhere, declared at the unit; in no other figure.")


class FiguresSerializer(serializers.Serializer[Any]):
    """The hours of all units that were asked for."""

    year = serializers.IntegerField(help_text="Annual period.")
    on = serializers.DateField(help_text="Reporting date.")
    results = UnitFiguresSerializer(many=True, help_text="By the code of the unit.")


class Figures(Edge):
    """Credit-hours by unit, where they were earned and where they count (R9), of what the caller sees (9.2.1).

    A unit and the departments that manage its trainees have all of the unit's own time counted, that of trainees who
    have left it included; whoever else sees trainees has those counted whom they see.
    """

    query: ClassVar = WhichFigures
    outputs: ClassVar = {"get": FiguresSerializer}

    def get(self, request: Request) -> Response:
        """Answer one row for each unit that has anything to count."""
        wanted = asked(self.query, self, request)
        year, on = wanted["year"], reporting_date(wanted["year"], wanted["on"])
        found = unit_figures(request.user, year, on, wanted["organization"], below=wanted["below"] == "true")
        return Response(FiguresSerializer({"year": year, "on": on, "results": found}).data)
