"""Bodies in the tree of authority, and the acts that change it (5.1)."""

from __future__ import annotations

from http import HTTPStatus
from typing import ClassVar, Final

from django.db.models import CharField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Length, Substr
from django_filters import rest_framework as filters
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports.applets.organizations.api import Capacity, Organization, OrganizationSpell
from cadretrain_reports.rest import filters as by
from cadretrain_reports.rest.fields import CodeOf, Instant
from cadretrain_reports.rest.inputs import Why
from cadretrain_reports.rest.organization_inputs import ChangedOrganization, Closing, Merger, Move, NewOrganization
from cadretrain_reports.rest.resources import Listing, Parent
from cadretrain_reports.rest.veil import VeiledResource, VeiledSerializer
from cadretrain_reports.workflows import bodies


def _with_parent_code() -> QuerySet[Organization]:
    """Return the bodies, each with the code of the one above: the path names it, so that no row asks by itself."""
    above = Substr(OuterRef("path"), 1, Length(OuterRef("path")) - Organization.steplen, output_field=CharField())
    found: QuerySet[Organization] = Organization.objects.annotate(
        parent_code=Subquery(Organization.objects.filter(path=above).values("code"))
    )
    return found


VEILED: Final = ("contact_name", "contact_phone")
"""What is not for everybody who knows the body."""


class OrganizationSerializer(VeiledSerializer[Organization]):
    """A body with one or more of the three capacities of 5.1. Whom to call there is null for whoever only knows it."""

    veiled: ClassVar = frozenset(VEILED)

    above = serializers.CharField(
        source="parent_code", read_only=True, allow_null=True, help_text="Code of the body above; null at the top."
    )
    capacities = serializers.SerializerMethodField(help_text="What the body is (5.1).")
    merged_into = CodeOf("merged_into", "Code of the body that took this one in.", allow_null=True)

    class Meta:
        model = Organization
        fields = (
            "code",
            "uuid",
            "name",
            "above",
            "capacities",
            "is_inner_department",
            "social_credit_code",
            "region",
            *VEILED,
            "active_from",
            "active_until",
            "merged_into",
        )
        read_only_fields = fields
        extra_kwargs = {name: {"allow_null": True} for name in VEILED}

    def get_capacities(self, body: Organization) -> list[Capacity]:
        """Return what the body is, as names."""
        return [capacity for capacity in Capacity if getattr(body, f"is_{capacity}")]


class OrganizationFilters(by.BodyFilters):
    """Bodies by code, name, capacity, or place in the tree."""

    body: ClassVar = ""

    code = filters.CharFilter(label="Code of the body.")
    name = by.contains("name", "Part of the name.")
    capacity = filters.ChoiceFilter(
        choices=[(str(capacity), capacity.name) for capacity in Capacity], method="with_capacity", label="What it is."
    )

    def with_capacity(self, queryset: QuerySet[Organization], _name: str, capacity: str) -> QuerySet[Organization]:
        """Return the bodies that have a capacity of 5.1."""
        return queryset.filter((f"is_{capacity}", True))


class Organizations(VeiledResource):
    """Bodies in the tree of authority (5.1): a department sees all below it, a unit itself and what is below it."""

    queryset = _with_parent_code().select_related("merged_into")
    serializer_class = OrganizationSerializer
    filterset_class = OrganizationFilters
    lookup_field = "code"
    inputs: ClassVar = {
        "create": NewOrganization,
        "partial_update": ChangedOrganization,
        "move": Move,
        "merge": Merger,
        "close": Closing,
        "reopen": Why,
    }

    def create(self, request: Request, **_address: str) -> Response:
        """Add a body below another (5.1); at the top only a site operator may."""
        added = bodies.add_body(request.user, **self.given())
        return self.afterwards(added, HTTPStatus.CREATED)

    def partial_update(self, request: Request, **_address: str) -> Response:
        """Rename a body, or change what is said of it and what it may be (5.1)."""
        body, said = self.get_object(), self.given()
        return self.afterwards(bodies.revise_body(request.user, body, **said))

    @action(detail=True, methods=["post"])
    def move(self, request: Request, **_address: str) -> Response:
        """Put a body and all below it in another place (5.1)."""
        body, said = self.get_object(), self.given()
        return self.afterwards(bodies.move_body(request.user, body, **said))

    @action(detail=True, methods=["post"])
    def merge(self, request: Request, **_address: str) -> Response:
        """Let another body take this one in, with all who belong to it (5.1); it stays, closed, for history."""
        body, said = self.get_object(), self.given()
        bodies.merge_bodies(request.user, body, **said)
        return self.afterwards(body)

    @action(detail=True, methods=["post"])
    def close(self, request: Request, **_address: str) -> Response:
        """Close a body that was dissolved and is empty (5.1)."""
        body, said = self.get_object(), self.given()
        return self.afterwards(bodies.close_body(request.user, body, **said))

    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, **_address: str) -> Response:
        """Take back a closing that was an error (5.1)."""
        body, said = self.get_object(), self.given()
        return self.afterwards(bodies.reopen_body(request.user, body, **said))


class OrganizationSpellSerializer(serializers.ModelSerializer[OrganizationSpell]):
    """Where a body stood and what it was called for a while."""

    organization = CodeOf("organization", "Code of the body.")
    above = CodeOf("parent", "Code of the body above; null at the top.", allow_null=True)
    since = Instant(read_only=True)
    until = Instant(read_only=True, help_text="Null while it is so.")

    class Meta:
        model = OrganizationSpell
        fields = ("organization", "above", "name", "since", "until", "reason")
        read_only_fields = fields


class OrganizationHistory(Listing):
    """Where a body stood and what it was called, one row for each change: last year's reports read it (5.1, 9.1.2)."""

    queryset = OrganizationSpell.objects.select_related("organization", "parent")
    serializer_class = OrganizationSpellSerializer
    parent = Parent(Organization.objects.all(), "code", "organization")
    personal = False
