"""Bodies and their relations (5)."""

from __future__ import annotations

from django.contrib import admin

from cadretrain_reports import models
from cadretrain_reports.admin.base import ReadOnlyAdmin


@admin.register(models.Organization)
class OrganizationAdmin(ReadOnlyAdmin):
    """The tree of bodies (5.1)."""

    list_display = ("code", "name", "is_management_department", "is_training_institution", "is_employing_unit")
    search_fields = ("code", "name")
    ordering = ("path",)


@admin.register(models.OrganizationSpell)
class OrganizationSpellAdmin(ReadOnlyAdmin):
    """Where bodies stood and what they were called (5.1, 9.1.2)."""

    list_display = ("organization", "parent", "name", "since", "until", "reason")
    list_select_related = ("organization", "parent")
    search_fields = ("organization__code", "name")
    ordering = ("-since", "-pk")


@admin.register(models.Service)
class ServiceAdmin(ReadOnlyAdmin):
    """Which institution serves which unit (5.3)."""

    list_display = ("institution", "unit", "since", "until")
    list_select_related = ("institution", "unit")
    search_fields = ("institution__code", "unit__code")


@admin.register(models.Delegation)
class DelegationAdmin(ReadOnlyAdmin):
    """Who lets whom do what is its own to do (6.1.3)."""

    list_display = ("kind", "giver", "receiver", "since", "until", "reason")
    list_select_related = ("giver", "receiver")
    list_filter = ("kind",)
    search_fields = ("giver__code", "receiver__code")
