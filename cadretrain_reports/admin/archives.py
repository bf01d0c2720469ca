"""What was studied, granted and archived (8, 9.1)."""

from __future__ import annotations

from django.contrib import admin

from cadretrain_reports import models
from cadretrain_reports.admin.base import PersonalAdmin, ReadOnlyAdmin


@admin.register(models.CreditEntry)
class CreditEntryAdmin(PersonalAdmin):
    """Credit-hours granted (8.2.5)."""

    list_display = ("study", "version", "credit_hours", "earned_at", "year", "standing")
    list_select_related = ("study__trainee", "study__course", "version")
    list_filter = ("year",)
    search_fields = ("study__trainee__code", "study__course__code")


@admin.register(models.CourseStudy)
class CourseStudyAdmin(PersonalAdmin):
    """Who studies what (9.1.2)."""

    list_display = ("trainee", "course", "started_at", "check_due_at")
    list_select_related = ("trainee", "course")
    search_fields = ("trainee__code", "course__code")


@admin.register(models.UncountedTime)
class UncountedTimeAdmin(PersonalAdmin):
    """Why how much time did not count (3.9)."""

    list_display = ("study", "day", "reason", "seconds")
    list_select_related = ("study__trainee", "study__course")
    list_filter = ("reason",)
    search_fields = ("study__trainee__code", "study__course__code")


@admin.register(models.ArchiveEntry)
class ArchiveEntryAdmin(ReadOnlyAdmin):
    """Entries of the archive log (9.1.1).

    No hierarchy of dates: MySQL computes one only where its time zone tables were loaded.
    """

    list_display = ("pk", "kind", "recorded_at")
    list_filter = ("kind",)
