"""The life of a unit's summary: written, submitted with its figures, received or returned with a reason (8.2.4).

All functions are called inside a transaction and return the summary as it is then. They raise ``Refused``.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.audit.api import Target
from cadretrain_reports.applets.needs.api import receiver_of
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.summaries.models import UnitSummary
from cadretrain_reports.refusals import Refused, checked_text
from cadretrain_reports.rules.values import FIRST_YEAR, LAST_YEAR
from cadretrain_reports.steps import held, second_person

LONGEST_TEXT: Final = 4000
"""Characters of what there is to say."""

_State = UnitSummary.State
_BEING_WRITTEN: Final = (_State.DRAFT, _State.RETURNED)


@dataclass(frozen=True, slots=True)
class UnitCounts:
    """The figures of a unit and the bodies below it, as the columns of the row say them."""

    trainees: int = 0
    asked: int = 0
    met: int = 0
    lagging: int = 0
    total_hours: Decimal = Decimal(0)
    face_to_face: Decimal = Decimal(0)
    outside: Decimal = Decimal(0)


def write(unit: Organization, receiver: str, year: int, text: str, by: Any, at: datetime) -> UnitSummary:
    """Begin a summary of a unit's year, as a draft for the institution or department of this code."""
    if not unit.is_employing_unit:
        raise Refused("no_unit", _("An employing unit hands in a summary."), "organization")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused("bad_year", _("This is no year of training. Write it with four digits."), "year")
    return UnitSummary.objects.create(unit=unit, year=year, **_said(unit, receiver, text, by, at))


def change(summary: UnitSummary, receiver: str, text: str, by: Any, at: datetime) -> UnitSummary:
    """Say something else in a draft, or in what was returned."""
    current = held(summary, *_BEING_WRITTEN)
    return _set(current, **_said(current.unit, receiver, text, by, at))


def submit(summary: UnitSummary, counts: UnitCounts, at: datetime) -> UnitSummary:
    """Hand a summary in: from now on its figures are those of this moment."""
    current = held(summary, *_BEING_WRITTEN)
    # The service may have ended since the draft was written.
    receiver_of(current.unit, current.receiver.code)
    return _set(current, **asdict(counts), state=_State.SUBMITTED, submitted_at=at, answer="")


def receive(summary: UnitSummary, answer: str, by: Any, at: datetime) -> UnitSummary:
    """Take a summary in, as another person than whoever wrote it."""
    said = checked_text("answer", answer, 500, optional=True)
    return _decide(summary, _State.RECEIVED, said, by, at)


def turn_back(summary: UnitSummary, answer: str, by: Any, at: datetime) -> UnitSummary:
    """Return a summary with the reason, so that it can be changed and submitted anew."""
    return _decide(summary, _State.RETURNED, checked_text("answer", answer, 500), by, at)


def about_summary(summary: UnitSummary) -> Target:
    """Return how the audit log names a summary."""
    return Target("unit_summary", str(summary.uuid), summary.unit.code)


def _said(unit: Organization, receiver: str, text: str, by: Any, at: datetime) -> dict[str, Any]:
    said = checked_text("text", text, LONGEST_TEXT, optional=True)
    return {"receiver": receiver_of(unit, receiver), "text": said, "written_by": by, "written_at": at}


def _decide(summary: UnitSummary, state: str, answer: str, by: Any, at: datetime) -> UnitSummary:
    current = held(summary, _State.SUBMITTED)
    second_person(by, current.written_by_id)
    return _set(current, state=state, answer=answer, decided_by=by, decided_at=at)


def _set(summary: UnitSummary, **fields: Any) -> UnitSummary:
    for name, value in fields.items():
        setattr(summary, name, value)
    summary.save(update_fields=list(fields))
    return summary
