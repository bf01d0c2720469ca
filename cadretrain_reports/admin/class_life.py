"""What goes on in theme classes day by day (8.3.4, 8.3.5)."""

from __future__ import annotations

from django.contrib import admin

from cadretrain_reports import models
from cadretrain_reports.admin.base import PersonalAdmin, ReadOnlyAdmin


@admin.register(models.Attendance)
class AttendanceAdmin(PersonalAdmin):
    """Who attended activities of classes."""

    list_display = ("activity", "registration", "state", "at")
    list_select_related = ("activity", "registration")
    list_filter = ("state",)
    search_fields = ("registration__trainee__code",)


@admin.register(models.LeaveRequest)
class LeaveRequestAdmin(PersonalAdmin):
    """Who was away from a class with leave."""

    list_display = ("registration", "starts_at", "ends_at", "credit_hours", "state")
    list_select_related = ("registration",)
    list_filter = ("state",)
    search_fields = ("registration__trainee__code",)


@admin.register(models.ClassNotice)
class ClassNoticeAdmin(ReadOnlyAdmin):
    """What was announced to classes."""

    list_display = ("title", "theme_class", "at", "withdrawn_at")
    list_select_related = ("theme_class",)
    search_fields = ("title",)


@admin.register(models.NoticeReading)
class NoticeReadingAdmin(PersonalAdmin):
    """Who has read notices of classes."""

    list_display = ("notice", "registration", "read_at")
    list_select_related = ("notice", "registration")


@admin.register(models.ClassGroup)
class ClassGroupAdmin(ReadOnlyAdmin):
    """Groups of classes."""

    list_display = ("name", "theme_class", "number")
    list_select_related = ("theme_class",)


@admin.register(models.GroupMember)
class GroupMemberAdmin(PersonalAdmin):
    """Who is in which group."""

    list_display = ("group", "registration", "leads")
    list_select_related = ("group", "registration")


@admin.register(models.UnitNote)
class UnitNoteAdmin(PersonalAdmin):
    """What units were told of their trainees in classes (8.3.5)."""

    list_display = ("theme_class", "unit", "at", "answered_at")
    list_select_related = ("theme_class", "unit")
    search_fields = ("unit__code",)


@admin.register(models.Assignment)
class AssignmentAdmin(ReadOnlyAdmin):
    """What trainees of classes are to hand in."""

    list_display = ("title", "theme_class", "due_at", "withdrawn_at")
    list_select_related = ("theme_class",)
    search_fields = ("title",)


@admin.register(models.AssignmentWork)
class AssignmentWorkAdmin(PersonalAdmin):
    """What was handed in, and how it was marked; what was written is read by those who mark it."""

    list_display = ("assignment", "registration", "state", "score", "handed_in_at")
    list_select_related = ("assignment", "registration")
    list_filter = ("state",)
    exclude = ("stored_as", "text")


@admin.register(models.ExamSitting)
class ExamSittingAdmin(ReadOnlyAdmin):
    """When classes are examined."""

    list_display = ("assessment", "number", "held_at", "is_make_up")
    list_select_related = ("assessment",)


@admin.register(models.ExamResult)
class ExamResultAdmin(PersonalAdmin):
    """How trainees did in the exams of their class."""

    list_display = ("assessment", "registration", "attempt", "score", "passed", "assessed_on")
    list_select_related = ("assessment", "registration")
    list_filter = ("passed", "source")
    search_fields = ("registration__trainee__code",)


@admin.register(models.ClassEvaluationForm)
class ClassEvaluationFormAdmin(ReadOnlyAdmin):
    """What classes are asked of themselves, where it is not the usual form."""

    list_display = ("theme_class", "at")
    list_select_related = ("theme_class",)


@admin.register(models.ClassEvaluation)
class ClassEvaluationAdmin(PersonalAdmin):
    """That classes were evaluated; who said it, and what, is shown nowhere."""

    list_display = ("given_at",)
    fields = ("given_at",)
