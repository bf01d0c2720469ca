"""Choices of courses, and recommendations (3.12, 8.2.1)."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.courses.api import Course
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.fields import CodeField, one_standing, person_field, standing_field, standing_or_null


class CourseChoice(models.Model):
    """That a trainee chose a course from the catalogue, until it is dropped (3.12).

    ``course_run`` is the one in which the trainee was enrolled for it; ``enrols`` holds where the choice brought the
    trainee into that run, so that dropping the last such choice leads out again. Who was there before stays.

    .. pii: which courses a person chose
    .. pii_types: other
    .. pii_retirement: retained
    """

    class Source(models.TextChoices):
        """What led to the choice."""

        OWN = "own", _("own choice")
        UNIT = "unit", _("recommended by the unit")
        INSTITUTION = "institution", _("recommended by the institution")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    trainee = models.ForeignKey(Trainee, verbose_name=_("trainee"), on_delete=models.PROTECT, related_name="choices")
    course = models.ForeignKey(Course, verbose_name=_("course"), on_delete=models.PROTECT, related_name="choices")
    source = models.CharField(_("source"), max_length=16, choices=Source.choices, default=Source.OWN)
    course_run = CodeField(_("course run"), max_length=255)
    enrols = models.BooleanField(_("enrols"), default=False)
    chosen_at = models.DateTimeField(_("chosen at"))
    dropped_at = models.DateTimeField(_("dropped at"), null=True)
    standing = standing_field()

    class Meta:
        verbose_name = _("course choice")
        verbose_name_plural = _("course choices")
        constraints = [one_standing("choice", "trainee", "course"), standing_or_null("choice")]

    def __str__(self) -> str:
        return f"{self.trainee_id}: {self.course_id}"


class Recommendation(models.Model):
    """A unit or an institution recommends a course to those at and below a body, until a day (8.2.1).

    ``position_level`` (GB/T 12407) narrows it to those for whose position the course is needed; empty means all.

    .. no_pii:
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course = models.ForeignKey(
        Course, verbose_name=_("course"), on_delete=models.PROTECT, related_name="recommendations"
    )
    organization = models.ForeignKey(
        Organization, verbose_name=_("recommended by"), on_delete=models.PROTECT, related_name="recommendations"
    )
    audience = models.ForeignKey(
        Organization, verbose_name=_("recommended to"), on_delete=models.PROTECT, related_name="recommended"
    )
    position_level = CodeField(_("position level"), max_length=3, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    until = models.DateField(_("until"))
    by = person_field(pgettext_lazy("column", "by"))
    at = models.DateTimeField(pgettext_lazy("column", "at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    standing = standing_field()

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        constraints = [
            one_standing("recommendation", "course", "organization", "audience", "position_level"),
            standing_or_null("recommendation"),
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} → {self.audience_id}: {self.course_id}"
