"""Instruction of trainees in secrecy and in the use of the platform (6.3.3)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import conf
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.applets.upkeep.models import Instruction
from cadretrain_reports.refusals import Refused, checked_text
from cadretrain_reports.rules.periods import zone_named
from cadretrain_reports.rules.values import FIRST_YEAR

LONGEST_NOTE: Final = 500
"""Characters of a note."""


def record_instruction(
    trainee: Trainee, kind: Instruction.Kind, held_on: date, by: Any, at: datetime, note: str = ""
) -> Instruction:
    """Record that a trainee was instructed on a day; call inside a transaction that has locked the trainee.

    The same instruction entered twice is one. Raises ``Refused``.
    """
    if held_on > timezone.localdate(at, zone_named(conf.time_zone())) or held_on.year < FIRST_YEAR:
        raise Refused("bad_date", _("An instruction is recorded after it was held. Check the day."), "held_on")
    said = {"by": by, "recorded_at": at, "note": checked_text("note", note, LONGEST_NOTE, optional=True)}
    session = {"trainee": trainee, "kind": kind, "held_on": held_on}
    return Instruction.objects.filter(**session).first() or Instruction.objects.create(**session, **said)
