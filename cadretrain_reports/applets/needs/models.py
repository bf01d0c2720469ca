"""What training a unit says it needs (5.4)."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.fields import credit_hours_field, person_field


class TrainingNeed(models.Model):
    """What a unit needs for an annual period: on what, for whom and how many, in which form (5.4).

    It is handed in to one ``receiver``: an institution that serves the unit, or a department at or above it. Collected
    means that the receiver has said what is done about it; from then on it never changes.

    .. pii: who stated and who collected a need
    .. pii_types: other
    .. pii_retirement: retained
    """

    class State(models.TextChoices):
        """Where a need is."""

        DRAFT = "draft", _("draft")
        HANDED_IN = "handed_in", _("handed in")
        COLLECTED = "collected", _("collected")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Form(models.TextChoices):
        """How it is to be trained."""

        ELECTIVE_LEARNING = "elective_learning", _("online elective learning")
        THEME_CLASS = "theme_class", _("theme class")
        FACE_TO_FACE = "face_to_face", _("face-to-face training")
        OTHER = "other", _("another form")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(
        Organization, verbose_name=_("employing unit"), on_delete=models.PROTECT, related_name="training_needs"
    )
    receiver = models.ForeignKey(
        Organization, verbose_name=_("handed in to"), on_delete=models.PROTECT, related_name="received_needs"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    topic = models.CharField(_("topic"), max_length=255)
    cadre_category = models.CharField(_("cadre category"), max_length=64, blank=True)
    trainees = models.PositiveIntegerField(_("number of trainees"))
    form = models.CharField(_("wanted form"), max_length=24, choices=Form.choices)
    credit_hours = credit_hours_field(verbose_name=_("credit-hours"), null=True)
    details = models.TextField(_("details"), blank=True)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.DRAFT)
    stated_by = person_field(_("stated by"))
    stated_at = models.DateTimeField(_("stated at"))
    handed_in_at = models.DateTimeField(_("handed in at"), null=True)
    answer = models.CharField(_("answer"), max_length=1000, blank=True)
    collected_by = person_field(_("collected by"), null=True)
    collected_at = models.DateTimeField(_("collected at"), null=True)

    class Meta:
        verbose_name = _("training need")
        verbose_name_plural = _("training needs")

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.year} {self.topic}"
