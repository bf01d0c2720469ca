"""Tables of what a person may export, in the shape in which they are imported (9.2.2, 9.2.3)."""

from __future__ import annotations

from typing import ClassVar

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from rest_framework.request import Request

from cadretrain_reports.offline.sheets import csv_lines
from cadretrain_reports.rest.edge import Edge
from cadretrain_reports.rest.inputs import Input, Reason, Switch, asked
from cadretrain_reports.rest.organization_inputs import a_body
from cadretrain_reports.workflows.exports import KINDS, export_rows


class WhatToExport(Input):
    """What of a table is wanted."""

    organization = a_body(
        "Code of a body: what belongs to it and to all below it. By default wherever the caller may export.",
        required=False,
        default=None,
    )
    unmasked = Switch("Whether names, accounts and phones are needed in full; then the reason is too.")
    reason = Reason()


class Export(Edge):
    """Bodies, trainees or teachers as CSV (9.2.2), narrowed to where the caller may export, and masked (9.2.3).

    That it was exported, and why in full, is put on record.
    """

    kind = ""
    query: ClassVar = WhatToExport
    outputs: ClassVar = {"get": {(200, "text/csv"): OpenApiTypes.BINARY}}

    def get(self, request: Request) -> StreamingHttpResponse:
        """Answer the table row by row."""
        wanted = asked(self.query, self, request)
        unmasked_for = wanted["reason"] if wanted["unmasked"] == "true" else None
        rows = export_rows(request.user, self.kind, wanted["organization"], unmasked_for=unmasked_for)
        headers = [column.header for column in KINDS[self.kind].columns]
        attached = {"Content-Disposition": f'attachment; filename="{self.kind}.csv"'}
        return StreamingHttpResponse(csv_lines(headers, rows), content_type="text/csv; charset=utf-8", headers=attached)
