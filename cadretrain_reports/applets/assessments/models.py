"""Results of assessments (8.2.5), and what an institution finds of a year of elective learning (8.2.1)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.courses.api import CourseVersion
from cadretrain_reports.applets.learning.api import CourseStudy
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.fields import one_standing, person_field, standing_field, standing_or_null


class AssessmentResult(models.Model):
    """The result of one attempt of one trainee at the assessment of one course (8.2.5). Insert-only.

    Every attempt is kept; which of them counts is a rule (``results.counted``). ``score`` is in percent, or null where
    only passed or failed was said. ``pass_mark`` and ``passed`` are by the ``version`` that was on offer then. A wrong
    result is corrected by a further one that ``replaces`` it; a result is replaced once. Without ``by`` the platform
    itself graded.

    .. pii: how a person did in an assessment
    .. pii_types: other
    .. pii_retirement: retained
    """

    class Source(models.TextChoices):
        """How the result came in."""

        PLATFORM = "platform", pgettext_lazy("source of a result", "graded by the platform")
        STAFF = "staff", pgettext_lazy("source of a result", "entered one by one")
        FILE = "file", pgettext_lazy("source of a result", "entered by file")
        CORRECTION = "correction", pgettext_lazy("source of a result", "correction")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    study = models.ForeignKey(
        CourseStudy, verbose_name=_("course study"), on_delete=models.PROTECT, related_name="results"
    )
    version = models.ForeignKey(CourseVersion, verbose_name=_("version"), on_delete=models.PROTECT, related_name="+")
    method = models.CharField(_("assessment"), max_length=24, choices=CourseVersion.Assessment.choices)
    attempt = models.PositiveIntegerField(_("attempt"))
    score = models.DecimalField(_("score in percent"), max_digits=5, decimal_places=2, null=True)
    pass_mark = models.PositiveSmallIntegerField(_("pass mark in percent"))
    passed = models.BooleanField(pgettext_lazy("assessment", "passed"))
    assessed_at = models.DateTimeField(_("assessed at"))
    source = models.CharField(_("source"), max_length=16, choices=Source.choices)
    by = person_field(pgettext_lazy("column", "by"), null=True)
    recorded_at = models.DateTimeField(_("recorded at"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    replaces = models.OneToOneField(
        "self", verbose_name=_("replaces"), on_delete=models.PROTECT, null=True, related_name="replaced_by"
    )

    insert_only: ClassVar = ("update", "delete")

    class Meta:
        verbose_name = _("result of an assessment")
        verbose_name_plural = _("results of assessments")
        constraints = [models.UniqueConstraint(fields=["study", "attempt"], name="cadretrain_result_attempt")]

    def __str__(self) -> str:
        return f"{self.study_id}: {self.attempt}"


class AnnualAssessment(models.Model):
    """What an institution finds of a trainee's elective learning in one annual period (8.2.1).

    The system proposes ``result`` with the ``arithmetic`` behind it, a second person of the institution confirms it,
    which archives it, and it is reported to the ``department`` that manages the trainee, who takes note or returns it.
    What was confirmed is corrected by a further one that stands in its place; ``standing`` is null of the former.
    ``unit`` is the trainee's at the time of the proposal.

    .. pii: whether a person met the requirement of a year
    .. pii_types: other
    .. pii_retirement: retained
    """

    class Result(models.TextChoices):
        """What is found."""

        MET = "met", pgettext_lazy("annual assessment", "met")
        NOT_MET = "not_met", pgettext_lazy("annual assessment", "not met")
        WAIVED = "waived", pgettext_lazy("annual assessment", "waived")

    class State(models.TextChoices):
        """Where it is."""

        PROPOSED = "proposed", pgettext_lazy("annual assessment", "proposed")
        CONFIRMED = "confirmed", pgettext_lazy("annual assessment", "confirmed")
        REPORTED = "reported", pgettext_lazy("annual assessment", "reported")
        RECEIVED = "received", pgettext_lazy("annual assessment", "received")
        RETURNED = "returned", pgettext_lazy("annual assessment", "returned")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    trainee = models.ForeignKey(
        Trainee, verbose_name=_("trainee"), on_delete=models.PROTECT, related_name="annual_assessments"
    )
    institution = models.ForeignKey(
        Organization, verbose_name=_("training institution"), on_delete=models.PROTECT, related_name="+"
    )
    department = models.ForeignKey(
        Organization, verbose_name=_("management department"), on_delete=models.PROTECT, related_name="+"
    )
    unit = models.ForeignKey(Organization, verbose_name=_("employing unit"), on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"))
    result = models.CharField(pgettext_lazy("annual assessment", "result"), max_length=16, choices=Result.choices)
    arithmetic = models.JSONField(_("arithmetic"), default=dict)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.PROPOSED)
    proposed_by = person_field(_("proposed by"))
    proposed_at = models.DateTimeField(_("proposed at"))
    confirmed_by = person_field(_("confirmed by"), null=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    reported_by = person_field(_("reported by"), null=True)
    reported_at = models.DateTimeField(_("reported at"), null=True)
    answered_by = person_field(_("answered by"), null=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    standing = standing_field()

    class Meta:
        verbose_name = _("annual assessment")
        verbose_name_plural = _("annual assessments")
        constraints = [one_standing("annual", "institution", "trainee", "year"), standing_or_null("annual")]
        indexes = [models.Index(fields=["institution", "year", "state"], name="cadretrain_annual_state")]

    def __str__(self) -> str:
        return f"{self.trainee_id}, {self.year}: {self.result}"
