"""Course evaluation, declared hours, learning support resources and training needs (5.4, 7.1.2, 7.2, 8.2.5)."""

from __future__ import annotations

from django.contrib import admin

from cadretrain_reports import models
from cadretrain_reports.admin.base import PersonalAdmin, ReadOnlyAdmin


@admin.register(models.CourseEvaluation)
class CourseEvaluationAdmin(PersonalAdmin):
    """That courses were evaluated (7.1.2); what each trainee said is shown nowhere."""

    list_display = ("year", "given_at", "revised_at")
    list_filter = ("year",)
    fields = ("year", "given_at", "revised_at")


@admin.register(models.HoursDeclaration)
class HoursDeclarationAdmin(PersonalAdmin):
    """Training away from this platform that was declared (8.2.5)."""

    list_display = ("trainee", "unit", "year", "form", "credit_hours", "state")
    list_select_related = ("trainee", "unit")
    list_filter = ("state", "year", "form")
    search_fields = ("trainee__code", "unit__code")
    exclude = ("stored_as",)


@admin.register(models.Reminder)
class ReminderAdmin(PersonalAdmin):
    """Who was reminded, and why (8.2.3)."""

    list_display = ("trainee", "kind", "year", "made_at", "read_at")
    list_select_related = ("trainee",)
    list_filter = ("kind", "year")
    search_fields = ("trainee__code",)


@admin.register(models.ReminderDelivery)
class ReminderDeliveryAdmin(ReadOnlyAdmin):
    """By which ways reminders went, and which are stuck (8.2.3)."""

    list_display = ("reminder", "channel", "state", "tries", "due_at")
    list_select_related = ("reminder",)
    list_filter = ("state", "channel")
    search_fields = ("reminder__cause",)


@admin.register(models.SupportResource)
class SupportResourceAdmin(ReadOnlyAdmin):
    """What institutions offer besides courses (7.2)."""

    list_display = ("title", "institution", "kind", "form", "audience", "state")
    list_select_related = ("institution",)
    list_filter = ("state", "kind", "form")
    search_fields = ("title", "institution__code")


@admin.register(models.UnitSummary)
class UnitSummaryAdmin(ReadOnlyAdmin):
    """What units say of a year (8.2.4)."""

    list_display = ("unit", "receiver", "year", "trainees", "met", "state")
    list_select_related = ("unit", "receiver")
    list_filter = ("state", "year")
    search_fields = ("unit__code", "receiver__code")


@admin.register(models.TrainingNeed)
class TrainingNeedAdmin(ReadOnlyAdmin):
    """What training units need (5.4)."""

    list_display = ("unit", "receiver", "year", "topic", "trainees", "form", "state")
    list_select_related = ("unit", "receiver")
    list_filter = ("state", "year", "form")
    search_fields = ("unit__code", "receiver__code")
