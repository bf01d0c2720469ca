"""What is kept of a version's life: its steps, who reviewed it, and what the department was told (7.1.2, 7.1.3)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.courses.models import CourseVersion
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.fields import one_standing, person_field, standing_field, standing_or_null


class CourseStep(models.Model):
    """One step in the life of a version: from which state to which, by whom and why. Insert-only.

    Nobody took the step where it followed from a publication. ``content`` is the digest of what the version taught
    then.

    .. pii: who did what
    .. pii_types: other
    .. pii_retirement: retained
    """

    class Kind(models.TextChoices):
        """What was done."""

        REGISTER = "register", pgettext_lazy("course step", "registered")
        CHANGE = "change", pgettext_lazy("course step", "changed by publication")
        PRODUCE = "produce", pgettext_lazy("course step", "put in production")
        SUBMIT = "submit", pgettext_lazy("course step", "put under review")
        RETURN = "return", pgettext_lazy("course step", "returned by a reviewer")
        RELEASE = "release", pgettext_lazy("course step", "released")
        UPDATE = "update", pgettext_lazy("course step", "released as an update")
        OFFLINE = "offline", pgettext_lazy("course step", "taken offline")
        ONLINE = "online", pgettext_lazy("course step", "put online again")
        REVOKE = "revoke", pgettext_lazy("course step", "revoked")

    version = models.ForeignKey(
        CourseVersion, verbose_name=_("course version"), on_delete=models.PROTECT, related_name="steps"
    )
    kind = models.CharField(_("step"), max_length=16, choices=Kind.choices)
    from_state = models.CharField(_("from state"), max_length=16, choices=CourseVersion.State.choices, blank=True)
    state = models.CharField(_("state"), max_length=16, choices=CourseVersion.State.choices)
    content = models.CharField(_("digest of the content"), max_length=64, blank=True)
    by = person_field(pgettext_lazy("column", "by"), null=True)
    at = models.DateTimeField(pgettext_lazy("column", "at"))
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    insert_only: ClassVar = ("update", "delete")

    class Meta:
        verbose_name = _("course step")
        verbose_name_plural = _("course steps")

    def __str__(self) -> str:
        return f"{self.version_id}: {self.kind}"


class CourseReview(models.Model):
    """One reviewer looks at one version from one angle (7.1.3), and passes it or returns it with an opinion.

    ``standing`` ends when the version is returned or changed: what was said then holds for what it was, not for what it
    becomes.

    .. pii: who judged what, and how
    .. pii_types: other
    .. pii_retirement: retained
    """

    class Angle(models.TextChoices):
        """The five angles of 7.1.3."""

        POLITICAL = "political", _("political soundness")
        SCIENTIFIC = "scientific", _("scientific soundness")
        REASONABLENESS = "reasonableness", _("reasonableness")
        COMPLETENESS = "completeness", _("completeness")
        CONFORMITY = "conformity", _("conformity to standards")

    class Method(models.TextChoices):
        """Who is asked, and how."""

        INTERNAL = "internal", _("internal review")
        EXTERNAL = "external", _("external review")
        SPOT_CHECK = "spot_check", _("expert spot check")

    class Verdict(models.TextChoices):
        """What the reviewer says; nothing as long as the review is awaited."""

        PASS = "pass", pgettext_lazy("verdict", "passed")
        RETURN = "return", pgettext_lazy("verdict", "returned")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(
        CourseVersion, verbose_name=_("course version"), on_delete=models.PROTECT, related_name="reviews"
    )
    reviewer = person_field(_("reviewer"))
    method = models.CharField(_("method"), max_length=16, choices=Method.choices)
    angle = models.CharField(_("angle"), max_length=16, choices=Angle.choices)
    assigned_by = person_field(_("assigned by"))
    assigned_at = models.DateTimeField(_("assigned at"))
    verdict = models.CharField(_("verdict"), max_length=16, choices=Verdict.choices, blank=True)
    opinion = models.CharField(_("opinion"), max_length=500, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    standing = standing_field()

    class Meta:
        verbose_name = _("course review")
        verbose_name_plural = _("course reviews")
        constraints = [one_standing("review", "version", "reviewer", "angle"), standing_or_null("review")]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.angle}"


class CourseReport(models.Model):
    """What the department above is told of a step with a released course (7.1.3), and that it has taken note.

    .. pii: who took note
    .. pii_types: other
    .. pii_retirement: retained
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    step = models.OneToOneField(
        CourseStep, verbose_name=_("course step"), on_delete=models.PROTECT, related_name="report"
    )
    department = models.ForeignKey(
        Organization, verbose_name=_("department"), on_delete=models.PROTECT, related_name="course_reports"
    )
    acknowledged_by = person_field(_("acknowledged by"), null=True)
    acknowledged_at = models.DateTimeField(_("acknowledged at"), null=True)
    remarks = models.CharField(_("remarks"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("report on a course")
        verbose_name_plural = _("reports on courses")

    def __str__(self) -> str:
        return f"{self.department_id}: {self.step_id}"
