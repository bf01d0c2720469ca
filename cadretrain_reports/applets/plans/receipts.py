"""A recipient reads what was issued to it, and says how it carries it out (5.2)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.audit.api import Target
from cadretrain_reports.applets.plans.content import LONGEST_TEXT, PlanRefused
from cadretrain_reports.applets.plans.models import Issuance, Recipient
from cadretrain_reports.refusals import checked_text


def acknowledge(recipient: Recipient, by: Any, at: datetime) -> tuple[Recipient, bool]:
    """Record that a recipient has read what was issued; return it as it is now, and whether that is new.

    The first reading stands, whoever reads again. Call inside a transaction. Raises ``Refused``.
    """
    stored = locked_recipient(recipient)
    if stored.acknowledged_at is not None:
        return stored, False
    _require_issued(stored)
    stored.acknowledged_by, stored.acknowledged_at = by, at
    stored.save(update_fields=["acknowledged_by", "acknowledged_at"])
    return stored, True


def carry_out(recipient: Recipient, text: str, by: Any, at: datetime) -> Recipient:
    """Keep how a recipient carries out what was issued, in place of what it said before; call inside a transaction.

    Who has not acknowledged yet does so by that. Raises ``Refused``.
    """
    text = checked_text("carrying_out", text, LONGEST_TEXT)
    stored, _is_new = acknowledge(recipient, by, at)
    _require_issued(stored)
    stored.carrying_out, stored.carrying_out_by, stored.carrying_out_at = text, by, at
    stored.save(update_fields=["carrying_out", "carrying_out_by", "carrying_out_at"])
    return stored


def locked_recipient(recipient: Recipient) -> Recipient:
    """Return a recipient as it is now, locked."""
    return Recipient.objects.select_for_update().get(pk=recipient.pk)


def about_recipient(recipient: Recipient) -> Target:
    """Return how the audit log names a recipient."""
    return Target("recipient", str(recipient.uuid), recipient.organization.code)


def _require_issued(recipient: Recipient) -> None:
    if recipient.issuance.state != Issuance.State.ISSUED:
        raise PlanRefused("not_in_force", "", _("This is not issued, or has been withdrawn."))
