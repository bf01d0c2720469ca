"""Credit entries and the totals kept with them (3.6, 8.2.5, R4)."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.courses.api import CourseVersion
from cadretrain_reports.applets.learning.api import CourseStudy
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.applets.theme_classes.api import ClassRegistration
from cadretrain_reports.fields import credit_hours_field, one_standing, person_field, standing_field, standing_or_null


class CreditEntry(models.Model):
    """Credit-hours granted to one trainee for one course, under the version that was released then (R3).

    ``standing`` is true, or null once reversed: unique values beside nulls are what every database accepts, so
    "one standing credit per trainee and course" (R4) is the database's to keep. ``unit`` and
    ``managing_department`` are those at the time of earning, which keep seeing it (R9), ``year`` the label of the
    annual period (9.1.2). ``registration`` is what the credit was attributed to when it fell, for good: the class in
    which the course was finished, or null for elective learning (R5).

    .. pii: what a person has completed
    .. pii_types: other
    .. pii_retirement: retained
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    study = models.ForeignKey(
        CourseStudy, verbose_name=_("course study"), on_delete=models.PROTECT, related_name="credits"
    )
    version = models.ForeignKey(CourseVersion, verbose_name=_("version"), on_delete=models.PROTECT, related_name="+")
    registration = models.ForeignKey(
        ClassRegistration,
        verbose_name=_("class registration"),
        on_delete=models.PROTECT,
        null=True,
        related_name="credits",
    )
    unit = models.ForeignKey(Organization, verbose_name=_("employing unit"), on_delete=models.PROTECT, related_name="+")
    managing_department = models.ForeignKey(
        Organization, verbose_name=_("managing department"), on_delete=models.PROTECT, related_name="+"
    )
    credit_hours = credit_hours_field(verbose_name=_("credit-hours"))
    learning_duration = models.PositiveIntegerField(_("learning duration in seconds"))
    earned_at = models.DateTimeField(_("earned at"))
    year = models.PositiveSmallIntegerField(_("year"))
    standing = models.BooleanField(_("standing"), null=True, default=True)
    reversed_at = models.DateTimeField(_("reversed at"), null=True)
    reversed_by = person_field(_("reversed by"), null=True)
    reversal_reason = models.CharField(_("reason of the reversal"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("credit entry")
        verbose_name_plural = _("credit entries")
        constraints = [
            # A study is one trainee and one course, so this is one standing credit per trainee and course (R4).
            models.UniqueConstraint(fields=["study", "standing"], name="cadretrain_one_standing_credit"),
            models.CheckConstraint(
                name="cadretrain_standing_or_null", condition=models.Q(standing=True) | models.Q(standing=None)
            ),
        ]
        indexes = [models.Index(fields=["unit", "year"], name="cadretrain_credit_unit")]

    def __str__(self) -> str:
        return f"{self.study_id}: {self.credit_hours}"


class ClassCredit(models.Model):
    """The hours that a passed theme class adds to those of its courses: activities that were attended (8.3.6, R5).

    ``activity_hours`` were online, ``face_to_face_hours`` on the spot, which fill no online requirement (R6).
    ``unit``, ``managing_department`` and ``year`` are those of the time, as of a ``CreditEntry``.

    .. pii: what a person has completed
    .. pii_types: other
    .. pii_retirement: retained
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    registration = models.ForeignKey(
        ClassRegistration, verbose_name=_("class registration"), on_delete=models.PROTECT, related_name="class_credits"
    )
    unit = models.ForeignKey(Organization, verbose_name=_("employing unit"), on_delete=models.PROTECT, related_name="+")
    managing_department = models.ForeignKey(
        Organization, verbose_name=_("managing department"), on_delete=models.PROTECT, related_name="+"
    )
    activity_hours = credit_hours_field(verbose_name=_("hours of activities"), default=0)
    face_to_face_hours = credit_hours_field(verbose_name=_("face-to-face hours"), default=0)
    earned_at = models.DateTimeField(_("earned at"))
    year = models.PositiveSmallIntegerField(_("year"))
    standing = standing_field()

    class Meta:
        verbose_name = _("credit of a class")
        verbose_name_plural = _("credits of classes")
        constraints = [one_standing("class_credit", "registration"), standing_or_null("class_credit")]
        indexes = [models.Index(fields=["unit", "year"], name="cadretrain_class_credit_unit")]

    def __str__(self) -> str:
        return f"{self.registration_id}: {self.activity_hours} + {self.face_to_face_hours}"


class CreditTotal(models.Model):
    """What one trainee has earned in one annual period, kept by the transaction that grants.

    ``credit_hours`` are those of all courses, each once; ``class_hours`` the part of them that was attributed to
    classes. Hours of activities, online and on the spot, come on top of them (R5).

    .. pii: how much a person has completed
    .. pii_types: other
    .. pii_retirement: retained
    """

    trainee = models.ForeignKey(
        Trainee, verbose_name=_("trainee"), on_delete=models.PROTECT, related_name="credit_totals"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    credit_hours = credit_hours_field(verbose_name=_("credit-hours"), default=0)
    class_hours = credit_hours_field(verbose_name=_("of these in classes"), default=0)
    activity_hours = credit_hours_field(verbose_name=_("hours of activities"), default=0)
    face_to_face_hours = credit_hours_field(verbose_name=_("face-to-face hours"), default=0)
    courses = models.PositiveIntegerField(_("courses"), default=0)

    class Meta:
        verbose_name = _("credit total")
        verbose_name_plural = _("credit totals")
        constraints = [models.UniqueConstraint(fields=["trainee", "year"], name="cadretrain_credit_total_identity")]

    def __str__(self) -> str:
        return f"{self.trainee_id}, {self.year}: {self.credit_hours}"
