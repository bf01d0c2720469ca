"""What is issued downwards (5.2): annual plans with their lines, rules, programmes, circulars; receipts and reports."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.courses.api import Course
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.fields import (
    CodeField,
    credit_hours_field,
    one_standing,
    person_field,
    standing_field,
    standing_or_null,
)


class Issuance(models.Model):
    """One edition of what a body issues to bodies below it (5.2). Once issued it never changes.

    It is amended by a new edition that ``replaces`` it from a day on. An edition is in force from ``in_force_from``
    until before ``in_force_until``: the day from which the next one holds, or on which it was withdrawn. A plan that
    ``refines`` another asks for nothing less than that. ``year`` is the label of the annual period of an annual plan.

    .. no_pii:
    """

    class Kind(models.TextChoices):
        """What is issued."""

        ANNUAL_PLAN = "annual_plan", _("annual plan")
        RULES = "rules", pgettext_lazy("issuance", "rules")
        PROGRAMME = "programme", _("programme")
        CIRCULAR = "circular", pgettext_lazy("issuance", "circular")

    class State(models.TextChoices):
        """A draft is seen by the issuer alone; a withdrawn edition stays to be read by whom it was issued to."""

        DRAFT = "draft", _("draft")
        ISSUED = "issued", _("issued")
        WITHDRAWN = "withdrawn", _("withdrawn")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    issuer = models.ForeignKey(
        Organization, verbose_name=_("issuer"), on_delete=models.PROTECT, related_name="issuances"
    )
    number = models.CharField(_("document number"), max_length=64, blank=True)
    title = models.CharField(pgettext_lazy("issuance", "title"), max_length=255)
    text = models.TextField(pgettext_lazy("issuance", "text"), blank=True)
    link = models.CharField(_("link"), max_length=500, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True)
    goals = models.TextField(_("goals"), blank=True)
    construction_targets = models.TextField(_("targets of course construction"), blank=True)
    valid_from = models.DateField(_("valid from"), null=True)
    valid_until = models.DateField(_("valid until"), null=True)
    to_all_below = models.BooleanField(_("receipts of all bodies below"), default=False)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.DRAFT)
    replaces = models.ForeignKey(
        "self", verbose_name=_("replaces"), on_delete=models.PROTECT, null=True, related_name="amendments"
    )
    refines = models.ForeignKey(
        "self", verbose_name=_("refines"), on_delete=models.PROTECT, null=True, related_name="refinements"
    )
    in_force_from = models.DateField(_("in force from"), null=True)
    in_force_until = models.DateField(_("in force until"), null=True)
    drafted_by = person_field(_("drafted by"))
    drafted_at = models.DateTimeField(_("drafted at"))
    issued_by = person_field(_("issued by"), null=True)
    issued_at = models.DateTimeField(_("issued at"), null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    standing = standing_field()

    class Meta:
        verbose_name = _("issuance")
        verbose_name_plural = _("issuances")
        constraints = [one_standing("amendment", "replaces"), standing_or_null("issuance")]
        indexes = [models.Index(fields=["kind", "year"], name="cadretrain_issuance_year")]

    def __str__(self) -> str:
        return self.title


class PlanLine(models.Model):
    """What an annual plan asks of some of those it touches (8.1, 8.2.1): hours, and named required courses.

    Whom: cadre categories, a list of which none means all, and the levels from ``highest_level`` down to
    ``lowest_level``, each the code of a position level or a rank, empty where the range is open. ``over_years`` says
    over how many annual periods, the plan's own the last, the hours are to be learned.

    .. no_pii:
    """

    class Form(models.TextChoices):
        """The forms of training, required apart (R6)."""

        ONLINE = "online", _("online study")
        CONCENTRATED = "concentrated", _("concentrated training")

    issuance = models.ForeignKey(Issuance, verbose_name=_("issuance"), on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveSmallIntegerField(pgettext_lazy("plan line", "number"))
    form = models.CharField(_("form"), max_length=16, choices=Form.choices, default=Form.ONLINE)
    over_years = models.PositiveSmallIntegerField(_("over years"), default=1)
    cadre_categories = models.JSONField(_("cadre categories"), default=list)
    highest_level = CodeField(_("highest level"), max_length=64, blank=True)
    lowest_level = CodeField(_("lowest level"), max_length=64, blank=True)
    total_hours = credit_hours_field(verbose_name=_("total hours"), default=0)
    required_course_hours = credit_hours_field(verbose_name=_("hours of required courses"), default=0)
    elective_course_hours = credit_hours_field(verbose_name=_("hours of elective courses"), default=0)
    note = models.CharField(_("note"), max_length=500, blank=True)
    courses = models.ManyToManyField(Course, verbose_name=_("named courses"), related_name="plan_lines")

    class Meta:
        verbose_name = _("plan line")
        verbose_name_plural = _("plan lines")
        constraints = [models.UniqueConstraint(fields=["issuance", "number"], name="cadretrain_plan_line_number")]

    def __str__(self) -> str:
        return f"{self.issuance_id}: {self.number}"


class Recipient(models.Model):
    """A body that an issuance goes to, its receipt, and how it carries out what was issued (5.2).

    A ``named`` recipient stands for itself and all below it. The others are those below, of whom a receipt is asked
    as well.

    .. pii: which platform account read for a body
    .. pii_types: other
    .. pii_retirement: retained
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    issuance = models.ForeignKey(
        Issuance, verbose_name=_("issuance"), on_delete=models.PROTECT, related_name="recipients"
    )
    organization = models.ForeignKey(
        Organization, verbose_name=_("recipient"), on_delete=models.PROTECT, related_name="received_issuances"
    )
    named = models.BooleanField(_("named"), default=True)
    acknowledged_by = person_field(_("acknowledged by"), null=True)
    acknowledged_at = models.DateTimeField(_("acknowledged at"), null=True)
    carrying_out = models.TextField(_("how it is carried out"), blank=True)
    carrying_out_by = person_field(_("told by"), null=True)
    carrying_out_at = models.DateTimeField(_("told at"), null=True)

    class Meta:
        verbose_name = _("recipient")
        verbose_name_plural = _("recipients")
        constraints = [models.UniqueConstraint(fields=["issuance", "organization"], name="cadretrain_one_receipt")]

    def __str__(self) -> str:
        return f"{self.issuance_id} → {self.organization_id}"


