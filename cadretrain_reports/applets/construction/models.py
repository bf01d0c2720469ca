"""Yearly plans of course construction, inspections of it, and declared conformity (7.1.1, 7.1.2)."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.courses.api import Course, CourseVersion
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.fields import CodeField, credit_hours_field, person_field


class ConstructionPlan(models.Model):
    """What courses an institution means to build in an annual period (7.1.2).

    A draft is approved by a second person of the institution and then submitted to the department above; from then on
    it never changes. What changes later is a further ``edition`` of the same year. ``remark`` says why an approved one
    was sent back.

    .. pii: who drew up and who approved a plan
    .. pii_types: other
    .. pii_retirement: retained
    """

    class State(models.TextChoices):
        """Where a plan is."""

        DRAFT = "draft", _("draft")
        APPROVED = "approved", _("approved")
        SUBMITTED = "submitted", _("submitted")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    institution = models.ForeignKey(
        Organization,
        verbose_name=_("training institution"),
        on_delete=models.PROTECT,
        related_name="construction_plans",
    )
    year = models.PositiveSmallIntegerField(_("year"))
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    goals = models.TextField(_("goals"))
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.DRAFT)
    drawn_up_by = person_field(_("drawn up by"))
    drawn_up_at = models.DateTimeField(_("drawn up at"))
    approved_by = person_field(_("approved by"), null=True)
    approved_at = models.DateTimeField(_("approved at"), null=True)
    remark = models.CharField(_("remark"), max_length=500, blank=True)
    submitted_to = models.ForeignKey(
        Organization, verbose_name=_("submitted to"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True)

    class Meta:
        verbose_name = _("course-construction plan")
        verbose_name_plural = _("course-construction plans")
        constraints = [
            models.UniqueConstraint(fields=["institution", "year", "edition"], name="cadretrain_construction_edition")
        ]

    def __str__(self) -> str:
        return f"{self.institution_id}: {self.year}-{self.edition}"


class ConstructionLine(models.Model):
    """What of one ``category`` and ``source`` is to be built, how much, by whom and by when (7.1.2).

    An empty category or source stands for any. There are ``courses`` to be built, or ``credit_hours``, or both.

    .. pii: who answers for a line
    .. pii_types: name
    .. pii_retirement: retained
    """

    plan = models.ForeignKey(
        ConstructionPlan, verbose_name=_("course-construction plan"), on_delete=models.PROTECT, related_name="lines"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    topic = models.CharField(_("topic"), max_length=255)
    category = CodeField(_("category"), max_length=64, blank=True)
    source = models.CharField(_("source"), max_length=16, choices=CourseVersion.Source.choices, blank=True)
    courses = models.PositiveSmallIntegerField(_("number of courses"), null=True)
    credit_hours = credit_hours_field(verbose_name=_("credit-hours"), null=True)
    responsible = models.CharField(_("responsible person"), max_length=128)
    due_on = models.DateField(_("due on"))

    class Meta:
        verbose_name = _("line of a course-construction plan")
        verbose_name_plural = _("lines of course-construction plans")
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="cadretrain_construction_line_number"),
            models.UniqueConstraint(fields=["plan", "category", "source"], name="cadretrain_construction_line"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.number}"


class Inspection(models.Model):
    """A department has looked at how an institution builds and uses its courses (7.1.1).

    What was found never changes. The institution answers, as often as it must; the department closes, and from then on
    nothing changes any more. ``courses`` are those looked at, none where it was the work as a whole.

    .. pii: who inspected
    .. pii_types: name
    .. pii_retirement: retained
    """

    class State(models.TextChoices):
        """Where an inspection is."""

        OPEN = "open", pgettext_lazy("inspection", "open")
        ANSWERED = "answered", _("answered")
        CLOSED = "closed", pgettext_lazy("inspection", "closed")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    department = models.ForeignKey(
        Organization, verbose_name=_("management department"), on_delete=models.PROTECT, related_name="+"
    )
    institution = models.ForeignKey(
        Organization, verbose_name=_("training institution"), on_delete=models.PROTECT, related_name="inspections"
    )
    held_on = models.DateField(_("held on"))
    inspectors = models.CharField(_("inspectors"), max_length=255)
    subject = models.CharField(_("what was looked at"), max_length=500)
    courses = models.ManyToManyField(Course, verbose_name=_("courses"), related_name="+")
    findings = models.TextField(_("findings"))
    to_mend = models.TextField(_("to be mended"), blank=True)
    mend_by = models.DateField(_("to be mended by"), null=True)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.OPEN)
    recorded_by = person_field(_("recorded by"))
    recorded_at = models.DateTimeField(_("recorded at"))
    answer = models.TextField(_("answer"), blank=True)
    answered_by = person_field(_("answered by"), null=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    conclusion = models.CharField(_("conclusion"), max_length=500, blank=True)
    closed_by = person_field(_("closed by"), null=True)
    closed_at = models.DateTimeField(_("closed at"), null=True)

    class Meta:
        verbose_name = _("inspection")
        verbose_name_plural = _("inspections")

    def __str__(self) -> str:
        return f"{self.institution_id}: {self.held_on}"


class ConformityStatement(models.Model):
    """An institution declares that a course, or all of its courses, conform to a standard (7.1.2).

    It is the institution that says so, on its own evidence: the software neither checks nor claims it. A statement is
    withdrawn with the reason, never changed.

    .. pii: who declared what
    .. pii_types: other
    .. pii_retirement: retained
    """

    class Standard(models.TextChoices):
        """The standards that 7.1.2 names."""

        COURSE_MODEL = "GB/T 38857", _("GB/T 38857, course information model")
        COURSE_EVALUATION = "GB/T 38859", _("GB/T 38859, course evaluation indicators")
        COURSE_PRODUCTION = "GB/T 38861", _("GB/T 38861, course production process")
        COURSE_AUDIT = "GB/T 38862", _("GB/T 38862, course audit")

    class State(models.TextChoices):
        """Whether it still holds."""

        DECLARED = "declared", _("declared")
        WITHDRAWN = "withdrawn", _("withdrawn")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    institution = models.ForeignKey(
        Organization,
        verbose_name=_("training institution"),
        on_delete=models.PROTECT,
        related_name="conformity_statements",
    )
    course = models.ForeignKey(
        Course, verbose_name=_("course"), on_delete=models.PROTECT, null=True, related_name="conformity_statements"
    )
    standard = models.CharField(_("standard"), max_length=16, choices=Standard.choices)
    scope = models.CharField(_("scope of the statement"), max_length=500)
    evidence = models.TextField(_("evidence"))
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.DECLARED)
    declared_by = person_field(_("declared by"))
    declared_at = models.DateTimeField(_("declared at"))
    withdrawn_by = person_field(_("withdrawn by"), null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("conformity statement")
        verbose_name_plural = _("conformity statements")

    def __str__(self) -> str:
        return f"{self.institution_id}: {self.standard}"
