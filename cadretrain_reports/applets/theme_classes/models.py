"""Theme classes as far as they decide who sees and who follows whom (8.3.1-8.3.4)."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.applets.roles.api import RoleAssignment
from cadretrain_reports.fields import CodeField


class ThemeClass(models.Model):
    """A theme-based training project (3.10) that a training institution carries out.

    .. no_pii:
    """

    class ClassType(models.TextChoices):
        """Named trainees, or whoever applies (8.3.1)."""

        ASSIGNED = "assigned", pgettext_lazy("class type", "assigned")
        OPEN = "open", pgettext_lazy("class type", "open")

    class State(models.TextChoices):
        """Where the class is."""

        PLANNED = "planned", pgettext_lazy("class state", "planned")
        RUNNING = "running", pgettext_lazy("class state", "running")
        ENDED = "ended", pgettext_lazy("class state", "ended")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    institution = models.ForeignKey(
        Organization, verbose_name=_("training institution"), on_delete=models.PROTECT, related_name="theme_classes"
    )
    code = CodeField(_("code"), max_length=64)
    title = models.CharField(pgettext_lazy("theme class", "title"), max_length=255)
    class_type = models.CharField(_("type"), max_length=16, choices=ClassType.choices)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.PLANNED)

    class Meta:
        verbose_name = _("theme class")
        verbose_name_plural = _("theme classes")
        constraints = [models.UniqueConstraint(fields=["institution", "code"], name="cadretrain_class_identity")]

    def __str__(self) -> str:
        return self.title


class ClassRegistration(models.Model):
    """One trainee in one class. It belongs to the person and follows to another unit (6.1.3, 8.3.3).

    .. pii: in which class a person studies
    .. pii_types: other
    .. pii_retirement: retained
    """

    class State(models.TextChoices):
        """A trainee learns in the class only once confirmed (8.3.3)."""

        REGISTERED = "registered", pgettext_lazy("class registration", "registered")
        CONFIRMED = "confirmed", pgettext_lazy("class registration", "confirmed")
        REFUSED = "refused", pgettext_lazy("class registration", "refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("class registration", "withdrawn")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    theme_class = models.ForeignKey(
        ThemeClass, verbose_name=_("theme class"), on_delete=models.PROTECT, related_name="registrations"
    )
    trainee = models.ForeignKey(
        Trainee, verbose_name=_("trainee"), on_delete=models.PROTECT, related_name="registrations"
    )
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.REGISTERED)
    registered_at = models.DateTimeField(_("registered at"))

    class Meta:
        verbose_name = _("class registration")
        verbose_name_plural = _("class registrations")
        constraints = [
            models.UniqueConstraint(fields=["theme_class", "trainee"], name="cadretrain_registration_identity")
        ]

    def __str__(self) -> str:
        return f"{self.theme_class_id}: {self.trainee_id}"


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
