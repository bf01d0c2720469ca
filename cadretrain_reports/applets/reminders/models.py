"""Reminders, the ways by which they go, and which ways people do not want (8.2.3)."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.fields import CodeField, credit_hours_field, person_field


class Reminder(models.Model):
    """What a trainee was told of what is left, and why: also the notice on their pages.

    ``cause`` is the key of the cause: one reminder for each trainee and cause, which the database keeps. The figures
    are those of the moment. ``by`` follows up as a liaison officer or a head teacher with a ``note`` (8.2.4, 8.3.4);
    without it the site itself reminds. Of a class ``about`` is the title, and the figures are those of the class.

    .. pii: how far a person lags behind
    .. pii_types: other
    .. pii_retirement: retained
    """

    class Kind(models.TextChoices):
        """Why somebody is reminded."""

        DEADLINE = "deadline", _("the period ends")
        LAG = "lag", _("behind the calendar")
        FOLLOW_UP = "follow_up", _("followed up by the unit")
        CLASS_DEADLINE = "class_deadline", _("the class ends")
        CLASS_LAG = "class_lag", _("behind in the class")
        CLASS_FOLLOW_UP = "class_follow_up", _("followed up by the head teacher")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    trainee = models.ForeignKey(Trainee, verbose_name=_("trainee"), on_delete=models.PROTECT, related_name="reminders")
    kind = models.CharField(pgettext_lazy("reminder", "kind"), max_length=16, choices=Kind.choices)
    cause = CodeField(_("cause"), max_length=96)
    year = models.PositiveSmallIntegerField(_("year"))
    about = models.CharField(pgettext_lazy("reminder", "about"), max_length=255, blank=True)
    days = models.PositiveSmallIntegerField(_("days until the period ends"))
    total_left = credit_hours_field(verbose_name=_("hours left"))
    required_left = credit_hours_field(verbose_name=_("hours of required courses left"))
    elective_left = credit_hours_field(verbose_name=_("hours of elective courses left"))
    courses_left = models.PositiveIntegerField(_("named courses left"))
    assignments_left = models.PositiveIntegerField(_("assignments left"), default=0)
    note = models.CharField(_("note"), max_length=500, blank=True)
    by = person_field(pgettext_lazy("column", "by"), null=True)
    made_at = models.DateTimeField(_("made at"))
    read_at = models.DateTimeField(_("read at"), null=True)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [models.UniqueConstraint(fields=["trainee", "cause"], name="cadretrain_one_reminder")]

    def __str__(self) -> str:
        return f"{self.trainee_id}: {self.cause}"


class ReminderDelivery(models.Model):
    """One reminder on its way by one channel. Who sends it claims it first, so that of two workers one does.

    What is ``sending`` while its worker dies stays so: it may have gone out, and nobody is to be told twice.

    .. no_pii:
    """

    class State(models.TextChoices):
        """Where it is."""

        DUE = "due", pgettext_lazy("delivery", "due")
        SENDING = "sending", pgettext_lazy("delivery", "being sent")
        SENT = "sent", pgettext_lazy("delivery", "sent")
        UNREACHABLE = "unreachable", pgettext_lazy("delivery", "no address")
        FAILED = "failed", pgettext_lazy("delivery", "failed")

    reminder = models.ForeignKey(
        Reminder, verbose_name=_("reminder"), on_delete=models.PROTECT, related_name="deliveries"
    )
    channel = CodeField(_("channel"), max_length=16)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.DUE)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    due_at = models.DateTimeField(_("due at"))

    class Meta:
        verbose_name = _("delivery of a reminder")
        verbose_name_plural = _("deliveries of reminders")
        constraints = [models.UniqueConstraint(fields=["reminder", "channel"], name="cadretrain_one_delivery")]
        indexes = [models.Index(fields=["state", "due_at"], name="cadretrain_delivery_due")]

    def __str__(self) -> str:
        return f"{self.reminder_id}: {self.channel}"


class RefusedChannel(models.Model):
    """A channel by which a trainee does not want to be reminded; notices on the own pages stay.

    .. pii: by which ways a person does not want to be reached
    .. pii_types: other
    .. pii_retirement: retained
    """

    trainee = models.ForeignKey(
        Trainee, verbose_name=_("trainee"), on_delete=models.PROTECT, related_name="refused_channels"
    )
    channel = CodeField(_("channel"), max_length=16)
    since = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("refused channel")
        verbose_name_plural = _("refused channels")
        constraints = [models.UniqueConstraint(fields=["trainee", "channel"], name="cadretrain_refused_channel")]

    def __str__(self) -> str:
        return f"{self.trainee_id}: {self.channel}"
