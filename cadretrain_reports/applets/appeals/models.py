"""Appeals of trainees about their time, credit or assessment in one course (8.2.5, 9.1.1)."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.assessments.api import AssessmentResult
from cadretrain_reports.applets.learning.api import CourseStudy, TimeCorrection
from cadretrain_reports.fields import Answered, one_standing, person_field, standing_or_null


class Appeal(Answered):
    """A trainee objects to what is on record of a course, is answered with reasons, and may be put right.

    Nothing on record is changed: an appeal that is accepted leads to a further entry, the ``correction`` of time or the
    ``result`` that takes another's place.

    .. pii: what a person objects to
    .. pii_types: other
    .. pii_retirement: retained
    """

    class Subject(models.TextChoices):
        """What it is about."""

        TIME = "time", pgettext_lazy("appeal", "learning time")
        CREDIT = "credit", pgettext_lazy("appeal", "credit-hours")
        ASSESSMENT = "assessment", pgettext_lazy("appeal", "assessment")

    class State(models.TextChoices):
        """Where it is."""

        ASKED = "asked", pgettext_lazy("appeal", "asked")
        ACCEPTED = "accepted", pgettext_lazy("appeal", "accepted")
        REJECTED = "rejected", pgettext_lazy("appeal", "rejected")
        WITHDRAWN = "withdrawn", pgettext_lazy("appeal", "withdrawn")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    study = models.ForeignKey(
        CourseStudy, verbose_name=_("course study"), on_delete=models.PROTECT, related_name="appeals"
    )
    subject = models.CharField(pgettext_lazy("appeal", "about"), max_length=16, choices=Subject.choices)
    reason = models.CharField(_("reason"), max_length=500)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.ASKED)
    asked_by = person_field(_("asked by"))
    correction = models.OneToOneField(
        TimeCorrection, verbose_name=_("correction of learning time"), on_delete=models.PROTECT, null=True
    )
    result = models.OneToOneField(
        AssessmentResult, verbose_name=_("result of an assessment"), on_delete=models.PROTECT, null=True
    )

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        constraints = [one_standing("appeal", "study", "subject"), standing_or_null("appeal")]

    def __str__(self) -> str:
        return f"{self.study_id}: {self.subject}"
