"""The base of all resources: lists and single objects, read through the caller's scope (5.1, 9.2.1)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, ClassVar, Final

from django.db.models import QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ValidationError
from rest_framework.filters import BaseFilterBackend
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.refusals import Refused
from cadretrain_reports.rest.attempts import keep_attempt
from cadretrain_reports.rest.edge import Edge
from cadretrain_reports.rest.filters import Filters, ScopeFilterBackend
from cadretrain_reports.rest.inputs import named_as_given
from cadretrain_reports.rest.paging import KeyPagination
from cadretrain_reports.scopes.api import in_scope

_PAGING: Final = {"cursor", "page_size", "ordering"}


@dataclass(frozen=True, slots=True)
class Parent:
    """The object in whose address a list stands: one of ``rows``, found by ``key``; the list names it by ``path``."""

    rows: QuerySet[Any]
    key: str
    path: str


class Listing(Edge, GenericViewSet[Any]):
    """A list to read. A subclass gives ``queryset`` with all it needs of other tables, serializer and filters.

    ``personal`` says that rows tell of persons: reading them is then put on record (9.2.3). ``public`` rows are for
    everybody signed in: no scope narrows them, so ``queryset`` itself says which they are. ``inputs`` names, for each
    action that writes, the shape of its body, and ``outputs`` that of its answer where it is not the usual one.
    """

    filter_backends: tuple[type[BaseFilterBackend], ...] = (ScopeFilterBackend, DjangoFilterBackend)
    filterset_class: ClassVar[type[Filters]] = Filters
    pagination_class = KeyPagination
    usual_order: ClassVar[str] = "oldest"
    personal: ClassVar[bool] = True
    public: ClassVar[bool] = False
    parent: ClassVar[Parent | None] = None
    inputs: ClassVar[Mapping[str, type[BaseSerializer[Any]]]] = {}
    outputs: ClassVar[Mapping[str, type[BaseSerializer[Any]]]] = {}

    @property
    def kind(self) -> str:
        """Return what the audit log calls the rows."""
        return re.sub("(?<=[a-z])(?=[A-Z])", "_", super().get_queryset().model.__name__).lower()

    def get_queryset(self) -> QuerySet[Any]:
        """Return the rows, where the list stands below a parent those of that one; 404 if it is not to be seen."""
        rows = super().get_queryset()
        if self.parent is None:
            return rows
        return rows.filter((self.parent.path, self.owner))

    @cached_property
    def owner(self) -> Any:
        """The object in whose address the list stands, or ``None``; 404 if there is none that the caller may see."""
        if self.parent is None:
            return None
        seen = in_scope(self.parent.rows, self.request.user)
        return get_object_or_404(seen, **{self.parent.key: self.addressed(self.parent.key)})

    def addressed(self, name: str) -> str:
        """Return a part of the address; 404 for a character that no key has and not every database takes."""
        key = str(self.kwargs[name])
        if "\0" in key:
            raise Http404
        return key

    def list(self, request: Request, *_args: Any, **_kwargs: Any) -> Response:
        """Answer one page of rows."""
        self._refuse_unknown(request)
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        rows = self.get_serializer(page, many=True).data
        key = str(getattr(self.owner, self.parent.key)) if self.parent else ""
        self.put_on_record(key, rows=len(rows), filters=sorted(set(request.query_params) - _PAGING))
        return self.get_paginated_response(rows)

    def put_on_record(self, key: str = "", organization: str = "", **details: Any) -> None:
        """Put on record that personal data was read: of what kind, which, how many rows; never the data (9.2.3)."""
        if self.personal:
            audit.record("read", self.request.user.pk, audit.Target(self.kind, key, organization), **details)

    def given(self) -> Any:
        """Return what the body says, in the shape that ``inputs`` names for the action; 400 for what is wrong in it."""
        said = self.inputs[self.action](data=self.request.data, context=self.get_serializer_context())
        said.is_valid(raise_exception=True)
        return said.validated_data

    def handle_exception(self, exc: Exception) -> Response:
        """Answer a fault; what a workflow refuses names the field as the body does."""
        if isinstance(exc, Refused):
            named_as_given(exc, self.inputs.get(self.action))
        return super().handle_exception(exc)

    def _refuse_unknown(self, request: Request) -> None:
        """Refuse a misspelt filter: leaving it aside would answer what was not asked for."""
        known = _PAGING | set(self.filterset_class.base_filters)
        if unknown := sorted(set(request.query_params) - known):
            said = _("There is no such filter. Those here are: %(known)s.") % {"known": ", ".join(sorted(known))}
            raise ValidationError({unknown[0]: said}, code="unknown_filter")


class Resource(Listing):
    """A list and its single objects, each at its external key."""

    lookup_field = "uuid"
    lookup_value_regex = "[^/]+"

    def retrieve(self, _request: Request, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Answer one object."""
        return self.told(self.get_object())

    def told(self, row: Any, status: int = HTTPStatus.OK) -> Response:
        """Answer an object of ``get_queryset`` as it is read, and put that on record."""
        data = self.get_serializer(row).data
        key = data[self.lookup_url_kwarg or self.lookup_field]
        self.put_on_record(str(key), str(data.get("organization") or data.get("code") or ""))
        return Response(data, status=status)

    def afterwards(self, row: Any, status: int = HTTPStatus.OK) -> Response:
        """Answer an object as it is after an act, in the usual shape: the right to the act shows it."""
        return self.told(self.get_queryset().get(pk=row.pk), status)

    def begin(self, act: Callable[..., Any], **how: Any) -> Response:
        """Have a workflow make what the body says, and answer it, 201."""
        return self.afterwards(act(self.request.user, **how, **self.given()), HTTPStatus.CREATED)

    def act(self, act: Callable[..., Any], **how: Any) -> Response:
        """Have a workflow do to the object in the address what the body says, and answer the object as it is then."""
        row, said = self.get_object(), self.given()
        act(self.request.user, row, **how, **said)
        return self.afterwards(row)

    def get_object(self) -> Any:
        """Return the object in the address; 404 if there is none that the caller may see.

        That it was to be written is kept in the audit log, without what was typed.
        """
        self.addressed(self.lookup_url_kwarg or self.lookup_field)
        try:
            return super().get_object()
        except Http404:
            keep_attempt(self, self.get_queryset().model)
            raise
