"""What is answered of an import: what became of the rows, and how far one is that a worker takes in (6.1.1, 9.2.2)."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any, Final

from django.http import FileResponse
from rest_framework import serializers

from cadretrain_reports.applets.imports.api import ImportRun
from cadretrain_reports.rest.fields import Instant, UsernameOf
from cadretrain_reports.workflows.imports import MOST_TOLD

MEDIA_TYPES: Final = {
    ".csv": "text/csv; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class ProblemSerializer(serializers.Serializer[Any]):
    """What is wrong with a row."""

    line = serializers.IntegerField(help_text="Line of the file.")
    column = serializers.CharField(help_text="Header of the column; empty for the row as a whole.")
    value = serializers.CharField(help_text="What stands there, where it may be repeated.")
    reason = serializers.CharField(help_text="What is wrong, and how to mend it.")


class ImportOutcome(serializers.Serializer[Any]):
    """What became of the rows."""

    added = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    refused = serializers.IntegerField()
    ignored_columns = serializers.ListField(
        child=serializers.CharField(), source="ignored", help_text="Headers that were passed over."
    )
    problems = ProblemSerializer(many=True, help_text=f"The first {MOST_TOLD} at most.")


class FaultSerializer(serializers.Serializer[Any]):
    """Why a table as a whole was refused, in the shape of a refusal."""

    code = serializers.CharField(help_text="Stable, for programs.")
    message = serializers.CharField(help_text="What is wrong, and how to mend it.")
    field = serializers.CharField(help_text="The part of the input to mend; may be empty.")


class ImportRunSerializer(serializers.ModelSerializer[ImportRun]):
    """A table that a worker takes in."""

    organization = serializers.CharField(
        read_only=True, help_text="Code of the body for which whoever sent it acts; empty for a site operator."
    )
    started_by = UsernameOf("started_by", "Platform name of whoever sent it.")
    started_at = Instant(read_only=True)
    ended_at = Instant(read_only=True, help_text="Null until it is done or has failed.")
    outcome = ImportOutcome(source="result", read_only=True, allow_null=True)
    error = FaultSerializer(read_only=True, allow_null=True)
    has_problem_file = serializers.BooleanField(read_only=True, help_text="Whether refused rows can be fetched.")

    class Meta:
        model = ImportRun
        fields = (
            "uuid",
            "kind",
            "dry_run",
            "organization",
            "started_by",
            "started_at",
            "state",
            "progress",
            "ended_at",
            "outcome",
            "error",
            "has_problem_file",
        )
        read_only_fields = fields


def attached(stream: IO[bytes], name: str) -> FileResponse:
    """Answer a table; once it is open, its folder may go."""
    return FileResponse(stream, as_attachment=True, filename=name, content_type=MEDIA_TYPES[Path(name).suffix])
