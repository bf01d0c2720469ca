"""The days of a class: who attended, leave, notices and groups, and notes to units (8.3.4, 8.3.5)."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.theme_classes.api import ClassActivity, ClassRegistration, ThemeClass
from cadretrain_reports.fields import Answered, credit_hours_field, person_field


class Attendance(models.Model):
    """Whether a trainee attended an activity of their class (8.3.4). The audit log keeps what was said before.

    .. pii: where a person was, and when
    .. pii_types: other
    .. pii_retirement: retained
    """

    class State(models.TextChoices):
        """Who is ``late`` attended all the same; who is ``excused`` did not, with leave."""

        PRESENT = "present", pgettext_lazy("attendance", "present")
        LATE = "late", pgettext_lazy("attendance", "late")
        ABSENT = "absent", pgettext_lazy("attendance", "absent")
        EXCUSED = "excused", pgettext_lazy("attendance", "excused")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    registration = models.ForeignKey(
        ClassRegistration, verbose_name=_("class registration"), on_delete=models.PROTECT, related_name="attendance"
    )
    activity = models.ForeignKey(
        ClassActivity, verbose_name=_("activity of a class"), on_delete=models.PROTECT, related_name="attendance"
    )
    state = models.CharField(_("state"), max_length=16, choices=State.choices)
    note = models.CharField(_("note"), max_length=200, blank=True)
    by = person_field(pgettext_lazy("column", "by"))
    at = models.DateTimeField(pgettext_lazy("column", "at"))

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = pgettext_lazy("plural", "attendance")
        constraints = [models.UniqueConstraint(fields=["registration", "activity"], name="cadretrain_attendance")]

    def __str__(self) -> str:
        return f"{self.registration_id}: {self.activity_id}"


class LeaveRequest(Answered):
    """A trainee asks to be away from a class for a time; the head teacher decides (8.3.4).

    ``credit_hours`` are those of the class that are missed by it: what a class may be missed of in all is bounded.

    .. pii: when and why a person was away
    .. pii_types: other
    .. pii_retirement: retained
    """

    class State(models.TextChoices):
        """Where it is."""

        ASKED = "asked", pgettext_lazy("leave", "asked")
        GRANTED = "granted", pgettext_lazy("leave", "granted")
        REFUSED = "refused", pgettext_lazy("leave", "refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("leave", "withdrawn")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    registration = models.ForeignKey(
        ClassRegistration, verbose_name=_("class registration"), on_delete=models.PROTECT, related_name="leaves"
    )
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    credit_hours = credit_hours_field(verbose_name=_("credit-hours missed"))
    reason = models.CharField(_("reason"), max_length=500)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.ASKED)
    asked_by = person_field(_("asked by"))

    class Meta:
        verbose_name = _("leave request")
        verbose_name_plural = _("leave requests")
        constraints = [
            models.UniqueConstraint(fields=["registration", "starts_at", "standing"], name="cadretrain_one_leave")
        ]
        indexes = [models.Index(fields=["registration", "state"], name="cadretrain_leave_state")]

    def __str__(self) -> str:
        return f"{self.registration_id}: {self.starts_at}"


class ClassGroup(models.Model):
    """A group of trainees in a class, in which they discuss and work (8.3.4).

    .. no_pii:
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    theme_class = models.ForeignKey(
        ThemeClass, verbose_name=_("theme class"), on_delete=models.PROTECT, related_name="groups"
    )
    name = models.CharField(pgettext_lazy("class group", "name"), max_length=64)
    number = models.PositiveSmallIntegerField(pgettext_lazy("class", "number"))

    class Meta:
        verbose_name = _("group of a class")
        verbose_name_plural = _("groups of classes")
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["theme_class", "number"], name="cadretrain_class_group")]

    def __str__(self) -> str:
        return self.name


class GroupMember(models.Model):
    """Who is in which group of a class: in one at most.

    .. pii: with whom a person studies
    .. pii_types: other
    .. pii_retirement: retained
    """

    group = models.ForeignKey(
        ClassGroup, verbose_name=_("group of a class"), on_delete=models.CASCADE, related_name="members"
    )
    registration = models.OneToOneField(
        ClassRegistration, verbose_name=_("class registration"), on_delete=models.PROTECT, related_name="group_member"
    )
    leads = models.BooleanField(pgettext_lazy("class group", "leads it"), default=False)

    class Meta:
        verbose_name = _("member of a group")
        verbose_name_plural = _("members of groups")

    def __str__(self) -> str:
        return f"{self.group_id}: {self.registration_id}"


class ClassNotice(models.Model):
    """What is announced to a class, or to one of its groups (8.3.4). One that was withdrawn stays on record.

    .. pii: who announced something
    .. pii_types: other
    .. pii_retirement: retained
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    theme_class = models.ForeignKey(
        ThemeClass, verbose_name=_("theme class"), on_delete=models.PROTECT, related_name="notices"
    )
    group = models.ForeignKey(
        ClassGroup, verbose_name=_("group of a class"), on_delete=models.PROTECT, null=True, related_name="notices"
    )
    title = models.CharField(pgettext_lazy("class notice", "title"), max_length=255)
    text = models.TextField(pgettext_lazy("class notice", "text"), max_length=4000)
    by = person_field(pgettext_lazy("column", "by"))
    at = models.DateTimeField(pgettext_lazy("column", "at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)

    class Meta:
        verbose_name = _("notice of a class")
        verbose_name_plural = _("notices of classes")

    def __str__(self) -> str:
        return self.title


class NoticeReading(models.Model):
    """That a trainee has read a notice of their class.

    .. pii: what a person has read
    .. pii_types: other
    .. pii_retirement: retained
    """

    notice = models.ForeignKey(
        ClassNotice, verbose_name=_("notice of a class"), on_delete=models.PROTECT, related_name="readings"
    )
    registration = models.ForeignKey(
        ClassRegistration, verbose_name=_("class registration"), on_delete=models.PROTECT, related_name="readings"
    )
    read_at = models.DateTimeField(_("read at"))

    class Meta:
        verbose_name = _("reading of a notice")
        verbose_name_plural = _("readings of notices")
        constraints = [models.UniqueConstraint(fields=["notice", "registration"], name="cadretrain_notice_reading")]

    def __str__(self) -> str:
        return f"{self.notice_id}: {self.registration_id}"


class UnitNote(models.Model):
    """What a head teacher tells a unit's liaison officers of its trainees in a class, and their answer (8.3.5).

    ``trainees`` and ``lagging`` are how many of them there were then, and how many lagged.

    .. pii: what is said of a unit's trainees
    .. pii_types: other
    .. pii_retirement: retained
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    theme_class = models.ForeignKey(
        ThemeClass, verbose_name=_("theme class"), on_delete=models.PROTECT, related_name="unit_notes"
    )
    unit = models.ForeignKey(Organization, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="class_notes")
    trainees = models.PositiveIntegerField(_("trainees"))
    lagging = models.PositiveIntegerField(_("lagging"))
    text = models.CharField(pgettext_lazy("unit note", "text"), max_length=1000)
    by = person_field(pgettext_lazy("column", "by"))
    at = models.DateTimeField(pgettext_lazy("column", "at"))
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    answered_by = person_field(_("answered by"), null=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)

    class Meta:
        verbose_name = _("note to a unit")
        verbose_name_plural = _("notes to units")

    def __str__(self) -> str:
        return f"{self.theme_class_id}: {self.unit_id}"
