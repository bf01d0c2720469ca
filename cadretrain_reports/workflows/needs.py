"""Training needs: stated by the unit, collected by whom they are handed in to (5.4).

The acting platform user comes first. Each function raises ``Denied``, or ``Refused`` for what the applet refuses.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import transaction

from cadretrain_reports import clock
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.needs import api as needs
from cadretrain_reports.applets.needs.api import Need, TrainingNeed
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.scopes.api import require


def state_need(actor: Any, unit: Organization, receiver: str, need: Need) -> TrainingNeed:
    """State, as a draft, what training a unit needs; ``receiver`` is the code of an institution or department (5.4)."""
    require(actor, "state_need", unit, organizations.about(unit))
    return _on_record(actor, "need.state", partial(needs.state, unit, receiver, need, actor, clock.now()))


def change_need(actor: Any, current: TrainingNeed, receiver: str, need: Need) -> TrainingNeed:
    """Put something else in the place of a draft (5.4)."""
    _require_for_unit(actor, current)
    return _on_record(actor, "need.change", partial(needs.change, current, receiver, need, actor, clock.now()))


def hand_need_in(actor: Any, need: TrainingNeed) -> TrainingNeed:
    """Hand a draft in to its receiver (5.4)."""
    _require_for_unit(actor, need)
    return _on_record(actor, "need.hand_in", partial(needs.hand_in, need, clock.now()))


def withdraw_need(actor: Any, need: TrainingNeed) -> TrainingNeed:
    """Take back what nobody has collected yet (5.4)."""
    _require_for_unit(actor, need)
    return _on_record(actor, "need.withdraw", partial(needs.withdraw, need))


def collect_need(actor: Any, need: TrainingNeed, answer: str) -> TrainingNeed:
    """Say for the receiver what is done about a need (5.3, 5.4)."""
    require(actor, "collect_need", need.receiver, needs.about_need(need))
    return _on_record(actor, "need.collect", partial(needs.collect, need, answer, actor, clock.now()))


def _require_for_unit(actor: Any, need: TrainingNeed) -> None:
    require(actor, "state_need", need.unit, needs.about_need(need))


def _on_record(actor: Any, act: str, take: Callable[[], TrainingNeed]) -> TrainingNeed:
    with transaction.atomic():
        taken = take()
        audit.record(act, actor.pk, needs.about_need(taken), year=taken.year)
    return taken
