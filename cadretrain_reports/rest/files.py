"""Files that belong to a row: taken in bounded, handed out to whoever sees the row (7.2, 8.2.5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import FileResponse, Http404, HttpRequest
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request

from cadretrain_reports.applets.resources import api as resources
from cadretrain_reports.rest.resources import Resource


class SentFile(serializers.Serializer[Any]):
    """The file of a row."""

    file = serializers.FileField(help_text="A file of a type that is taken here.")


class FileResource(Resource):
    """A resource whose rows have a file, named by ``stored_as`` and ``file_name``; its action ``upload`` takes one."""

    outputs: ClassVar[Mapping[str, Any]] = {"download": {(200, "application/octet-stream"): OpenApiTypes.BINARY}}

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        """Have the size of a file bounded, before whoever looks for the CSRF token reads the body."""
        if "upload" in self.action_map.values() and not hasattr(request, "_files"):
            request.upload_handlers = [resources.BoundedFile(request)]
        return super().initialize_request(request, *args, **kwargs)

    @action(detail=True, methods=["get"], url_path="file", url_name="file")
    def download(self, _request: Request, **_address: str) -> FileResponse:
        """The file, to be kept: whoever sees what it belongs to gets it here, and nowhere else (7.2, 8.2.5)."""
        return handed_out(self.get_object())


def handed_out(row: Any) -> FileResponse:
    """Answer the file of a row, so that no browser runs it; raise ``Http404`` where there is none."""
    if not row.stored_as:
        raise Http404
    try:
        stored = resources.storage().open(row.stored_as)
    except FileNotFoundError:
        raise Http404 from None
    answer = FileResponse(
        stored,
        as_attachment=True,
        filename=row.file_name,
        content_type=resources.content_type(row.stored_as),
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
