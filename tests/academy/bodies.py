"""What can be said to an endpoint that writes: its body, made of the shape that its view names in ``inputs``.

A field with a ``queryset`` and a ``slug_field`` names an object. Where such a field does not narrow what it finds to
the caller's scope, the test notices.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from rest_framework import serializers

from cadretrain_reports import models
from cadretrain_reports.rest.relations import Met
from tests.academy.asking import World
from tests.academy.endpoints import ABSENT, Endpoint, key_of

Path = tuple[str, ...]
"""Where in a body a field stands."""

SAMPLES: Final[dict[type[serializers.Field[Any, Any, Any, Any]], Callable[[Any], Any]]] = {
    serializers.BooleanField: lambda _field: True,
    serializers.CharField: lambda _field: "x",
    serializers.ChoiceField: lambda field: next(iter(field.choices)),
    serializers.DateField: lambda _field: "2026-01-05",
    serializers.DateTimeField: lambda _field: "2026-01-05T01:00:00Z",
    serializers.DecimalField: lambda _field: "1",
    serializers.FileField: lambda _field: SimpleUploadedFile("x.txt", b"x"),
    serializers.IntegerField: lambda _field: 1,
    serializers.ListField: lambda field: [sample(field.child)],
    serializers.ListSerializer: lambda field: [sample(field.child)],
    serializers.Serializer: lambda field: {name: sample(inner) for name, inner in written(field).items()},
    serializers.SlugRelatedField: lambda _field: ABSENT,
    serializers.UUIDField: lambda _field: ABSENT,
}


def shape(endpoint: Endpoint, method: str) -> Any:
    """Return the shape of a body, or ``None`` where the endpoint takes none."""
    said = getattr(endpoint.view, "inputs", {}).get(endpoint.actions.get(method))
    return said and said()


def written(shape: Any) -> dict[str, Any]:
    """Return the fields that are written."""
    return {name: field for name, field in shape.fields.items() if not field.read_only}


def sample(field: Any) -> Any:
    """Return what may stand in a field; an object that it names is none."""
    for kind in type(field).__mro__:
        if kind in SAMPLES:
            return SAMPLES[kind](field)
    pytest.fail(f"{type(field).__name__}: say in SAMPLES what may stand in such a field", pytrace=False)


def naming(shape: Any, above: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield the fields that name objects, with where they stand."""
    for name, field in written(shape).items():
        inner = getattr(field, "child", field)
        if hasattr(inner, "fields"):
            yield from naming(inner, (*above, name))
        elif hasattr(inner, "slug_field"):
            yield (*above, name), inner


def with_key(body: Any, path: Path, key: str) -> Any:
    """Return a body in which another object is named."""
    if isinstance(body, list):
        return [with_key(row, path, key) for row in body]
    if not path:
        return key
    return {**body, path[0]: with_key(body[path[0]], path[1:], key)}


def strange_keys(world: World, reader: str, field: Any) -> list[str]:
    """Return the keys of objects that a reader may not name, of every kind of scope some."""
    everything: list[Model] = [*field.queryset.order_by("pk")]
    met = _met(world, reader) if isinstance(field, Met) else set()
    strange = [row for row in everything if not world.sees(reader, row) and row.pk not in met]
    return [key_of(row, field.slug_field) for row in some(strange, 3)]


def some(rows: list[Model], most: int = 6) -> list[Model]:
    """Return up to ``most`` rows from the first to the last: those of many scopes."""
    return rows[:: max(1, -(-len(rows) // most))]


def _met(world: World, reader: str) -> set[int]:
    """Return the institutions of which a service has told the reader."""
    services = models.Service.objects.all()
    return {service.institution_id for service in services if world.sees(reader, service)}
