"""Tables that are sent in: all valid rows are taken, all others answered with reasons (6.1.1, 9.2.2)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, ClassVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports.applets.imports.api import ImportRun
from cadretrain_reports.rest.edge import Edge
from cadretrain_reports.rest.import_shapes import MEDIA_TYPES, ImportOutcome, ImportRunSerializer, attached
from cadretrain_reports.rest.inputs import Input, Switch, asked
from cadretrain_reports.rest.uploads import BoundedUpload, kept
from cadretrain_reports.workflows.imports import LARGE, import_file, require_importer, start_import


class Upload(serializers.Serializer[Any]):
    """One table."""

    file = serializers.FileField(help_text="CSV or XLSX, with the columns of the import.")


class HowToImport(Input):
    """How a table is to be taken in."""

    dry_run = Switch("Whether all of it is done and then taken back.")
    problems = serializers.ChoiceField(
        ["list", "file"],
        default="list",
        help_text="`file` answers refused rows, if there are any, as a table like the one sent.",
    )


class Import(Edge):
    """Take bodies, trainees or teachers in from a table (6.1.1, 9.2.2), as far as the caller may keep them.

    The same file may be sent again: what is in already changes nothing. A large table is for a worker: the answer, 202,
    is the import on its way, which is to be read at its address until it is done.
    """

    parser_classes = (MultiPartParser,)
    kind = ""
    query: ClassVar = HowToImport
    inputs: ClassVar = {"post": Upload}
    outputs: ClassVar = {
        "post": {(200, "application/json"): ImportOutcome}
        | {(202, "application/json"): ImportRunSerializer}
        | {(200, media_type.partition(";")[0]): OpenApiTypes.BINARY for media_type in MEDIA_TYPES.values()}
    }

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        """Have the size bounded, before whoever looks for the CSRF token reads the body."""
        if not hasattr(request, "_files"):
            request.upload_handlers = [BoundedUpload(request)]
        return super().initialize_request(request, *args, **kwargs)

    def post(self, request: Request) -> HttpResponseBase:
        """Take a table in; whoever may take in no row of its kind is denied."""
        how = asked(self.query, self, request)
        require_importer(request.user, self.kind)
        said = Upload(data=request.data)
        said.is_valid(raise_exception=True)
        table, is_trial = said.validated_data["file"], how["dry_run"] == "true"
        if table.size >= LARGE:
            return _on_its_way(start_import(request.user, self.kind, table, dry_run=is_trial))
        with kept(table) as path:
            problems = path.with_name(f"{self.kind}-problems{path.suffix}")
            outcome = import_file(request.user, self.kind, path, dry_run=is_trial, problems_path=problems)
            if how["problems"] == "file" and outcome.problem_file:
                return attached(outcome.problem_file.open("rb"), outcome.problem_file.name)
        return Response(ImportOutcome(outcome).data)


def _on_its_way(run: ImportRun) -> Response:
    """Answer an import that a worker takes in, and where to ask for it."""
    address = reverse("cadretrain:import-run-detail", kwargs={"uuid": run.uuid})
    return Response(ImportRunSerializer(run).data, status=HTTPStatus.ACCEPTED, headers={"Location": address})
