"""A recipient acknowledges what was issued to it, and says how it carries it out (5.2)."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from cadretrain_reports import clock
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.plans import api as plans
from cadretrain_reports.applets.plans.api import Recipient
from cadretrain_reports.scopes.api import require


def acknowledge(actor: Any, recipient: Recipient) -> bool:
    """Acknowledge for a recipient that it has read what was issued (5.2); tell whether that is new.

    Raises ``Denied`` or ``Refused``.
    """
    require(actor, "acknowledge", recipient.organization, plans.about_recipient(recipient))
    with transaction.atomic():
        read, is_new = plans.acknowledge(recipient, actor, clock.now())
        if is_new:
            _record("issuance.acknowledge", actor, read)
    return is_new


def carry_out(actor: Any, recipient: Recipient, text: str) -> Recipient:
    """Say how a recipient carries out what was issued (5.2); that acknowledges it as well.

    Raises ``Denied`` or ``Refused``.
    """
    require(actor, "acknowledge", recipient.organization, plans.about_recipient(recipient))
    with transaction.atomic():
        told = plans.carry_out(recipient, text, actor, clock.now())
        _record("issuance.carry_out", actor, told)
    return told


def _record(act: str, actor: Any, recipient: Recipient) -> None:
    audit.record(act, actor.pk, plans.about_recipient(recipient), issuance=str(recipient.issuance.uuid))
