"""Questions, who answers them, and what moderation did (8.2.3, 8.3.4)."""

from __future__ import annotations

from django.contrib import admin

from cadretrain_reports import models
from cadretrain_reports.admin.base import PersonalAdmin


@admin.register(models.Question)
class QuestionAdmin(PersonalAdmin):
    """What was asked, hidden or not."""

    list_display = ("trainee", "institution", "state", "asked_at", "hidden")
    list_select_related = ("trainee", "institution")
    list_filter = ("state", "hidden")
    search_fields = ("trainee__code", "institution__code")


@admin.register(models.Reply)
class ReplyAdmin(PersonalAdmin):
    """What was answered and added, hidden or not."""

    list_display = ("question", "by", "at", "hidden")
    list_select_related = ("question__course", "question__theme_class", "by")
    list_filter = ("hidden",)


@admin.register(models.Answerer)
class AnswererAdmin(PersonalAdmin):
    """Who is named to answer where."""

    list_display = ("institution", "course", "theme_class", "assignment", "standing")
    list_select_related = ("institution", "course__institution", "theme_class", "assignment")
    search_fields = ("institution__code", "assignment__user__username")


@admin.register(models.ModerationStep)
class ModerationStepAdmin(PersonalAdmin):
    """What was hidden and shown again."""

    list_display = ("institution", "question", "act", "by", "at")
    list_select_related = ("institution", "question__course", "question__theme_class", "by")
    list_filter = ("act",)
