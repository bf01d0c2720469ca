"""Theme classes and what is planned for them: bodies, courses, activities, assessments (8.3.1, 8.3.2)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.courses.api import Course, CourseVersion
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.fields import CodeField, credit_hours_field, person_field

_PERCENT = [MaxValueValidator(100)]


class ThemeClass(models.Model):
    """A theme-based training project (3.10) with a life from plan to archive (8.3).

    ``institution`` carries it out: it is the first of the organizers, who are among the ``bodies``. What the class is,
    for whom and when, is the hosts' to say, until their training plan is approved; objectives, hours, courses,
    activities and assessments are the organizers' teaching plan (8.3.2), which a second person approves. ``pass_mark``
    is in percent, for all assessments together; ``hour_requirement`` in credit-hours. ``written_by`` is who wrote the
    teaching plan last. Days are calendar days, the last one included.

    .. pii: who wrote and who approved a plan
    .. pii_types: other
    .. pii_retirement: retained
    """

    class ClassType(models.TextChoices):
        """Named trainees, or whoever applies (8.3.1)."""

        ASSIGNED = "assigned", pgettext_lazy("class type", "assigned")
        OPEN = "open", pgettext_lazy("class type", "open")

    class State(models.TextChoices):
        """Where the class is in its life."""

        PLANNED = "planned", pgettext_lazy("class state", "planned")
        APPROVED = "approved", pgettext_lazy("class state", "approved")
        REGISTERING = "registering", pgettext_lazy("class state", "registering")
        RUNNING = "running", pgettext_lazy("class state", "running")
        ASSESSING = "assessing", pgettext_lazy("class state", "assessing")
        CLOSED = "closed", pgettext_lazy("class state", "closed")
        ARCHIVED = "archived", pgettext_lazy("class state", "archived")
        CANCELLED = "cancelled", pgettext_lazy("class state", "cancelled")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    institution = models.ForeignKey(
        Organization, verbose_name=_("training institution"), on_delete=models.PROTECT, related_name="theme_classes"
    )
    code = CodeField(_("code"), max_length=64)
    title = models.CharField(pgettext_lazy("theme class", "title"), max_length=255)
    class_type = models.CharField(_("type"), max_length=16, choices=ClassType.choices)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.PLANNED, db_index=True)
    audience = models.TextField(pgettext_lazy("theme class", "whom it is for"), blank=True)
    requirement = models.TextField(pgettext_lazy("theme class", "training requirement"), blank=True)
    planned_number = models.PositiveIntegerField(_("planned number of trainees"), null=True)
    starts_on = models.DateField(_("starts on"), null=True)
    ends_on = models.DateField(_("ends on"), null=True)
    objectives = models.TextField(_("objectives"), blank=True)
    hour_requirement = credit_hours_field(verbose_name=_("hour requirement"), null=True)
    pass_mark = models.PositiveSmallIntegerField(_("pass mark in percent"), default=60, validators=_PERCENT)
    registration_until = models.DateField(_("registration until"), null=True)
    copied_from = models.ForeignKey(
        "self", verbose_name=_("copied from"), on_delete=models.PROTECT, null=True, related_name="copies"
    )
    written_by = person_field(_("teaching plan written by"), null=True)
    written_at = models.DateTimeField(_("teaching plan written at"), null=True)
    approved_by = person_field(_("approved by"), null=True)
    approved_at = models.DateTimeField(_("approved at"), null=True)

    class Meta:
        verbose_name = _("theme class")
        verbose_name_plural = _("theme classes")
        constraints = [models.UniqueConstraint(fields=["institution", "code"], name="cadretrain_class_identity")]

    def __str__(self) -> str:
        return self.title


class TrainingPlan(models.Model):
    """The hosts' training plan of a class (8.3.1): why it is held; with its approval the organizers are named.

    .. pii: who drew up and who approved a plan
    .. pii_types: other
    .. pii_retirement: retained
    """

    class State(models.TextChoices):
        """A draft is still the hosts' to change; once it is approved the organizers plan their teaching by it."""

        DRAFT = "draft", _("draft")
        APPROVED = "approved", _("approved")

    theme_class = models.OneToOneField(
        ThemeClass, verbose_name=_("theme class"), on_delete=models.PROTECT, related_name="training_plan"
    )
    host = models.ForeignKey(
        Organization, verbose_name=_("host"), on_delete=models.PROTECT, related_name="training_plans"
    )
    number = models.CharField(_("document number"), max_length=64, blank=True)
    text = models.TextField(pgettext_lazy("training plan", "text"))
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.DRAFT)
    drawn_up_by = person_field(_("drawn up by"))
    drawn_up_at = models.DateTimeField(_("drawn up at"))
    approved_by = person_field(_("approved by"), null=True)
    approved_at = models.DateTimeField(_("approved at"), null=True)

    class Meta:
        verbose_name = _("training plan")
        verbose_name_plural = _("training plans")

    def __str__(self) -> str:
        return f"{self.host_id}: {self.theme_class_id}"


