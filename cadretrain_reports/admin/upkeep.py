"""The upkeep of accounts (6.1.2, 6.3.3)."""

from __future__ import annotations

from django.contrib import admin

from cadretrain_reports import models
from cadretrain_reports.admin.base import PersonalAdmin, ReadOnlyAdmin


@admin.register(models.PlatformRules)
class PlatformRulesAdmin(ReadOnlyAdmin):
    """The rules that trainees accept (6.1.2)."""

    list_display = ("version", "title", "published_at")


@admin.register(models.RulesAcceptance)
class RulesAcceptanceAdmin(PersonalAdmin):
    """Who has accepted which rules (6.1.2)."""

    list_display = ("trainee", "rules", "accepted_at")
    list_select_related = ("trainee", "rules")
    search_fields = ("trainee__code",)


@admin.register(models.Instruction)
class InstructionAdmin(PersonalAdmin):
    """Who was instructed in what (6.3.3)."""

    list_display = ("trainee", "kind", "held_on", "by")
    list_select_related = ("trainee", "by")
    list_filter = ("kind",)
    search_fields = ("trainee__code",)


@admin.register(models.ReliefRequest)
class ReliefRequestAdmin(PersonalAdmin):
    """Who asked for fewer hours or more time (8.1)."""

    list_display = ("trainee", "kind", "year", "credit_hours", "state", "asked_at", "decided_at")
    list_select_related = ("trainee",)
    list_filter = ("kind", "state", "year")
    search_fields = ("trainee__code",)
