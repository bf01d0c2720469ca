"""What trainees of a class hand in, sit and say of it: assignments, exams, evaluation (8.3.4, 8.3.6)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.theme_classes.api import ClassAssessment, ClassRegistration, ThemeClass
from cadretrain_reports.fields import person_field

_PERCENT = [MaxValueValidator(100)]


class Assignment(models.Model):
    """What trainees of a class are to hand in, by when (8.3.4); ``pass_mark`` in percent.

    .. pii: who set it
    .. pii_types: other
    .. pii_retirement: retained
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    theme_class = models.ForeignKey(
        ThemeClass, verbose_name=_("theme class"), on_delete=models.PROTECT, related_name="assignments"
    )
    number = models.PositiveSmallIntegerField(pgettext_lazy("class", "number"))
    title = models.CharField(pgettext_lazy("assignment", "title"), max_length=255)
    text = models.TextField(pgettext_lazy("assignment", "text"), max_length=4000)
    due_at = models.DateTimeField(pgettext_lazy("assignment", "due at"))
    pass_mark = models.PositiveSmallIntegerField(_("pass mark in percent"), default=60, validators=_PERCENT)
    is_required = models.BooleanField(pgettext_lazy("assignment", "required"), default=True)
    set_by = person_field(_("set by"))
    set_at = models.DateTimeField(_("set at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["theme_class", "number"], name="cadretrain_assignment")]

    def __str__(self) -> str:
        return self.title


class AssignmentWork(models.Model):
    """What a trainee hands in for an assignment, with its mark; ``times`` is how often it was handed in.

    .. pii: what a person wrote, and how it was marked
    .. pii_types: other
    .. pii_retirement: retained
    """

    class State(models.TextChoices):
        """A draft is the trainee's alone; what is returned is handed in once more."""

        DRAFT = "draft", _("draft")
        HANDED_IN = "handed_in", pgettext_lazy("assignment", "handed in")
        RETURNED = "returned", pgettext_lazy("assignment", "returned")
        MARKED = "marked", pgettext_lazy("assignment", "marked")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assignment = models.ForeignKey(
        Assignment, verbose_name=_("assignment"), on_delete=models.PROTECT, related_name="works"
    )
    registration = models.ForeignKey(
        ClassRegistration, verbose_name=_("class registration"), on_delete=models.PROTECT, related_name="works"
    )
    by = person_field(pgettext_lazy("column", "by"))
    text = models.TextField(pgettext_lazy("assignment work", "text"), max_length=20000, blank=True)
    stored_as = models.CharField(_("file in the storage"), max_length=255, blank=True, editable=False)
    file_name = models.CharField(_("file name"), max_length=255, blank=True)
    file_size = models.PositiveBigIntegerField(_("file size in bytes"), null=True)
    file_digest = models.CharField(_("digest of the file"), max_length=64, blank=True)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.DRAFT)
    times = models.PositiveSmallIntegerField(_("times handed in"), default=0)
    handed_in_at = models.DateTimeField(_("handed in at"), null=True)
    is_late = models.BooleanField(pgettext_lazy("assignment", "late"), default=False)
    score = models.DecimalField(_("score in percent"), max_digits=5, decimal_places=2, null=True)
    words = models.CharField(pgettext_lazy("assignment", "words of the teacher"), max_length=1000, blank=True)
    marked_by = person_field(_("marked by"), null=True)
    marked_at = models.DateTimeField(_("marked at"), null=True)

    class Meta:
        verbose_name = _("work for an assignment")
        verbose_name_plural = _("works for assignments")
        constraints = [models.UniqueConstraint(fields=["assignment", "registration"], name="cadretrain_one_work")]

    def __str__(self) -> str:
        return f"{self.assignment_id}: {self.registration_id}"


class ExamSitting(models.Model):
    """When and where trainees of a class are examined in one of its assessments; ``is_make_up`` for those who failed.

    .. pii: who set it
    .. pii_types: other
    .. pii_retirement: retained
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assessment = models.ForeignKey(
        ClassAssessment, verbose_name=_("assessment of a class"), on_delete=models.PROTECT, related_name="sittings"
    )
    number = models.PositiveSmallIntegerField(pgettext_lazy("class", "number"))
    is_make_up = models.BooleanField(_("make-up exam"), default=False)
    held_at = models.DateTimeField(_("held at"))
    place = models.CharField(_("place or address"), max_length=500, blank=True)
    set_by = person_field(_("set by"))
    set_at = models.DateTimeField(_("set at"))

    class Meta:
        verbose_name = _("sitting of an exam")
        verbose_name_plural = _("sittings of exams")
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["assessment", "number"], name="cadretrain_sitting")]

    def __str__(self) -> str:
        return f"{self.assessment_id}: {self.number}"


class ExamResult(models.Model):
    """The result of one attempt of one trainee at an assessment of their class (8.3.6). Insert-only.

    ``pass_mark`` is that of the time. A wrong result is corrected by a further one of the same ``attempt``, which
    ``replaces`` it.

    .. pii: how a person did in an assessment
    .. pii_types: other
    .. pii_retirement: retained
    """

    class Source(models.TextChoices):
        """How the result came in."""

        STAFF = "staff", pgettext_lazy("source of a result", "entered one by one")
        FILE = "file", pgettext_lazy("source of a result", "entered by file")
        CORRECTION = "correction", pgettext_lazy("source of a result", "correction")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    registration = models.ForeignKey(
        ClassRegistration, verbose_name=_("class registration"), on_delete=models.PROTECT, related_name="exam_results"
    )
    assessment = models.ForeignKey(
        ClassAssessment, verbose_name=_("assessment of a class"), on_delete=models.PROTECT, related_name="results"
    )
    attempt = models.PositiveSmallIntegerField(_("attempt"))
    version = models.PositiveSmallIntegerField(pgettext_lazy("exam result", "version"), default=1)
    score = models.DecimalField(_("score in percent"), max_digits=5, decimal_places=2)
    pass_mark = models.PositiveSmallIntegerField(_("pass mark in percent"), validators=_PERCENT)
    passed = models.BooleanField(pgettext_lazy("assessment", "passed"))
    assessed_on = models.DateField(_("assessed on"))
    source = models.CharField(_("source"), max_length=16, choices=Source.choices)
    by = person_field(pgettext_lazy("column", "by"))
    at = models.DateTimeField(pgettext_lazy("column", "at"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    replaces = models.OneToOneField(
        "self",
        verbose_name=pgettext_lazy("exam result", "replaces"),
        on_delete=models.PROTECT,
        null=True,
        related_name="replaced_by",
    )

    insert_only: ClassVar = ("update", "delete")

    class Meta:
        verbose_name = _("exam result")
        verbose_name_plural = _("exam results")
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "assessment", "attempt", "version"], name="cadretrain_exam_attempt"
            )
        ]

    def __str__(self) -> str:
        return f"{self.registration_id}: {self.assessment_id} {self.attempt}"


class ClassEvaluationForm(models.Model):
    """What trainees of a class are asked about it, where it is not the usual form (8.3.4).

    .. pii: who changed the form
    .. pii_types: other
    .. pii_retirement: retained
    """

    theme_class = models.OneToOneField(
        ThemeClass, verbose_name=_("theme class"), on_delete=models.PROTECT, related_name="evaluation_form"
    )
    questions = models.JSONField(_("questions"), default=list)
    by = person_field(pgettext_lazy("column", "by"))
    at = models.DateTimeField(pgettext_lazy("column", "at"))

    class Meta:
        verbose_name = _("class evaluation form")
        verbose_name_plural = _("class evaluation forms")

    def __str__(self) -> str:
        return str(self.theme_class_id)


class ClassEvaluation(models.Model):
    """What a trainee says of their class, once (8.3.4): ``scores`` from 6 to 10 by the number of the question.

    It hangs on its author and on nothing else by which others would see it: no duty shows a single one.

    .. pii: what a person thinks of a class
    .. pii_types: other
    .. pii_retirement: retained
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    registration = models.OneToOneField(
        ClassRegistration, verbose_name=_("class registration"), on_delete=models.PROTECT, related_name="evaluation"
    )
    by = person_field(pgettext_lazy("column", "by"))
    scores = models.JSONField(_("scores"), default=list)
    comment = models.CharField(_("comment"), max_length=1000, blank=True)
    given_at = models.DateTimeField(_("given at"))

    class Meta:
        verbose_name = _("class evaluation")
        verbose_name_plural = _("class evaluations")

    def __str__(self) -> str:
        return str(self.registration_id)
