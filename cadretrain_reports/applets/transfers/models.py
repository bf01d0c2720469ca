"""Transfers between units of this platform and hand-overs beyond it (6.1.3)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.fields import Answered, CodeField, one_standing, person_field, standing_or_null


class Transfer(Answered):
    """One trainee's way from one unit to another: asked by either, agreed by the other, or decided above both.

    One request stands per trainee. What the old unit had in its own periods stays with it (R9).

    .. pii: which unit a person left for which
    .. pii_types: other
    .. pii_retirement: retained
    """

    class State(models.TextChoices):
        """Where the transfer is."""

        ASKED = "asked", _("asked")
        DONE = "done", pgettext_lazy("transfer", "done")
        REFUSED = "refused", pgettext_lazy("transfer", "refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    trainee = models.ForeignKey(Trainee, verbose_name=_("trainee"), on_delete=models.PROTECT, related_name="transfers")
    from_unit = models.ForeignKey(
        Organization, verbose_name=_("from unit"), on_delete=models.PROTECT, related_name="transfers_out"
    )
    to_unit = models.ForeignKey(
        Organization, verbose_name=_("to unit"), on_delete=models.PROTECT, related_name="transfers_in"
    )
    asked_for = models.ForeignKey(
        Organization, verbose_name=_("asked for by"), on_delete=models.PROTECT, related_name="+"
    )
    managing_department = models.ForeignKey(
        Organization, verbose_name=_("managing department afterwards"), on_delete=models.PROTECT, related_name="+"
    )
    position = models.CharField(_("position afterwards"), max_length=128, blank=True)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.ASKED)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    asked_by = person_field(_("asked by"))

    class Meta:
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        constraints = [one_standing("transfer", "trainee"), standing_or_null("transfer")]

    def __str__(self) -> str:
        return f"{self.trainee_id}: {self.from_unit_id} → {self.to_unit_id}"


class HandOver(models.Model):
    """That a trainee's training data left this platform in a signed package, or came in with one. Insert-only.

    ``digest`` is the SHA-256 of the package's seal, so that the same package is never taken in twice.

    .. pii: which place a person came from or left for
    .. pii_types: other
    .. pii_retirement: retained
    """

    class Direction(models.TextChoices):
        """Which way it went."""

        OUT = "out", pgettext_lazy("hand-over", "out")
        IN = "in", pgettext_lazy("hand-over", "in")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    trainee = models.ForeignKey(Trainee, verbose_name=_("trainee"), on_delete=models.PROTECT, related_name="hand_overs")
    direction = models.CharField(_("direction"), max_length=8, choices=Direction.choices)
    place = models.CharField(_("place"), max_length=255)
    signer = CodeField(_("signed by"), max_length=255)
    digest = CodeField(_("digest"), max_length=64)
    by = person_field(pgettext_lazy("column", "by"), null=True)
    at = models.DateTimeField(pgettext_lazy("column", "at"))

    insert_only: ClassVar = ("update", "delete")

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        constraints = [models.UniqueConstraint(fields=["direction", "digest"], name="cadretrain_one_hand_over")]

    def __str__(self) -> str:
        return f"{self.trainee_id}: {self.direction} {self.place}"
