"""A trainee's evaluation of a course (7.1.2)."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.learning.api import CourseStudy
from cadretrain_reports.fields import person_field


class CourseEvaluation(models.Model):
    """What a trainee says of a course that they studied, one for each study, in the four dimensions of GB/T 38859.

    It hangs on the study and its author, on nothing else by which others would see it: no duty shows a single one.
    ``year`` is the annual period in which it was given and may be revised.

    .. pii: what a person thinks of a course
    .. pii_types: other
    .. pii_retirement: retained
    """

    class Score(models.IntegerChoices):
        """The five answers of the evaluation forms in use; with five added they are the 6 to 10 of those forms."""

        DISSATISFIED = 1, _("dissatisfied")
        FAIR = 2, _("fair")
        RATHER_SATISFIED = 3, _("rather satisfied")
        SATISFIED = 4, _("satisfied")
        VERY_SATISFIED = 5, _("very satisfied")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    study = models.OneToOneField(
        CourseStudy, verbose_name=_("course study"), on_delete=models.PROTECT, related_name="evaluation"
    )
    by = person_field(pgettext_lazy("column", "by"))
    year = models.PositiveSmallIntegerField(_("year"), db_index=True)
    content = models.PositiveSmallIntegerField(_("course content"), choices=Score.choices)
    activities = models.PositiveSmallIntegerField(_("learning activities"), choices=Score.choices)
    form = models.PositiveSmallIntegerField(_("course form"), choices=Score.choices)
    support = models.PositiveSmallIntegerField(_("online learning support"), choices=Score.choices)
    comment = models.CharField(_("comment"), max_length=1000, blank=True)
    given_at = models.DateTimeField(_("given at"))
    revised_at = models.DateTimeField(_("revised at"), null=True)

    class Meta:
        verbose_name = _("course evaluation")
        verbose_name_plural = _("course evaluations")

    def __str__(self) -> str:
        return f"{self.study_id}: {self.year}"
