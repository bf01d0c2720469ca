"""Learning support resources: laws, works, authoritative news and the like (7.2)."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.courses.api import Course
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.fields import person_field


class SupportResource(models.Model):
    """What an institution offers besides its courses (7.2): a text, a link or a file.

    It is offered once a second person has reviewed it, and from then on never changes: a better one is a further one.
    ``opinion`` is what the reviewer said, ``reason`` why it was withdrawn. ``stored_as`` is where the storage of the
    site keeps the file; by its address there nobody is to get it.

    .. pii: who made and who reviewed a resource
    .. pii_types: other
    .. pii_retirement: retained
    """

    class Kind(models.TextChoices):
        """What it is (7.2)."""

        LAW = "law", _("law or regulation")
        WORK = "work", _("work")
        NEWS = "news", _("authoritative news")
        REFERENCE = "reference", _("reference")
        TOOL = "tool", _("tool")
        OTHER = "other", pgettext_lazy("support resource", "other")

    class Form(models.TextChoices):
        """What it consists of."""

        TEXT = "text", pgettext_lazy("support resource", "text")
        LINK = "link", _("link")
        FILE = "file", _("file")

    class State(models.TextChoices):
        """Where it is; only what is offered is seen by trainees."""

        DRAFT = "draft", _("draft")
        UNDER_REVIEW = "under_review", _("under review")
        OFFERED = "offered", _("offered")
        RETURNED = "returned", _("returned")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Audience(models.TextChoices):
        """To whom it is offered."""

        SERVED = "served", _("the units that the institution serves")
        BODY = "body", _("a body and all below it")
        COURSE = "course", _("those who study a course")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    institution = models.ForeignKey(
        Organization,
        verbose_name=_("training institution"),
        on_delete=models.PROTECT,
        related_name="support_resources",
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=255)
    form = models.CharField(pgettext_lazy("support resource", "form"), max_length=8, choices=Form.choices)
    text = models.TextField(pgettext_lazy("support resource", "text"), blank=True)
    link = models.CharField(_("link"), max_length=500, blank=True)
    stored_as = models.CharField(_("file in the storage"), max_length=255, blank=True, editable=False)
    file_name = models.CharField(_("file name"), max_length=255, blank=True)
    file_size = models.PositiveBigIntegerField(_("file size in bytes"), null=True)
    file_digest = models.CharField(_("digest of the file"), max_length=64, blank=True)
    audience = models.CharField(_("audience"), max_length=8, choices=Audience.choices)
    audience_body = models.ForeignKey(
        Organization, verbose_name=_("offered to"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    audience_course = models.ForeignKey(
        Course, verbose_name=_("of the course"), on_delete=models.PROTECT, null=True, related_name="support_resources"
    )
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.DRAFT)
    made_by = person_field(_("made by"))
    made_at = models.DateTimeField(_("made at"))
    reviewed_by = person_field(_("reviewed by"), null=True)
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True)
    opinion = models.CharField(_("opinion"), max_length=500, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("learning support resource")
        verbose_name_plural = _("learning support resources")
        indexes = [models.Index(fields=["state", "audience"], name="cadretrain_resource_audience")]

    def __str__(self) -> str:
        return self.title
