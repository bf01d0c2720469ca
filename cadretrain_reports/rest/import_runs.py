"""Tables on their way in: how far they are, what became of them, and the rows to mend (6.1.1, 9.2.2)."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar

from django.http.response import HttpResponseBase
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers
from rest_framework.request import Request

from cadretrain_reports.applets.imports.api import ImportRun, opened
from cadretrain_reports.rest import filters as by
from cadretrain_reports.rest.import_shapes import MEDIA_TYPES, ImportRunSerializer, attached
from cadretrain_reports.rest.inputs import Input, asked
from cadretrain_reports.rest.resources import Resource
from cadretrain_reports.workflows.imports import KINDS


class HowToRead(Input):
    """How an import is to be answered."""

    problems = serializers.ChoiceField(
        ["list", "file"],
        default="list",
        help_text="`file` answers refused rows, as long as there are any, as a table like the one sent.",
    )


class ImportRunFilters(by.Filters):
    """Imports by kind or state, or by the day on which they were sent."""

    kind = filters.ChoiceFilter(choices=[(kind, kind) for kind in KINDS], label="Kind of table.")
    state = by.one_of(ImportRun.State, "state", "Where it stands.")
    since = by.since("started_at")
    until = by.until("started_at")


class ImportRuns(Resource):
    """Large tables that a worker takes in (6.1.1, 9.2.2), seen by whoever sent them.

    Refused rows are kept for thirty days.
    """

    queryset = ImportRun.objects.select_related("started_by")
    serializer_class = ImportRunSerializer
    filterset_class = ImportRunFilters
    usual_order: ClassVar[str] = "newest"
    queries: ClassVar = {"retrieve": HowToRead}
    outputs: ClassVar[Mapping[str, Any]] = {
        "retrieve": {(200, "application/json"): ImportRunSerializer}
        | {(200, media_type.partition(";")[0]): OpenApiTypes.BINARY for media_type in MEDIA_TYPES.values()}
    }

    def retrieve(self, _request: Request, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Answer one import, or the rows of it that were refused."""
        how = asked(HowToRead, self, self.request)
        run = self.get_object()
        if how["problems"] == "file" and run.problem_file:
            with suppress(FileNotFoundError):
                name = f"{run.kind}-problems{Path(run.problem_file).suffix}"
                answer = attached(opened(run.problem_file), name)
                self.put_on_record(str(run.uuid), run.organization, file=True)
                return answer
        return self.told(run)
