"""Declared hours: face-to-face training and training elsewhere (8.2.5, R6)."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.fields import (
    credit_hours_field,
    one_standing,
    person_field,
    standing_field,
    standing_or_null,
)


class HoursDeclaration(models.Model):
    """Training that a trainee had away from this platform, with its evidence and what became of it (8.2.5, R6).

    Only what is approved counts, and never as online hours. ``standing`` is true from handing in on, until it is
    returned, withdrawn or revoked: no training stands twice. ``unit`` and ``managing_department`` are those at the time
    of handing in, ``year`` is the annual period of the last day of the training. ``opinion`` is what the last reviewer
    said.

    .. pii: what training a person had, who bears witness to it and the file that proves it
    .. pii_types: other
    .. pii_retirement: retained
    """

    class Form(models.TextChoices):
        """How it was trained."""

        FACE_TO_FACE = "face_to_face", _("face-to-face training")
        OUTSIDE = "outside", _("training elsewhere")

    class State(models.TextChoices):
        """Where a declaration is; only what is approved counts."""

        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", pgettext_lazy("declared hours", "with the unit")
        ENDORSED = "endorsed", pgettext_lazy("declared hours", "endorsed by the unit")
        APPROVED = "approved", pgettext_lazy("declared hours", "approved")
        RETURNED = "returned", _("returned")
        WITHDRAWN = "withdrawn", _("withdrawn")
        REVOKED = "revoked", pgettext_lazy("declared hours", "revoked")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    trainee = models.ForeignKey(
        Trainee, verbose_name=_("trainee"), on_delete=models.PROTECT, related_name="hours_declarations"
    )
    unit = models.ForeignKey(Organization, verbose_name=_("employing unit"), on_delete=models.PROTECT, related_name="+")
    managing_department = models.ForeignKey(
        Organization, verbose_name=_("managing department"), on_delete=models.PROTECT, related_name="+"
    )
    form = models.CharField(pgettext_lazy("declared hours", "form"), max_length=16, choices=Form.choices)
    title = models.CharField(_("title"), max_length=255)
    organizer = models.CharField(_("organizer of the training"), max_length=255)
    began_on = models.DateField(_("first day"))
    ended_on = models.DateField(_("last day"))
    year = models.PositiveSmallIntegerField(_("year"))
    credit_hours = credit_hours_field(verbose_name=_("credit-hours"))
    witness = models.CharField(_("witness"), max_length=128, blank=True)
    stored_as = models.CharField(_("file in the storage"), max_length=255, blank=True, editable=False)
    file_name = models.CharField(_("file name"), max_length=255, blank=True)
    file_size = models.PositiveBigIntegerField(_("file size in bytes"), null=True)
    file_digest = models.CharField(_("digest of the file"), max_length=64, blank=True)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.DRAFT)
    standing = standing_field()
    declared_by = person_field(_("declared by"))
    declared_at = models.DateTimeField(_("declared at"))
    handed_in_at = models.DateTimeField(_("handed in at"), null=True)
    endorsed_by = person_field(_("endorsed by"), null=True)
    endorsed_at = models.DateTimeField(_("endorsed at"), null=True)
    decided_by = person_field(_("decided by"), null=True)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    opinion = models.CharField(_("opinion"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("declaration of hours")
        verbose_name_plural = _("declarations of hours")
        constraints = [
            one_standing("declaration", "trainee", "title", "began_on"),
            standing_or_null("declaration"),
        ]
        indexes = [models.Index(fields=["unit", "year"], name="cadretrain_declared_unit")]

    def __str__(self) -> str:
        return f"{self.trainee_id}, {self.year}: {self.credit_hours}"
