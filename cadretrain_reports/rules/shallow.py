"""What the fields of a dataclass hold, as it is: ``dataclasses.asdict`` and ``astuple`` copy everything in it."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def values_of(record: DataclassInstance) -> tuple[Any, ...]:
    """Return the values of a dataclass of two fields or more, in their order."""
    values: tuple[Any, ...] = attrgetter(*_names(type(record)))(record)
    return values


def named_values(record: DataclassInstance) -> dict[str, Any]:
    """Return the values of a dataclass of two fields or more by name, in their order."""
    return dict(zip(_names(type(record)), values_of(record), strict=True))


@cache
def _names(kind: type[DataclassInstance]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
