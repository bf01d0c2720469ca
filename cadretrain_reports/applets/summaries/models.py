"""A unit's summary of how its trainees have learned (8.2.4)."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.fields import person_field


class UnitSummary(models.Model):
    """What a liaison officer says of the unit's year, with figures that are frozen when it is submitted (8.2.4).

    ``trainees`` are those of the unit and the bodies below it then; of ``asked`` of them a plan asked something,
    ``met`` had done all of it, ``lagging`` were behind by the site's policy. ``total_hours`` are their online hours of
    the year; face-to-face hours and those of training elsewhere stand apart (R6).

    .. pii: who wrote and who received a summary
    .. pii_types: other
    .. pii_retirement: retained
    """

    class State(models.TextChoices):
        """Where a summary is."""

        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        RECEIVED = "received", pgettext_lazy("summary", "received")
        RETURNED = "returned", _("returned")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(
        Organization, verbose_name=_("employing unit"), on_delete=models.PROTECT, related_name="summaries"
    )
    receiver = models.ForeignKey(
        Organization, verbose_name=_("handed in to"), on_delete=models.PROTECT, related_name="received_summaries"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    text = models.TextField(_("what there is to say"), blank=True)
    trainees = models.PositiveIntegerField(_("trainees"), default=0)
    asked = models.PositiveIntegerField(_("with a requirement"), default=0)
    met = models.PositiveIntegerField(_("requirement met"), default=0)
    lagging = models.PositiveIntegerField(_("lagging"), default=0)
    total_hours = models.DecimalField(_("online credit-hours"), max_digits=12, decimal_places=2, default=0)
    face_to_face = models.DecimalField(_("face-to-face hours"), max_digits=12, decimal_places=2, default=0)
    outside = models.DecimalField(_("hours of training elsewhere"), max_digits=12, decimal_places=2, default=0)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.DRAFT)
    written_by = person_field(_("written by"))
    written_at = models.DateTimeField(_("written at"))
    submitted_at = models.DateTimeField(_("submitted at"), null=True)
    decided_by = person_field(_("decided by"), null=True)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    answer = models.CharField(_("answer"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("summary of a unit")
        verbose_name_plural = _("summaries of units")

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.year}"
