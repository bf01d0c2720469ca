"""Course construction: plans, inspections, declared conformity (7.1.1, 7.1.2)."""

from __future__ import annotations

from django.contrib import admin

from cadretrain_reports import models
from cadretrain_reports.admin.base import PersonalAdmin, ReadOnlyAdmin


@admin.register(models.ConstructionPlan)
class ConstructionPlanAdmin(ReadOnlyAdmin):
    """What courses institutions mean to build in a year (7.1.2)."""

    list_display = ("institution", "year", "edition", "state", "submitted_to", "submitted_at")
    list_select_related = ("institution", "submitted_to")
    list_filter = ("state", "year")
    search_fields = ("institution__code",)


@admin.register(models.ConstructionLine)
class ConstructionLineAdmin(PersonalAdmin):
    """What of one category and source is to be built (7.1.2)."""

    list_display = ("plan", "number", "topic", "category", "source", "courses", "credit_hours", "due_on")
    list_select_related = ("plan",)
    list_filter = ("source",)


@admin.register(models.Inspection)
class InspectionAdmin(ReadOnlyAdmin):
    """How departments found that institutions build and use courses (7.1.1)."""

    list_display = ("institution", "department", "held_on", "state", "mend_by", "closed_at")
    list_select_related = ("institution", "department")
    list_filter = ("state",)
    search_fields = ("institution__code", "department__code")


@admin.register(models.ConformityStatement)
class ConformityStatementAdmin(ReadOnlyAdmin):
    """What institutions declare to conform to a standard (7.1.2)."""

    list_display = ("institution", "course", "standard", "state", "declared_at")
    list_select_related = ("institution", "course")
    list_filter = ("standard", "state")
    search_fields = ("institution__code",)