class ClassBody(models.Model):
    """A body's part in a class: host, organizer or co-organizer, each may be several, in their order (8.3.1).

    .. no_pii:
    """

    class Part(models.TextChoices):
        """Hosts hold the class, organizers carry it out, co-organizers help them."""

        HOST = "host", pgettext_lazy("theme class", "host")
        ORGANIZER = "organizer", pgettext_lazy("theme class", "organizer")
        CO_ORGANIZER = "co_organizer", pgettext_lazy("theme class", "co-organizer")

    theme_class = models.ForeignKey(
        ThemeClass, verbose_name=_("theme class"), on_delete=models.PROTECT, related_name="bodies"
    )
    part = models.CharField(_("part"), max_length=16, choices=Part.choices)
    organization = models.ForeignKey(
        Organization, verbose_name=_("organization"), on_delete=models.PROTECT, related_name="class_parts"
    )
    number = models.PositiveSmallIntegerField(_("number"))

    class Meta:
        verbose_name = _("body of a class")
        verbose_name_plural = _("bodies of classes")
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["theme_class", "part", "organization"], name="cadretrain_class_body")
        ]

    def __str__(self) -> str:
        return f"{self.theme_class_id}: {self.part} {self.organization_id}"


class ClassCourse(models.Model):
    """A course in a class: required or elective there, at its place in the order (8.2.1, 8.3.2).

    ``course_run`` is the one that confirmed trainees are enrolled in; empty where they need none.

    .. no_pii:
    """

    theme_class = models.ForeignKey(
        ThemeClass, verbose_name=_("theme class"), on_delete=models.PROTECT, related_name="courses"
    )
    course = models.ForeignKey(Course, verbose_name=_("course"), on_delete=models.PROTECT, related_name="class_courses")
    requirement = models.CharField(_("requirement"), max_length=16, choices=CourseVersion.Requirement.choices)
    number = models.PositiveSmallIntegerField(_("number"))
    course_run = CodeField(_("course run"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("course of a class")
        verbose_name_plural = _("courses of classes")
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["theme_class", "course"], name="cadretrain_class_course")]

    def __str__(self) -> str:
        return f"{self.theme_class_id}: {self.course_id}"


class ClassActivity(models.Model):
    """A teaching activity of a class beside its courses, with the credit-hours that taking part gives (8.3.2).

    .. no_pii:
    """

    class Kind(models.TextChoices):
        """What is done."""

        LECTURE = "lecture", pgettext_lazy("class activity", "lecture")
        SEMINAR = "seminar", pgettext_lazy("class activity", "seminar")
        CASE_STUDY = "case_study", pgettext_lazy("class activity", "case study")
        LIVE = "live", pgettext_lazy("class activity", "live session")
        VISIT = "visit", pgettext_lazy("class activity", "on-site teaching")
        OTHER = "other", pgettext_lazy("class activity", "other")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    theme_class = models.ForeignKey(
        ThemeClass, verbose_name=_("theme class"), on_delete=models.PROTECT, related_name="activities"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    title = models.CharField(pgettext_lazy("class activity", "title"), max_length=255)
    starts_at = models.DateTimeField(_("starts at"), null=True)
    ends_at = models.DateTimeField(_("ends at"), null=True)
    place = models.CharField(_("place or address"), max_length=500, blank=True)
    credit_hours = credit_hours_field(verbose_name=_("credit-hours"), default=0)
    is_required = models.BooleanField(pgettext_lazy("class activity", "required"), default=True)

    class Meta:
        verbose_name = _("activity of a class")
        verbose_name_plural = _("activities of classes")
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["theme_class", "number"], name="cadretrain_class_activity")]

    def __str__(self) -> str:
        return self.title


class ClassAssessment(models.Model):
    """One thing by which trainees of a class are assessed: how, its pass mark and its weight (8.2.5, 8.3.6).

    ``pass_mark`` is in percent; ``weight`` is its share of the whole among the other weights; ``attempts`` is how often
    one may try, make-up exams included.

    .. no_pii:
    """

    class Method(models.TextChoices):
        """Objective or subjective, online or offline (8.2.5)."""

        OBJECTIVE_ONLINE = "objective_online", _("objective, online")
        OBJECTIVE_OFFLINE = "objective_offline", _("objective, offline")
        SUBJECTIVE_ONLINE = "subjective_online", _("subjective, online")
        SUBJECTIVE_OFFLINE = "subjective_offline", _("subjective, offline")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    theme_class = models.ForeignKey(
        ThemeClass, verbose_name=_("theme class"), on_delete=models.PROTECT, related_name="assessments"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(pgettext_lazy("class assessment", "title"), max_length=255)
    method = models.CharField(_("method"), max_length=24, choices=Method.choices)
    pass_mark = models.PositiveSmallIntegerField(_("pass mark in percent"), default=60, validators=_PERCENT)
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=1)

    class Meta:
        verbose_name = _("assessment of a class")
        verbose_name_plural = _("assessments of classes")
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["theme_class", "number"], name="cadretrain_class_assessment")]

    def __str__(self) -> str:
        return self.title


class ClassStep(models.Model):
    """One step in the life of a class: from which state to which, by whom and why (8.3). Insert-only.

    .. pii: who did what
    .. pii_types: other
    .. pii_retirement: retained
    """

    theme_class = models.ForeignKey(
        ThemeClass, verbose_name=_("theme class"), on_delete=models.PROTECT, related_name="steps"
    )
    from_state = models.CharField(_("from state"), max_length=16, choices=ThemeClass.State.choices, blank=True)
    state = models.CharField(_("state"), max_length=16, choices=ThemeClass.State.choices)
    by = person_field(pgettext_lazy("column", "by"))
    at = models.DateTimeField(pgettext_lazy("column", "at"))
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    insert_only: ClassVar = ("update", "delete")

    class Meta:
        verbose_name = _("step of a class")
        verbose_name_plural = _("steps of classes")

    def __str__(self) -> str:
        return f"{self.theme_class_id}: {self.state}"
