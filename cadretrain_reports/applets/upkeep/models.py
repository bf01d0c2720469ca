"""What belongs to the upkeep of an account besides the account itself (6.1.2, 6.3.3)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.fields import (
    Answered,
    CodeField,
    credit_hours_field,
    one_standing,
    person_field,
    standing_or_null,
)


class PlatformRules(models.Model):
    """One version of the rules that a trainee accepts at the first sign-in (6.1.2); the newest one is in force.

    .. no_pii:
    """

    version = CodeField(pgettext_lazy("platform rules", "version"), max_length=32, unique=True)
    title = models.CharField(pgettext_lazy("platform rules", "title"), max_length=255)
    text = models.TextField(pgettext_lazy("platform rules", "text"))
    published_at = models.DateTimeField(_("published at"))

    insert_only: ClassVar = ("update", "delete")

    class Meta:
        verbose_name = _("platform rules")
        verbose_name_plural = _("platform rules")

    def __str__(self) -> str:
        return self.version


class RulesAcceptance(models.Model):
    """That a trainee accepted a version of the rules, and when. Insert-only.

    .. pii: what a person agreed to
    .. pii_types: other
    .. pii_retirement: retained
    """

    trainee = models.ForeignKey(
        Trainee, verbose_name=_("trainee"), on_delete=models.PROTECT, related_name="acceptances"
    )
    rules = models.ForeignKey(
        PlatformRules, verbose_name=_("platform rules"), on_delete=models.PROTECT, related_name="acceptances"
    )
    accepted_at = models.DateTimeField(_("accepted at"))

    insert_only: ClassVar = ("update", "delete")

    class Meta:
        verbose_name = _("acceptance of the rules")
        verbose_name_plural = _("acceptances of the rules")
        constraints = [models.UniqueConstraint(fields=["trainee", "rules"], name="cadretrain_one_acceptance")]

    def __str__(self) -> str:
        return f"{self.trainee_id}: {self.rules_id}"


class Instruction(models.Model):
    """That a trainee was instructed in secrecy or in the use of the platform (6.3.3). Insert-only.

    .. pii: which instruction a person was given
    .. pii_types: other
    .. pii_retirement: retained
    """

    class Kind(models.TextChoices):
        """In what."""

        SECRECY = "secrecy", _("secrecy")
        OPERATION = "operation", _("operation of the platform")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    trainee = models.ForeignKey(
        Trainee, verbose_name=_("trainee"), on_delete=models.PROTECT, related_name="instructions"
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    held_on = models.DateField(_("held on"))
    by = person_field(pgettext_lazy("column", "by"))
    recorded_at = models.DateTimeField(_("recorded at"))
    note = models.CharField(_("note"), max_length=500, blank=True)

    insert_only: ClassVar = ("update", "delete")

    class Meta:
        verbose_name = _("instruction")
        verbose_name_plural = _("instructions")

    def __str__(self) -> str:
        return f"{self.trainee_id}: {self.kind} {self.held_on}"


class ReliefRequest(Answered):
    """A trainee asks for fewer hours (减免) or for more time (缓训) in an annual period, and is answered with a reason.

    ``credit_hours`` are those to be let off or put off; put-off ones are due in ``until_year``.

    .. pii: why a person could not study
    .. pii_types: other
    .. pii_retirement: retained
    """

    class Kind(models.TextChoices):
        """What is asked for."""

        REDUCTION = "reduction", _("reduced hours")
        DEFERRAL = "deferral", _("deferred hours")

    class State(models.TextChoices):
        """Where the request is."""

        ASKED = "asked", _("asked")
        APPROVED = "approved", _("approved")
        RETURNED = "returned", _("returned")
        WITHDRAWN = "withdrawn", _("withdrawn")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    trainee = models.ForeignKey(
        Trainee, verbose_name=_("trainee"), on_delete=models.PROTECT, related_name="relief_requests"
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    year = models.PositiveSmallIntegerField(_("year"))
    credit_hours = credit_hours_field(verbose_name=_("credit-hours"))
    until_year = models.PositiveSmallIntegerField(_("due in"), null=True)
    reason = models.CharField(_("reason"), max_length=500)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.ASKED)
    asked_by = person_field(_("asked by"), null=True)

    class Meta:
        verbose_name = _("relief request")
        verbose_name_plural = _("relief requests")
        constraints = [one_standing("relief", "trainee", "kind", "year"), standing_or_null("relief")]

    def __str__(self) -> str:
        return f"{self.trainee_id}: {self.kind} {self.year}"
