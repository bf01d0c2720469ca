"""Rows of which not everybody sees everything: what is veiled is null, and the query itself says for whom (9.2.3)."""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

from django.db.models import Model, QuerySet
from rest_framework import serializers

from cadretrain_reports.rest.resources import Resource
from cadretrain_reports.scopes.api import wholly_seen

_Row = TypeVar("_Row", bound=Model)


class VeiledSerializer(serializers.ModelSerializer[_Row]):
    """A row whose fields in ``veiled`` are null for whoever does not see it with all that belongs to it."""

    veiled: ClassVar[frozenset[str]] = frozenset()

    def to_representation(self, row: Any) -> dict[str, Any]:
        """Return what of the row the caller sees."""
        said: dict[str, Any] = super().to_representation(row)
        return said if row.is_wholly_seen else {**said, **dict.fromkeys(self.veiled)}


class VeiledResource(Resource):
    """A resource of such rows."""

    def get_queryset(self) -> QuerySet[Any]:
        """Return the rows, each with whether the caller sees all of it."""
        rows: QuerySet[Any] = super().get_queryset()
        seen: QuerySet[Any] = rows.annotate(is_wholly_seen=wholly_seen(rows.model, self.request.user))
        return seen


def among_wholly_seen(queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
    """Filter by a veiled field, among the rows that the caller sees wholly: it would else tell what the veil hides."""
    return queryset.filter((name, value), is_wholly_seen=True)
