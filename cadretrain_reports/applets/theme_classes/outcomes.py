"""What trainees come to in a class, and the decisions on it (8.3.6)."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.theme_classes.members import ClassRegistration
from cadretrain_reports.applets.theme_classes.models import ThemeClass
from cadretrain_reports.fields import credit_hours_field, one_standing, person_field, standing_field, standing_or_null


class ClassResult(models.Model):
    """What one trainee has come to in a class: proposed with its reasons, then confirmed by a second person (8.3.6).

    ``attributed_hours`` are credits of the class, ``exempt_hours`` of its courses that were credited otherwise, both
    of activities attended come on top (R5). ``missing`` says what passing takes besides, as ``class_hours.Missing``
    does. A proposal is rewritten as long as nobody has confirmed it. Who failed may pass later: then ``standing`` is
    null of the former result, which stays. ``unit`` is the trainee's at the time of the decision, before it of the
    proposal. ``uncertified`` is the code of the refusal where somebody passed and no certificate could be issued.

    .. pii: whether a person passed a class
    .. pii_types: other
    .. pii_retirement: retained
    """

    class State(models.TextChoices):
        """Where it is."""

        PROPOSED = "proposed", pgettext_lazy("class result", "proposed")
        CONFIRMED = "confirmed", pgettext_lazy("class result", "confirmed")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    theme_class = models.ForeignKey(
        ThemeClass, verbose_name=_("theme class"), on_delete=models.PROTECT, related_name="results"
    )
    registration = models.ForeignKey(
        ClassRegistration, verbose_name=_("class registration"), on_delete=models.PROTECT, related_name="results"
    )
    unit = models.ForeignKey(Organization, verbose_name=_("employing unit"), on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.PROPOSED)
    passed = models.BooleanField(pgettext_lazy("class result", "passed"))
    attributed_hours = credit_hours_field(verbose_name=_("hours of courses of the class"))
    exempt_hours = credit_hours_field(verbose_name=_("hours of exempt courses"))
    activity_hours = credit_hours_field(verbose_name=_("hours of activities"))
    face_to_face_hours = credit_hours_field(verbose_name=_("face-to-face hours"))
    missing = models.JSONField(_("what is missing"), default=list)
    proposed_by = person_field(_("proposed by"))
    proposed_at = models.DateTimeField(_("proposed at"))
    confirmed_by = person_field(_("confirmed by"), null=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    uncertified = models.CharField(_("why there is no certificate"), max_length=32, blank=True)
    standing = standing_field()

    class Meta:
        verbose_name = _("result of a class")
        verbose_name_plural = _("results of classes")
        constraints = [one_standing("class_result", "registration"), standing_or_null("class_result")]
        indexes = [models.Index(fields=["theme_class", "state", "standing"], name="cadretrain_class_result_state")]

    def __str__(self) -> str:
        return f"{self.registration_id}: {self.state}"

    @property
    def fulfilled_hours(self) -> Any:
        """The hours that the certificate prints: exempt courses included (R5)."""
        return self.attributed_hours + self.exempt_hours + self.activity_hours + self.face_to_face_hours

    @property
    def class_hours(self) -> Any:
        """The class's own hours: none until it is passed (R5)."""
        own = self.attributed_hours + self.activity_hours + self.face_to_face_hours
        return own if self.passed else Decimal(0)


class Graduation(models.Model):
    """That somebody had the results of a class confirmed, and how far that is: it goes on where it broke off (8.3.6).

    Results are confirmed by their key: those up to ``last_result`` are done. ``left`` of them stayed proposals, because
    they had changed since, or are the confirming person's own to leave to others.

    .. pii: who confirmed
    .. pii_types: other
    .. pii_retirement: retained
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    theme_class = models.ForeignKey(
        ThemeClass, verbose_name=_("theme class"), on_delete=models.PROTECT, related_name="graduations"
    )
    by = person_field(pgettext_lazy("column", "by"))
    started_at = models.DateTimeField(_("started at"))
    beat_at = models.DateTimeField(_("last sign of life"))
    ended_at = models.DateTimeField(_("ended at"), null=True)
    last_result = models.PositiveBigIntegerField(_("last result"), default=0)
    up_to = models.PositiveBigIntegerField(_("up to result"))
    passed = models.PositiveIntegerField(pgettext_lazy("graduation", "passed"), default=0)
    failed = models.PositiveIntegerField(pgettext_lazy("graduation", "failed"), default=0)
    left = models.PositiveIntegerField(pgettext_lazy("graduation", "left"), default=0)
    standing = standing_field()

    class Meta:
        verbose_name = _("graduation")
        verbose_name_plural = _("graduations")
        constraints = [one_standing("graduation", "theme_class"), standing_or_null("graduation")]

    def __str__(self) -> str:
        return f"{self.theme_class_id}: {self.last_result}"
