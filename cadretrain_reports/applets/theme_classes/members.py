"""Who is in a class, by which way, and who serves it (8.3.1, 8.3.3, 8.3.4)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.applets.roles.api import RoleAssignment
from cadretrain_reports.applets.theme_classes.models import ThemeClass
from cadretrain_reports.fields import CodeField, person_field


class ClassPlaces(models.Model):
    """How many of its people a unit may name for an assigned class, as a department has allotted (8.3.1).

    .. pii: who allotted places
    .. pii_types: other
    .. pii_retirement: retained
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    theme_class = models.ForeignKey(
        ThemeClass, verbose_name=_("theme class"), on_delete=models.PROTECT, related_name="places"
    )
    unit = models.ForeignKey(
        Organization, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="class_places"
    )
    places = models.PositiveIntegerField(_("places"))
    allotted_by = person_field(_("allotted by"))
    allotted_at = models.DateTimeField(_("allotted at"))

    class Meta:
        verbose_name = _("places of a unit in a class")
        verbose_name_plural = _("places of units in classes")
        constraints = [models.UniqueConstraint(fields=["theme_class", "unit"], name="cadretrain_class_places")]

    def __str__(self) -> str:
        return f"{self.theme_class_id}: {self.unit_id}"


class ClassRegistration(models.Model):
    """One trainee in one class. It belongs to the person and follows to another unit (6.1.3, 8.3.3).

    ``unit`` and ``managing_department`` are those at the time of registering. ``waiting_number`` is the place in the
    order of those who wait; it is kept when the trainee moves up. ``confirmed_at`` is when the trainee was let in last.

    .. pii: in which class a person studies
    .. pii_types: other
    .. pii_retirement: retained
    """

    class State(models.TextChoices):
        """A trainee learns in the class only once confirmed (8.3.3).

        ``REGISTERED`` is for the unit to look at, ``ENDORSED`` for whoever decides; ``WAITING`` is approved, but all
        places are taken.
        """

        REGISTERED = "registered", pgettext_lazy("class registration", "registered")
        ENDORSED = "endorsed", pgettext_lazy("class registration", "endorsed by the unit")
        WAITING = "waiting", pgettext_lazy("class registration", "on the waiting list")
        CONFIRMED = "confirmed", pgettext_lazy("class registration", "confirmed")
        REFUSED = "refused", pgettext_lazy("class registration", "refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("class registration", "withdrawn")

    class Way(models.TextChoices):
        """How it came about."""

        ASSIGNED = "assigned", pgettext_lazy("way of registering", "named by the unit")
        APPLIED = "applied", pgettext_lazy("way of registering", "applied")
        IMPORTED = "imported", pgettext_lazy("way of registering", "imported from a list")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    theme_class = models.ForeignKey(
        ThemeClass, verbose_name=_("theme class"), on_delete=models.PROTECT, related_name="registrations"
    )
    trainee = models.ForeignKey(
        Trainee, verbose_name=_("trainee"), on_delete=models.PROTECT, related_name="registrations"
    )
    unit = models.ForeignKey(
        Organization, verbose_name=_("unit at that time"), on_delete=models.PROTECT, related_name="+"
    )
    managing_department = models.ForeignKey(
        Organization,
        verbose_name=_("managing department at that time"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    way = models.CharField(_("way of registering"), max_length=16, choices=Way.choices, default=Way.APPLIED)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.REGISTERED)
    registered_at = models.DateTimeField(_("registered at"))
    registered_by = person_field(_("registered by"), null=True)
    waiting_number = models.PositiveIntegerField(_("number on the waiting list"), null=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("class registration")
        verbose_name_plural = _("class registrations")
        constraints = [
            models.UniqueConstraint(fields=["theme_class", "trainee"], name="cadretrain_registration_identity")
        ]
        indexes = [models.Index(fields=["theme_class", "state"], name="cadretrain_registration_state")]

    def __str__(self) -> str:
        return f"{self.theme_class_id}: {self.trainee_id}"


class RegistrationStep(models.Model):
    """One step of a registration: from which state to which, by whom and why (8.3.3). Insert-only.

    Nobody took the step where it followed from another, as when a place became free.

    .. pii: who decided what on whom, and why
    .. pii_types: other
    .. pii_retirement: retained
    """

    registration = models.ForeignKey(
        ClassRegistration, verbose_name=_("class registration"), on_delete=models.PROTECT, related_name="steps"
    )
    from_state = models.CharField(_("from state"), max_length=16, choices=ClassRegistration.State.choices, blank=True)
    state = models.CharField(_("state"), max_length=16, choices=ClassRegistration.State.choices)
    by = person_field(pgettext_lazy("column", "by"), null=True)
    at = models.DateTimeField(pgettext_lazy("column", "at"))
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    insert_only: ClassVar = ("update", "delete")

    class Meta:
        verbose_name = _("step of a class registration")
        verbose_name_plural = _("steps of class registrations")

    def __str__(self) -> str:
        return f"{self.registration_id}: {self.state}"


class ClassEnrolment(models.Model):
    """That a class needs a trainee in a course run, and whether it was the class that brought the trainee there.

    .. pii: in which course runs a person studies
    .. pii_types: other
    .. pii_retirement: retained
    """

    registration = models.ForeignKey(
        ClassRegistration, verbose_name=_("class registration"), on_delete=models.PROTECT, related_name="enrolments"
    )
    course_run = CodeField(_("course run"), max_length=255)
    enrols = models.BooleanField(_("enrols"), default=False)

    class Meta:
        verbose_name = _("enrolment by a class")
        verbose_name_plural = _("enrolments by classes")
        constraints = [
            models.UniqueConstraint(fields=["registration", "course_run"], name="cadretrain_class_enrolment")
        ]

    def __str__(self) -> str:
        return f"{self.registration_id}: {self.course_run}"


class ClassDuty(models.Model):
    """Which class a head teacher, teacher or learning-support staff member serves, by their assignment (6.3.2, 8.3.4).

    .. pii: which person serves which class
    .. pii_types: other
    .. pii_retirement: retained
    """

    theme_class = models.ForeignKey(
        ThemeClass, verbose_name=_("theme class"), on_delete=models.PROTECT, related_name="duties"
    )
    assignment = models.ForeignKey(
        RoleAssignment, verbose_name=_("role assignment"), on_delete=models.PROTECT, related_name="class_duties"
    )

    class Meta:
        verbose_name = _("class duty")
        verbose_name_plural = _("class duties")
        constraints = [
            models.UniqueConstraint(fields=["theme_class", "assignment"], name="cadretrain_class_duty_identity")
        ]

    def __str__(self) -> str:
        return f"{self.theme_class_id}: {self.assignment_id}"
