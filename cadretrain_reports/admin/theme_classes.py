"""Theme classes: planned, run, registered in (8.3)."""

from __future__ import annotations

from django.contrib import admin

from cadretrain_reports import models
from cadretrain_reports.admin.base import PersonalAdmin, ReadOnlyAdmin


@admin.register(models.ThemeClass)
class ThemeClassAdmin(ReadOnlyAdmin):
    """Theme classes with their plan (3.10, 8.3.2)."""

    list_display = ("title", "institution", "code", "class_type", "state", "starts_on", "ends_on")
    list_select_related = ("institution",)
    list_filter = ("state", "class_type")
    search_fields = ("title", "code", "institution__code")


@admin.register(models.ClassStep)
class ClassStepAdmin(PersonalAdmin):
    """What was done with classes, by whom and why (8.3)."""

    list_display = ("theme_class", "from_state", "state", "by", "at")
    list_select_related = ("theme_class", "by")
    list_filter = ("state",)
    search_fields = ("theme_class__code",)


@admin.register(models.ClassPlaces)
class ClassPlacesAdmin(ReadOnlyAdmin):
    """How many people units may name for assigned classes (8.3.1)."""

    list_display = ("theme_class", "unit", "places", "allotted_at")
    list_select_related = ("theme_class", "unit")
    search_fields = ("theme_class__code", "unit__code")


@admin.register(models.ClassRegistration)
class ClassRegistrationAdmin(PersonalAdmin):
    """Who is in which class (8.3.3)."""

    list_display = ("theme_class", "trainee", "unit", "way", "state", "registered_at")
    list_select_related = ("theme_class", "trainee", "unit")
    list_filter = ("state", "way")
    search_fields = ("theme_class__code", "trainee__code", "unit__code")


@admin.register(models.RegistrationStep)
class RegistrationStepAdmin(PersonalAdmin):
    """What was decided on registrations, by whom and why (8.3.3)."""

    list_display = ("registration", "from_state", "state", "by", "at")
    list_select_related = ("registration", "by")
    list_filter = ("state",)
    search_fields = ("registration__trainee__code",)
