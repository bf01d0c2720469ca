"""The audit log (9.2.3)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.fields import CodeField


class AuditEntry(models.Model):
    """One act, denial or reading of personal data: by whom, on what, why. Insert-only, kept by the database itself.

    It names what it is about by kind and key, never by foreign key: the log outlives what it tells of. ``operation``
    is shared by all entries of one logical operation. ``details`` holds names of fields and figures, no personal data.

    .. pii: which platform account acted
    .. pii_types: other
    .. pii_retirement: retained
    """

    class Outcome(models.TextChoices):
        """What became of it."""

        DONE = "done", pgettext_lazy("audit entry", "done")
        DENIED = "denied", pgettext_lazy("audit entry", "denied")

    at = models.DateTimeField(pgettext_lazy("column", "at"), db_index=True)
    operation = models.UUIDField(_("operation"), db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("column", "by"),
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="+",
    )
    act = CodeField(_("act"), max_length=64)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices, default=Outcome.DONE)
    target_kind = CodeField(_("kind of object"), max_length=64, blank=True)
    target_key = CodeField(_("object"), max_length=64, blank=True)
    organization = CodeField(_("organization"), max_length=64, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    details = models.JSONField(_("details"), default=dict)

    insert_only: ClassVar = ("update", "delete")

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        indexes = [
            models.Index(fields=["target_kind", "target_key"], name="cadretrain_audit_target"),
            models.Index(fields=["organization", "at"], name="cadretrain_audit_body"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S}: {self.act} {self.target_kind} {self.target_key}"
