"""Study records and the counted time under them (3.9)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.courses.api import Course
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.fields import CodeField


class CourseStudy(models.Model):
    """One trainee's study of one course (9.1.2).

    ``check_due_at`` is the earliest instant at which the course can be fulfilled: counted time never runs faster
    than the clock, so until then no beat has to ask. ``None`` while nothing can come of asking. ``taken_over_at`` is
    when another course was opened instead, which ended the pages of this one until it is opened again.

    .. pii: when a person studied what
    .. pii_types: other
    .. pii_retirement: retained
    """

    trainee = models.ForeignKey(Trainee, verbose_name=_("trainee"), on_delete=models.PROTECT, related_name="studies")
    course = models.ForeignKey(Course, verbose_name=_("course"), on_delete=models.PROTECT, related_name="studies")
    started_at = models.DateTimeField(_("started at"))
    check_due_at = models.DateTimeField(_("check due at"), null=True, db_index=True)
    taken_over_at = models.DateTimeField(_("ended by another course at"), null=True)

    class Meta:
        verbose_name = _("course study")
        verbose_name_plural = _("course studies")
        constraints = [models.UniqueConstraint(fields=["trainee", "course"], name="cadretrain_course_study_identity")]

    def __str__(self) -> str:
        return f"{self.trainee_id}: {self.course_id}"


class StudyInterval(models.Model):
    """One run of beats of one page, each of which closed a span that counts.

    A session's first row is its current run: a beat that counts moves ``end_at``; one that does not puts the run aside
    as a further row, never touched again, and begins it anew at its own instant. The current run is therefore all that
    the next beat has to know, and time is stored in as many rows as there were breaks. ``late``: some of it rests on
    beats that the page could send only later (R7). From ``last_active_at`` on, all but that is the current run's alone;
    ``rules.runs.Run`` says what it means, and ``usage_key`` and ``position`` where in the course the page stands.

    .. pii: when a person studied what
    .. pii_types: other
    .. pii_retirement: retained
    """

    study = models.ForeignKey(
        CourseStudy, verbose_name=_("course study"), on_delete=models.PROTECT, related_name="intervals"
    )
    session = CodeField(_("session"), max_length=32)
    start_at = models.DateTimeField(_("start"))
    end_at = models.DateTimeField(_("end"))
    last_active_at = models.DateTimeField(_("last input"), null=True)
    present_at = models.DateTimeField(_("presence confirmed"), null=True)
    live_at = models.DateTimeField(_("last heard of"), null=True)
    late = models.BooleanField(_("rests on late beats"), default=False)
    left = models.BooleanField(_("page was left"), default=False)
    usage_key = CodeField(_("usage key"), max_length=255, blank=True)
    position = models.CharField(_("position"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("study interval")
        verbose_name_plural = _("study intervals")
        indexes = [models.Index(fields=["study", "session"], name="cadretrain_interval_session")]

    def __str__(self) -> str:
        return f"{self.study_id}: {self.start_at:%Y-%m-%d %H:%M:%S} – {self.end_at:%H:%M:%S}"


class UncountedTime(models.Model):
    """How much of a local day the pages of a study were open without counting, and why.

    Each page adds the spans between its beats that do not count, so that what it counts and what it does not are
    together no more than the time that it was open. What R7 takes from stored intervals is no span of a page: it is
    worked out where it is asked for (``days``), and kept nowhere.

    .. pii: when a person had a course open
    .. pii_types: other
    .. pii_retirement: retained
    """

    class Reason(models.TextChoices):
        """Why time does not count (3.9, R7); nobody stores the last two."""

        HIDDEN = "hidden", _("Page in the background")
        IDLE = "idle", _("No input for too long")
        ABSENT = "absent", _("Presence not confirmed")
        GAP = "gap", _("No connection to the page")
        TOO_LATE = "too_late", _("Sent too late")
        CLOCK = "clock", _("The server's clock was set back")
        OTHER_COURSE = "other_course", _("Counted in another course")
        OVER_CAP = "over_cap", _("More than counts in one day")

    study = models.ForeignKey(
        CourseStudy, verbose_name=_("course study"), on_delete=models.PROTECT, related_name="uncounted"
    )
    day = models.DateField(_("day"))
    reason = models.CharField(_("reason"), max_length=16, choices=Reason.choices)
    microseconds = models.BigIntegerField(_("microseconds"), default=0)

    class Meta:
        verbose_name = _("uncounted time")
        verbose_name_plural = _("uncounted time")
        constraints = [
            models.UniqueConstraint(fields=["study", "day", "reason"], name="cadretrain_uncounted_time_identity")
        ]

    def __str__(self) -> str:
        return f"{self.study_id}: {self.day} {self.reason} {self.seconds} s"

    @property
    def seconds(self) -> int:
        """Return the whole seconds, rounded down."""
        return self.microseconds // 1_000_000
