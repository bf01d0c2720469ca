"""What narrows a list: first the caller's scope, then what the caller asks for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar, Final

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Choices, QuerySet
from django_filters import rest_framework as filters
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request

from cadretrain_reports import conf
from cadretrain_reports.applets.organizations.api import Organization, within
from cadretrain_reports.rules.periods import day_start, zone_named
from cadretrain_reports.scopes.api import in_scope

FIRST_DAY: Final = date(1900, 1, 1)
LAST_DAY: Final = date(2999, 12, 31)
"""Days and years that a filter may name."""

_DAY: Final = timedelta(days=1)
_NOT_BEFORE: Final = "On this day or later; an instant's day is that of the site's zone."
_NOT_AFTER: Final = "On this day or earlier; an instant's day is that of the site's zone."


class ScopeFilterBackend(BaseFilterBackend):
    """Only what is in the caller's scope; each resource has it before any other filter (9.2.1)."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], _view: Any) -> QuerySet[Any]:
        """Return what of ``queryset`` the caller may read."""
        return in_scope(queryset, request.user)


class Filters(filters.FilterSet):  # type: ignore[misc]  # the library is not annotated
    """What a resource can be asked for, one class per resource; this one for nothing."""


class BodyFilters(Filters):
    """``organization=CODE`` asks for what belongs to a body, with ``below=true`` also to all bodies below it.

    ``body`` is the path to it, empty where the rows are bodies themselves. Only a body in the caller's own scope has
    anything below it.
    """

    body: ClassVar = "organization"

    organization = filters.CharFilter(method="in_body", label="Code of a body.")
    below = filters.ChoiceFilter(
        choices=(("true", "true"), ("false", "false")),
        method="with_organization",
        label="Whether the bodies below `organization` are meant too.",
    )

    def in_body(self, queryset: QuerySet[Any], _name: str, code: str) -> QuerySet[Any]:
        """Return the rows that belong to a body, or to it and those below."""
        prefix = f"{self.body}__" if self.body else ""
        if self.form.cleaned_data["below"] != "true":
            return queryset.filter((f"{prefix}code", code))
        top = in_scope(Organization.objects.filter(code=code), self.request.user).first()
        return queryset.filter(within(top.path, f"{prefix}path")) if top else queryset.none()

    def with_organization(self, queryset: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Return all: ``below`` only says how ``organization`` is meant."""
        return queryset


class TraineeFilters(BodyFilters):
    """Asks for what belongs to a trainee, or to all of a unit."""

    body: ClassVar = "trainee__unit"

    trainee = filters.UUIDFilter(field_name="trainee__uuid", label="The trainee.")


def one_of(choices: type[Choices], field: str, label: str) -> filters.ChoiceFilter:
    """Return a filter by one of a field's values."""
    return filters.ChoiceFilter(field_name=field, choices=choices.choices, label=label)


def contains(field: str, label: str) -> filters.CharFilter:
    """Return a filter by a part of a text, capitals and small letters alike."""
    return filters.CharFilter(field_name=field, lookup_expr="icontains", label=label)


def uuid_of(field: str, label: str) -> filters.UUIDFilter:
    """Return a filter by the uuid of another object."""
    return filters.UUIDFilter(field_name=f"{field}__uuid", label=label)


def in_year(field: str = "year") -> filters.NumberFilter:
    """Return a filter by the label of an annual period (9.1.2)."""
    return filters.NumberFilter(
        field_name=field, min_value=FIRST_DAY.year, max_value=LAST_DAY.year, decimal_places=0, label="Annual period."
    )


def standing(field: str = "standing") -> filters.ChoiceFilter:
    """Return a filter by whether a row stands or has ended."""
    choices = (("true", "true"), ("false", "false"))
    return filters.ChoiceFilter(field_name=field, choices=choices, method=_stands, label="Whether it stands.")


def awaited(field: str, label: str) -> filters.ChoiceFilter:
    """Return a filter by whether something is still awaited: the instant at which it comes is empty."""
    choices = (("true", "true"), ("false", "false"))
    return filters.ChoiceFilter(field_name=field, choices=choices, method=_awaited, label=label)


def is_so(field: str, label: str) -> filters.ChoiceFilter:
    """Return a filter by a field that is true or false."""
    choices = (("true", "true"), ("false", "false"))
    return filters.ChoiceFilter(field_name=field, choices=choices, method=_is_so, label=label)


def from_day(field: str) -> filters.DateFilter:
    """Return a filter of days from one on."""
    return _days(field, _NOT_BEFORE, lookup_expr="gte")


def to_day(field: str) -> filters.DateFilter:
    """Return a filter of days up to one."""
    return _days(field, _NOT_AFTER, lookup_expr="lte")


def since(field: str) -> filters.DateFilter:
    """Return a filter of instants from a local day on, in the site's zone."""
    return _days(field, _NOT_BEFORE, method=_since)


def until(field: str) -> filters.DateFilter:
    """Return a filter of instants up to the end of a local day, in the site's zone."""
    return _days(field, _NOT_AFTER, method=_until)


def _days(field: str, label: str, **how: Any) -> filters.DateFilter:
    bounds = [MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)]
    return filters.DateFilter(field_name=field, label=label, input_formats=["%Y-%m-%d"], validators=bounds, **how)


def _since(queryset: QuerySet[Any], name: str, day: date) -> QuerySet[Any]:
    return queryset.filter((f"{name}__gte", day_start(day, zone_named(conf.time_zone()))))


def _until(queryset: QuerySet[Any], name: str, day: date) -> QuerySet[Any]:
    return queryset.filter((f"{name}__lt", day_start(day + _DAY, zone_named(conf.time_zone()))))


def _stands(queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
    return queryset.filter((name, True)) if value == "true" else queryset.exclude((name, True))


def _is_so(queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
    return queryset.filter((name, value == "true"))


def _awaited(queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
    return queryset.filter((f"{name}__isnull", value == "true"))
