"""Duties of persons at bodies, the steps by which they came to them, and how they were judged (6.2-6.4)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.fields import CodeField, one_standing, person_field, standing_field, standing_or_null


class Role(models.TextChoices):
    """The duties of clauses 5 and 6. A trainee's is no assignment: it comes with the account (6.1)."""

    DEPARTMENT_OFFICER = "department_officer", _("department officer")
    ACADEMIC_AFFAIRS_OFFICER = "academic_affairs_officer", _("academic-affairs officer")
    HEAD_TEACHER = "head_teacher", _("head teacher")
    TEACHER = "teacher", _("teacher")
    LEARNING_SUPPORT_STAFF = "learning_support_staff", _("learning-support staff")
    LIAISON_OFFICER = "liaison_officer", _("liaison officer")
    ARCHIVE_INSPECTOR = "archive_inspector", _("archive inspector")


class State(models.TextChoices):
    """Where an assignment is: declared by the unit, approved by the department, only then in force (6.3.3)."""

    DECLARED = "declared", _("declared")
    RETURNED = "returned", _("returned")
    APPROVED = "approved", _("approved")
    ACTIVE = "active", pgettext_lazy("duty state", "active")
    SUSPENDED = "suspended", pgettext_lazy("duty state", "suspended")
    ENDED = "ended", pgettext_lazy("duty state", "ended")


class Step(models.TextChoices):
    """What was done to an assignment. An ending is declared and decided on as a beginning is (6.3.3)."""

    DECLARE = "declare", _("declared")
    APPROVE = "approve", _("approved")
    RETURN = "return", _("returned")
    APPOINT = "appoint", _("appointed")
    SUSPEND = "suspend", pgettext_lazy("duty state", "suspended")
    RESUME = "resume", _("resumed")
    DECLARE_ENDING = "declare_ending", _("ending declared")
    APPROVE_ENDING = "approve_ending", _("ending approved")
    RETURN_ENDING = "return_ending", _("ending returned")
    END = "end", pgettext_lazy("duty state", "ended")


class RoleAssignment(models.Model):
    """One person's duty at one body, in one of its states.

    An approved assignment becomes active on ``starts_on``; none is in force from ``ends_on`` on. ``ending_on`` is the
    end that the unit has declared and nobody has decided on yet. ``criteria`` and ``procedure`` are what the person was
    chosen by (6.2, 6.3.1, 6.3.2, 6.4). One that was returned or has ended no longer stands: the same person can be
    declared anew.

    .. pii: which person holds which duty
    .. pii_types: other
    .. pii_retirement: retained
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="cadretrain_roles"
    )
    role = models.CharField(_("role"), max_length=32, choices=Role.choices)
    organization = models.ForeignKey(
        Organization, verbose_name=_("organization"), on_delete=models.PROTECT, related_name="assignments"
    )
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.DECLARED)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"), null=True)
    ending_on = models.DateField(_("end declared"), null=True)
    criteria = models.CharField(_("criteria"), max_length=500, blank=True)
    procedure = models.CharField(_("procedure"), max_length=500, blank=True)
    standing = standing_field()

    class Meta:
        verbose_name = _("role assignment")
        verbose_name_plural = _("role assignments")
        constraints = [one_standing("assignment", "user", "role", "organization"), standing_or_null("assignment")]
        indexes = [models.Index(fields=["user", "state"], name="cadretrain_assignment_user")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.role} {self.organization_id}"


class RoleStep(models.Model):
    """One step in the life of an assignment: what was done, to which state it led, by whom, when and why. Insert-only.

    Without ``by`` the site itself took it, because a term was over.

    .. pii: who decided on whose duty
    .. pii_types: other
    .. pii_retirement: retained
    """

    assignment = models.ForeignKey(
        RoleAssignment, verbose_name=_("role assignment"), on_delete=models.PROTECT, related_name="steps"
    )
    step = models.CharField(_("step"), max_length=16, choices=Step.choices)
    state = models.CharField(_("state"), max_length=16, choices=State.choices)
    by = person_field(pgettext_lazy("column", "by"), null=True)
    at = models.DateTimeField(pgettext_lazy("column", "at"))
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    insert_only: ClassVar = ("update", "delete")

    class Meta:
        verbose_name = _("role step")
        verbose_name_plural = _("role steps")

    def __str__(self) -> str:
        return f"{self.assignment_id}: {self.step}"


class Appraisal(models.Model):
    """How a duty was judged for an annual period: by the unit or institution, or what the department said of it.

    A feedback goes to the unit, a circular (通报) to all units of the department (6.3.3). A teacher may also be
    appraised for a single course: ``course`` is its code at the institution (R1), empty for the work of the whole year.
    ``criteria`` are those by which the work was judged (6.2). Insert-only.

    .. pii: how a person's work was judged
    .. pii_types: other
    .. pii_retirement: retained
    """

    class Kind(models.TextChoices):
        """Who says it to whom."""

        APPRAISAL = "appraisal", _("appraisal")
        FEEDBACK = "feedback", _("feedback to the unit")
        CIRCULAR = "circular", _("circular")

    class Grade(models.TextChoices):
        """The result, as officials are graded each year."""

        EXCELLENT = "excellent", _("excellent")
        COMPETENT = "competent", _("competent")
        BASICALLY_COMPETENT = "basically_competent", _("basically competent")
        INCOMPETENT = "incompetent", _("incompetent")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assignment = models.ForeignKey(
        RoleAssignment, verbose_name=_("role assignment"), on_delete=models.PROTECT, related_name="appraisals"
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    year = models.PositiveSmallIntegerField(_("year"))
    grade = models.CharField(_("grade"), max_length=32, choices=Grade.choices, blank=True)
    course = CodeField(_("code of the course"), max_length=64, blank=True)
    criteria = models.CharField(_("criteria"), max_length=500, blank=True)
    remarks = models.CharField(_("remarks"), max_length=1000, blank=True)
    organization = models.ForeignKey(
        Organization, verbose_name=pgettext_lazy("appraisal", "given by"), on_delete=models.PROTECT, related_name="+"
    )
    by = person_field(pgettext_lazy("column", "by"))
    at = models.DateTimeField(pgettext_lazy("column", "at"))

    insert_only: ClassVar = ("update", "delete")

    class Meta:
        verbose_name = _("appraisal")
        verbose_name_plural = _("appraisals")

    def __str__(self) -> str:
        return f"{self.assignment_id}: {self.year} {self.kind}"
