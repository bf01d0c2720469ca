"""Courses, their versions and placements (7)."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import models
from cadretrain_reports.admin.base import PersonalAdmin, ReadOnlyAdmin
from cadretrain_reports.scopes.api import Denied
from cadretrain_reports.workflows.courses import lead_course


@admin.register(models.Course)
class CourseAdmin(ReadOnlyAdmin):
    """Courses, and whether they are on offer (R1, 7.1.3)."""

    list_display = ("institution", "code", "availability")
    list_select_related = ("institution",)
    list_filter = ("availability",)
    search_fields = ("code", "institution__code")


@admin.register(models.CourseVersion)
class CourseVersionAdmin(ReadOnlyAdmin):
    """Versions of courses, by where they stand (7.1.2)."""

    list_display = ("course", "number", "title", "course_duration", "credit_hours", "state", "released_at")
    list_select_related = ("course",)
    list_filter = ("state",)
    search_fields = ("course__code", "title")


@admin.register(models.CourseStep)
class CourseStepAdmin(PersonalAdmin):
    """The history of every version (7.1.2)."""

    list_display = ("version", "kind", "from_state", "state", "by", "at", "reason")
    list_select_related = ("version", "by")
    list_filter = ("kind",)
    search_fields = ("version__course__code", "version__title")


@admin.register(models.CourseReview)
class CourseReviewAdmin(PersonalAdmin):
    """Who was asked to review what, and what was said (7.1.3)."""

    list_display = ("version", "angle", "method", "reviewer", "verdict", "decided_at", "standing")
    list_select_related = ("version", "reviewer")
    list_filter = ("angle", "method", "verdict")
    search_fields = ("version__course__code", "version__title")


@admin.register(models.CourseReport)
class CourseReportAdmin(PersonalAdmin):
    """What departments were told of released courses (7.1.3)."""

    list_display = ("step", "department", "acknowledged_by", "acknowledged_at")
    list_select_related = ("step", "department", "acknowledged_by")
    search_fields = ("department__code",)


@admin.register(models.Placement)
class PlacementAdmin(ReadOnlyAdmin):
    """Where courses are placed, and which blocks contradict them or make no course (R1)."""

    list_display = ("usage_key", "course_run", "course", "leading", "conflict")
    list_select_related = ("course",)
    search_fields = ("usage_key", "course_run", "course__code")
    actions = ("lead",)

    @admin.action(description=_("Let the selected placements lead their courses"), permissions=["lead"])
    def lead(self, request: HttpRequest, queryset: QuerySet[models.Placement]) -> None:
        """Let each placement make its course's versions from its next publication on."""
        for placement in queryset.select_related("course__institution"):
            try:
                lead_course(request.user, placement)
            except Denied:
                self.message_user(request, _("You may not do this: no duty of yours covers it."), messages.ERROR)

    def has_lead_permission(self, request: HttpRequest) -> bool:
        """Ask for the right to change placements."""
        return request.user.has_perm("cadretrain_reports.change_placement")
