"""Reviewing declared hours: the unit endorses, another person approves, each may return them with a reason (8.2.5).

All functions are called inside a transaction and return the declaration as it is then. They raise ``Refused``.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.declarations.making import put
from cadretrain_reports.applets.declarations.models import HoursDeclaration
from cadretrain_reports.applets.people.api import is_oneself
from cadretrain_reports.refusals import Refused, checked_text
from cadretrain_reports.steps import held, second_person

_State = HoursDeclaration.State


def endorse(declaration: HoursDeclaration, opinion: str, by: Any, at: datetime) -> HoursDeclaration:
    """Say for the unit that the training was had as declared."""
    current = _other_eyes(held(declaration, _State.SUBMITTED), by)
    said = checked_text("opinion", opinion, 500, optional=True)
    return put(current, state=_State.ENDORSED, endorsed_by=by, endorsed_at=at, opinion=said)


def approve(
    declaration: HoursDeclaration, opinion: str, by: Any, at: datetime, *, unit_is_heard: bool
) -> HoursDeclaration:
    """Let the hours count, as another person than whoever declared or endorsed them.

    Unless ``unit_is_heard`` is asked for, because the unit has nobody who could endorse, what is endorsed alone can be
    approved.
    """
    waiting = (_State.ENDORSED,) if unit_is_heard else (_State.SUBMITTED, _State.ENDORSED)
    current = _other_eyes(held(declaration, *waiting), by)
    second_person(by, current.endorsed_by_id)
    said = checked_text("opinion", opinion, 500, optional=True)
    return put(current, state=_State.APPROVED, decided_by=by, decided_at=at, opinion=said)


def turn_back(declaration: HoursDeclaration, opinion: str, by: Any, at: datetime) -> HoursDeclaration:
    """Return a declaration with the reason, so that it can be changed and handed in anew."""
    current = _other_eyes(held(declaration, _State.SUBMITTED, _State.ENDORSED), by)
    said = checked_text("opinion", opinion, 500)
    return put(current, state=_State.RETURNED, standing=None, decided_by=by, decided_at=at, opinion=said)


def revoke(declaration: HoursDeclaration, opinion: str, by: Any, at: datetime) -> HoursDeclaration:
    """Take approved hours back by authority, with the reason: they were approved in error, or by fraud."""
    current = held(declaration, _State.APPROVED)
    if is_oneself(by, current.trainee):
        raise _own()
    said = checked_text("opinion", opinion, 500)
    return put(current, state=_State.REVOKED, standing=None, decided_by=by, decided_at=at, opinion=said)


def _other_eyes(declaration: HoursDeclaration, by: Any) -> HoursDeclaration:
    second_person(by, declaration.declared_by_id)
    if is_oneself(by, declaration.trainee):
        raise _own()
    return declaration


def _own() -> Refused:
    return Refused("four_eyes", _("Nobody decides on hours of their own. Another person must."))
