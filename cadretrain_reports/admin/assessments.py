"""Results of assessments, annual assessments, appeals and corrections of time (8.2.1, 8.2.5)."""

from __future__ import annotations

from django.contrib import admin

from cadretrain_reports import models
from cadretrain_reports.admin.base import PersonalAdmin


@admin.register(models.AssessmentResult)
class AssessmentResultAdmin(PersonalAdmin):
    """Every attempt, as it was recorded (8.2.5)."""

    list_display = ("study", "method", "attempt", "score", "passed", "assessed_at", "source")
    list_select_related = ("study",)
    list_filter = ("source", "method", "passed")
    search_fields = ("study__trainee__code", "study__course__code")


@admin.register(models.AnnualAssessment)
class AnnualAssessmentAdmin(PersonalAdmin):
    """What institutions find of a year of elective learning (8.2.1)."""

    list_display = ("trainee", "institution", "year", "result", "state", "standing")
    list_select_related = ("trainee", "institution")
    list_filter = ("year", "state", "result")
    search_fields = ("trainee__code", "institution__code")


@admin.register(models.Appeal)
class AppealAdmin(PersonalAdmin):
    """What trainees object to, and what they are answered (8.2.5)."""

    list_display = ("study", "subject", "state", "asked_at", "decided_at")
    list_select_related = ("study",)
    list_filter = ("state", "subject")
    search_fields = ("study__trainee__code", "study__course__code")


@admin.register(models.TimeCorrection)
class TimeCorrectionAdmin(PersonalAdmin):
    """Learning time that was added by hand (3.9)."""

    list_display = ("study", "start_at", "end_at", "by", "recorded_at")
    list_select_related = ("study", "by")
    search_fields = ("study__trainee__code", "study__course__code")