class FulfilmentReport(models.Model):
    """How a recipient has fulfilled an annual plan (5.2, 8.2.1): its own words, and figures from credits as they stood.

    ``figures`` are of the day ``reported_on``: trainees of the body and below, how many the plan binds, how many of
    these have met it, and their hours as text.

    .. pii: which platform account reported for a body
    .. pii_types: other
    .. pii_retirement: retained
    """

    class State(models.TextChoices):
        """A draft is seen by the reporting body alone; a returned report is written anew."""

        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        ACCEPTED = "accepted", pgettext_lazy("report", "accepted")
        RETURNED = "returned", _("returned")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recipient = models.OneToOneField(
        Recipient, verbose_name=_("recipient"), on_delete=models.PROTECT, related_name="report"
    )
    text = models.TextField(pgettext_lazy("report", "text"))
    figures = models.JSONField(_("figures"), default=dict)
    reported_on = models.DateField(_("figures of the day"))
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.DRAFT)
    written_by = person_field(_("written by"))
    written_at = models.DateTimeField(_("written at"))
    submitted_by = person_field(_("submitted by"), null=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True)
    decided_by = person_field(_("decided by"), null=True)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    answer = models.CharField(_("answer"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("fulfilment report")
        verbose_name_plural = _("fulfilment reports")

    def __str__(self) -> str:
        return f"{self.recipient_id}: {self.state}"
