"""The life of a training need: stated, handed in, answered with what is done (5.4).

All functions are called inside a transaction and return the need as it is then. They raise ``Refused``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.audit.api import Target
from cadretrain_reports.applets.needs.models import TrainingNeed
from cadretrain_reports.applets.organizations.api import Organization, Service, is_below, lineage
from cadretrain_reports.refusals import Refused, checked_text
from cadretrain_reports.rules.credit_hours import is_quarters
from cadretrain_reports.rules.values import FIRST_YEAR, LAST_YEAR
from cadretrain_reports.steps import held

LONGEST_DETAILS: Final = 2000
"""Characters of the details."""

MOST_TRAINEES: Final = 1_000_000
"""Trainees of one need: more is a typing error."""

_State = TrainingNeed.State


@dataclass(frozen=True, slots=True)
class Need:
    """What is needed in an annual period: ``trainees`` is how many, of ``cadre_category`` or of any."""

    year: int
    topic: str
    trainees: int
    form: str
    cadre_category: str = ""
    credit_hours: Decimal | None = None
    details: str = ""

    def as_fields(self) -> dict[str, Any]:
        """Return the fields of the row. Raises ``Refused``."""
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise Refused("bad_year", _("This is no year of training. Write it with four digits."), "year")
        if not 0 < self.trainees <= MOST_TRAINEES:
            raise Refused("bad_number", _("Say for how many trainees."), "trainees")
        if self.form not in TrainingNeed.Form.values:
            raise Refused("bad_form", _("Choose one of the forms of training."), "form")
        if self.credit_hours is not None and not is_quarters(self.credit_hours):
            raise Refused("bad_hours", _("Credit-hours are a positive multiple of 0.25."), "credit_hours")
        return {
            "year": self.year,
            "topic": checked_text("topic", self.topic, 255),
            "trainees": self.trainees,
            "form": self.form,
            "cadre_category": checked_text("cadre_category", self.cadre_category, 64, optional=True),
            "credit_hours": self.credit_hours,
            "details": checked_text("details", self.details, LONGEST_DETAILS, optional=True),
        }


def state(unit: Organization, receiver: str, need: Need, by: Any, at: datetime) -> TrainingNeed:
    """State what an employing unit needs, as a draft for the receiver of this code."""
    if not unit.is_employing_unit:
        raise Refused("no_unit", _("An employing unit states what training it needs."), "organization")
    to = receiver_of(unit, receiver)
    return TrainingNeed.objects.create(unit=unit, receiver=to, stated_by=by, stated_at=at, **need.as_fields())


def change(current: TrainingNeed, receiver: str, need: Need, by: Any, at: datetime) -> TrainingNeed:
    """Put something else in the place of a draft."""
    draft = held(current, _State.DRAFT)
    said = {**need.as_fields(), "receiver": receiver_of(draft.unit, receiver), "stated_by": by, "stated_at": at}
    for name, value in said.items():
        setattr(draft, name, value)
    draft.save()
    return draft


def hand_in(need: TrainingNeed, at: datetime) -> TrainingNeed:
    """Hand a draft in: now its receiver sees it."""
    current = held(need, _State.DRAFT)
    # The service may have ended since the draft was written.
    receiver_of(current.unit, current.receiver.code)
    current.state, current.handed_in_at = _State.HANDED_IN, at
    current.save(update_fields=["state", "handed_in_at"])
    return current


def withdraw(need: TrainingNeed) -> TrainingNeed:
    """Take back what nobody has collected yet."""
    current = held(need, _State.DRAFT, _State.HANDED_IN)
    current.state = _State.WITHDRAWN
    current.save(update_fields=["state"])
    return current


def collect(need: TrainingNeed, answer: str, by: Any, at: datetime) -> TrainingNeed:
    """Say for the receiver what is done about a need."""
    current = held(need, _State.HANDED_IN)
    current.answer = checked_text("answer", answer, 1000)
    current.state, current.collected_by, current.collected_at = _State.COLLECTED, by, at
    current.save(update_fields=["answer", "state", "collected_by", "collected_at"])
    return current


def about_need(need: TrainingNeed) -> Target:
    """Return how the audit log names a need."""
    return Target("training_need", str(need.uuid), need.unit.code)


def receiver_of(unit: Organization, code: str) -> Organization:
    """Return the body of this code if a unit hands its needs in there.

    Raises ``Refused`` (``unknown_receiver``) alike for a code that no body has and for one that has no part in the
    unit's training.
    """
    body: Organization | None = Organization.objects.filter(code=code).first() if "\0" not in code else None
    if body is None or not (_is_department_above(body, unit) or _serves(body, unit)):
        text = _("Name an institution that serves the unit, or a management department above it.")
        raise Refused("unknown_receiver", text, "receiver")
    return body


def _is_department_above(body: Organization, unit: Organization) -> bool:
    return body.is_management_department and is_below(unit, body)


def _serves(body: Organization, unit: Organization) -> bool:
    return Service.objects.filter(institution=body, unit__path__in=lineage(unit.path), standing=True).exists()
