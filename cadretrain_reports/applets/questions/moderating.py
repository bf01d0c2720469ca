"""Hiding what was written, and showing it again: never without a reason and a trace (8.2.3)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.audit.api import LONGEST_REASON
from cadretrain_reports.applets.questions.models import ModerationStep, Question, Reply
from cadretrain_reports.refusals import Refused, checked_text


def moderate(written: Question | Reply, act: str, reason: str, by: Any, now: datetime) -> ModerationStep:
    """Hide a question or a reply, or show it again; call inside a transaction. Raises ``Refused``."""
    why = checked_text("reason", reason, LONGEST_REASON)
    current: Any = type(written)._default_manager.select_for_update().get(pk=written.pk)  # noqa: SLF001 - Django's name
    hides = act == ModerationStep.Act.HIDE
    if current.hidden == hides:
        raise Refused("already_so", _("That is done already."))
    current.hidden = hides
    current.save(update_fields=["hidden"])
    question = written.question if isinstance(written, Reply) else written
    return ModerationStep.objects.create(
        institution_id=question.institution_id,
        question=question,
        reply=written if isinstance(written, Reply) else None,
        act=act,
        reason=why,
        by=by,
        at=now,
    )
