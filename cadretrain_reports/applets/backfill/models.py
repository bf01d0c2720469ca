"""Backfills: what was read, what is still to be made of it, and what was inferred (3.9)."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.courses.api import Course
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.fields import CodeField, credit_hours_field, person_field


class Backfill(models.Model):
    """One reading of the years before ``until``; no sign after it is taken, for from then on the site counts itself.

    ``claim`` is the process that is at it. One that was killed is gone on with by the next, and ``ended_at`` is empty
    until all is through. What it inferred is shown from then on, but yields credit only once another person than
    ``started_by`` has admitted it. ``counts`` are figures, never names. Of a ``trial`` nothing stays.

    .. no_pii:
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    trial = models.BooleanField(_("trial"), default=False)
    until = models.DateTimeField(_("until"))
    started_by = person_field(_("started by"))
    started_at = models.DateTimeField(_("started at"))
    claim = models.UUIDField(_("claimed by"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)
    counts = models.JSONField(_("counts"), default=dict)
    admitted_by = person_field(_("admitted by"), null=True)
    admitted_at = models.DateTimeField(_("admitted at"), null=True)

    class Meta:
        verbose_name = pgettext_lazy("noun", "backfill")
        verbose_name_plural = _("backfills")

    def __str__(self) -> str:
        return str(self.uuid)


class BackfillSource(models.Model):
    """How far one source was read in one backfill: a log, known by a digest of its beginning, or a table of the host.

    ``offset`` is in bytes of the unpacked log, or the last key of the table; it is written in the transaction that
    keeps what was read up to there. ``begun_at`` is where this backfill began, because earlier ones had come so far.

    .. no_pii:
    """

    backfill = models.ForeignKey(
        Backfill, verbose_name=pgettext_lazy("noun", "backfill"), on_delete=models.CASCADE, related_name="sources"
    )
    name = CodeField(_("source"), max_length=64)
    begun_at = models.PositiveBigIntegerField(_("read from"), default=0)
    offset = models.PositiveBigIntegerField(_("read up to"), default=0)
    done = models.BooleanField(_("read to its end"), default=False)

    class Meta:
        verbose_name = _("source of a backfill")
        verbose_name_plural = _("sources of backfills")
        constraints = [models.UniqueConstraint(fields=["backfill", "name"], name="cadretrain_backfill_source")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_known(self) -> bool:
        """Whether earlier backfills had read all that there is."""
        return 0 < self.begun_at == self.offset


class StudyTrace(models.Model):
    """One sign of a trainee that was read and waits until all of that trainee's signs are there; then it is deleted.

    Without a ``course`` it says that the person was elsewhere. ``session`` and ``video`` are digests, ``length`` is
    the whole video's in seconds.

    .. pii: when a person did what on the platform, until it is made time of
    .. pii_types: other
    .. pii_retirement: retained
    """

    backfill = models.ForeignKey(
        Backfill, verbose_name=pgettext_lazy("noun", "backfill"), on_delete=models.CASCADE, related_name="traces"
    )
    trainee = models.ForeignKey(
        Trainee, verbose_name=_("trainee"), on_delete=models.PROTECT, related_name="+", db_index=False
    )
    course = models.ForeignKey(
        Course, verbose_name=_("course"), on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    at = models.DateTimeField(_("at"))
    sign = CodeField(_("sign"), max_length=8)
    session = CodeField(_("session"), max_length=16, blank=True)
    video = CodeField(_("video"), max_length=16, blank=True)
    length = models.PositiveIntegerField(_("length in seconds"), null=True)

    class Meta:
        verbose_name = _("trace of study")
        verbose_name_plural = _("traces of study")
        indexes = [models.Index(fields=["backfill", "trainee", "at"], name="cadretrain_trace_order")]

    def __str__(self) -> str:
        return f"{self.trainee_id}: {self.sign}"


class InferredInterval(models.Model):
    """Time that a trainee studied a course, inferred from traces: marked so for ever by lying in this table.

    Those of one trainee and course never overlap. They lie before the first beat that the site ever counted.

    .. pii: when a person studied what
    .. pii_types: other
    .. pii_retirement: retained
    """

    backfill = models.ForeignKey(
        Backfill,
        verbose_name=pgettext_lazy("noun", "backfill"),
        on_delete=models.PROTECT,
        related_name="intervals",
    )
    trainee = models.ForeignKey(
        Trainee, verbose_name=_("trainee"), on_delete=models.PROTECT, related_name="inferred_intervals"
    )
    course = models.ForeignKey(Course, verbose_name=_("course"), on_delete=models.PROTECT, related_name="+")
    start_at = models.DateTimeField(_("start"))
    end_at = models.DateTimeField(_("end"))

    class Meta:
        verbose_name = _("inferred study interval")
        verbose_name_plural = _("inferred study intervals")
        constraints = [
            models.UniqueConstraint(fields=["trainee", "course", "start_at"], name="cadretrain_inferred_start")
        ]

    def __str__(self) -> str:
        return f"{self.trainee_id}: {self.start_at:%Y-%m-%d %H:%M:%S} – {self.end_at:%H:%M:%S}"


class PastFact(models.Model):
    """What the platform had noted of a trainee before installation: an enrolment, a completion, a grade.

    ``subject`` is the course run or usage key that it is of, ``at`` the host's time of it. Of an enrolment the first is
    kept, of a completion and a grade the last; ``value`` is a share from 0 to 1.

    .. pii: what a person has completed, and how well
    .. pii_types: other
    .. pii_retirement: retained
    """

    class Kind(models.TextChoices):
        """What was noted."""

        ENROLLED = "enrolled", _("enrolled")
        COMPLETED = "completed", _("completed")
        GRADED = "graded", _("graded")

    backfill = models.ForeignKey(
        Backfill, verbose_name=pgettext_lazy("noun", "backfill"), on_delete=models.PROTECT, related_name="facts"
    )
    trainee = models.ForeignKey(Trainee, verbose_name=_("trainee"), on_delete=models.PROTECT, related_name="past_facts")
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    subject = CodeField(_("subject"), max_length=255)
    at = models.DateTimeField(_("at"))
    value = models.FloatField(_("share"), null=True)

    class Meta:
        verbose_name = _("fact before installation")
        verbose_name_plural = _("facts before installation")
        constraints = [models.UniqueConstraint(fields=["trainee", "kind", "subject"], name="cadretrain_past_fact")]

    def __str__(self) -> str:
        return f"{self.trainee_id}: {self.kind}"


class PastHours(models.Model):
    """Hours that an older platform credited to a trainee, as a file says. They wait until a second person decides.

    Confirmed ones are archived as imported and enter no total of here. ``subject`` is the course of here that they are
    of, "INSTITUTION/CODE", or empty: that one is exempt then, and a course that is credited here already is refused
    (R4). ``reason`` says why they were refused.

    .. pii: what a person has completed elsewhere
    .. pii_types: other
    .. pii_retirement: retained
    """

    class State(models.TextChoices):
        """What was decided."""

        WAITING = "waiting", pgettext_lazy("past hours", "waiting")
        CONFIRMED = "confirmed", pgettext_lazy("past hours", "confirmed")
        REFUSED = "refused", pgettext_lazy("past hours", "refused")

    trainee = models.ForeignKey(Trainee, verbose_name=_("trainee"), on_delete=models.PROTECT, related_name="past_hours")
    platform = CodeField(_("older platform"), max_length=128)
    title = CodeField(_("title"), max_length=255)
    subject = CodeField(_("subject"), max_length=129, blank=True)
    credit_hours = credit_hours_field(verbose_name=_("credit-hours"))
    earned_on = models.DateField(_("earned on"))
    brought_by = person_field(_("brought in by"))
    brought_at = models.DateTimeField(_("brought in at"))
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.WAITING)
    decided_by = person_field(_("decided by"), null=True)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("hours of an older platform")
        verbose_name_plural = _("hours of older platforms")
        constraints = [
            models.UniqueConstraint(fields=["trainee", "platform", "title"], name="cadretrain_past_hours_identity")
        ]
        indexes = [models.Index(fields=["platform", "state"], name="cadretrain_past_hours_waiting")]

    def __str__(self) -> str:
        return f"{self.trainee_id}: {self.credit_hours}"
