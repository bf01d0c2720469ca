"""Imports that run in the background (6.1.1, 9.2.2)."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.fields import CodeField, person_field


class ImportRun(models.Model):
    """One table that somebody sent in: whose it is, how far it is, and what became of its rows.

    ``file`` names the table in the site's storage until it is done, ``problem_file`` the refused rows afterwards.
    ``progress`` is in percent. ``claim`` is the number of the worker that takes it in, which says at ``beat_at`` that
    it is still there; a worker that was killed is known by its silence, and another one begins anew. ``outcome`` has
    the figures, ``fault`` the sentence that says why the file as a whole was refused.

    .. pii: cells of rows that were refused
    .. pii_types: other
    .. pii_retirement: local_api
    """

    class State(models.TextChoices):
        """Where the import is."""

        WAITING = "waiting", pgettext_lazy("import", "waiting")
        RUNNING = "running", pgettext_lazy("import", "running")
        DONE = "done", pgettext_lazy("import", "done")
        FAILED = "failed", pgettext_lazy("import", "failed")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = CodeField(pgettext_lazy("import", "kind of table"), max_length=32)
    dry_run = models.BooleanField(_("trial"), default=False)
    organization = CodeField(_("organization"), max_length=64, blank=True)
    started_by = person_field(_("started by"))
    started_at = models.DateTimeField(_("started at"))
    language = CodeField(_("language"), max_length=16)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.WAITING)
    file = CodeField(_("file"), max_length=128, blank=True)
    problem_file = CodeField(_("file of refused rows"), max_length=128, blank=True)
    progress = models.PositiveSmallIntegerField(_("progress"), default=0)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    claim = models.UUIDField(_("claimed by"), null=True)
    beat_at = models.DateTimeField(_("last heard of"), db_index=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)
    rows_kept = models.BooleanField(_("refused rows kept"), default=True)
    outcome = models.JSONField(_("outcome"), default=dict)
    fault = models.JSONField(_("fault"), default=dict)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return f"{self.kind}: {self.state}"

    @property
    def result(self) -> dict[str, Any] | None:
        """Return what became of the rows, ``None`` until all are through; refused ones are forgotten after a while."""
        return {"problems": [], **self.outcome} if self.outcome else None

    @property
    def error(self) -> dict[str, str] | None:
        """Return why the file as a whole was refused, or ``None``."""
        return self.fault or None

    @property
    def has_problem_file(self) -> bool:
        """Tell whether there are refused rows to fetch."""
        return bool(self.problem_file)
