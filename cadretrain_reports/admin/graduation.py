"""What came of theme classes (8.3.6)."""

from __future__ import annotations

from django.contrib import admin

from cadretrain_reports import models
from cadretrain_reports.admin.base import PersonalAdmin, ReadOnlyAdmin


@admin.register(models.ClassResult)
class ClassResultAdmin(PersonalAdmin):
    """Who passed a class."""

    list_display = ("theme_class", "registration", "passed", "state", "confirmed_at")
    list_select_related = ("theme_class", "registration")
    list_filter = ("state", "passed")
    search_fields = ("registration__trainee__code", "theme_class__code")


@admin.register(models.ClassCredit)
class ClassCreditAdmin(PersonalAdmin):
    """The hours that passed classes add."""

    list_display = ("registration", "activity_hours", "face_to_face_hours", "earned_at", "year", "standing")
    list_select_related = ("registration",)
    list_filter = ("year",)
    search_fields = ("registration__trainee__code",)


@admin.register(models.Graduation)
class GraduationAdmin(ReadOnlyAdmin):
    """How far the confirming of classes is."""

    list_display = ("theme_class", "started_at", "beat_at", "ended_at", "passed", "failed", "left")
    list_select_related = ("theme_class",)
    search_fields = ("theme_class__code",)
