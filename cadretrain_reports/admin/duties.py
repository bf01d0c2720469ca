"""Duties of persons, and the audit log (6.2-6.4, 9.2.3)."""

from __future__ import annotations

from django.contrib import admin

from cadretrain_reports import models
from cadretrain_reports.admin.base import PersonalAdmin, ReadOnlyAdmin


@admin.register(models.RoleAssignment)
class RoleAssignmentAdmin(PersonalAdmin):
    """Who holds which duty where (6.2-6.4)."""

    list_display = ("user", "role", "organization", "state", "starts_on", "ends_on")
    list_select_related = ("user", "organization")
    list_filter = ("role", "state")
    search_fields = ("user__username", "organization__code")


@admin.register(models.RoleStep)
class RoleStepAdmin(PersonalAdmin):
    """The steps by which duties came about and ended (6.3.3)."""

    list_display = ("assignment", "step", "state", "by", "at", "reason")
    list_select_related = ("assignment", "by")
    list_filter = ("step",)
    ordering = ("-at", "-pk")


@admin.register(models.Appraisal)
class AppraisalAdmin(PersonalAdmin):
    """How duties were judged (6.3.3)."""

    list_display = ("assignment", "kind", "year", "grade", "course", "organization", "at")
    list_select_related = ("assignment", "organization")
    list_filter = ("kind", "year", "grade")


@admin.register(models.AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    """Who did, was refused or read what (9.2.3)."""

    list_display = ("at", "act", "outcome", "actor", "target_kind", "target_key", "organization", "reason")
    list_select_related = ("actor",)
    list_filter = ("outcome",)
    search_fields = ("act", "target_key", "organization")
    ordering = ("-pk",)
