"""What a head teacher tells units of their trainees in a class, and what they answer (8.3.5)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.audit.api import Target
from cadretrain_reports.applets.class_life.models import UnitNote
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.theme_classes.api import ThemeClass
from cadretrain_reports.refusals import Refused, checked_text


def write_note(
    theme_class: ThemeClass, unit: Organization, text: str, by: Any, at: datetime, *, trainees: int, lagging: int
) -> UnitNote:
    """Tell a unit's liaison officers how its trainees do in a class. Raises ``Refused``."""
    said = checked_text("text", text, 1000)
    figures = {"trainees": trainees, "lagging": lagging}
    return UnitNote.objects.create(theme_class=theme_class, unit=unit, text=said, by=by, at=at, **figures)


def answer_note(note: UnitNote, answer: str, by: Any, at: datetime) -> UnitNote:
    """Say what the unit does about it, once; call inside a transaction. Raises ``Refused``."""
    current = UnitNote.objects.select_for_update().get(pk=note.pk)
    if current.answered_at is not None:
        raise Refused("already_answered", _("This note is answered already."), "answer")
    current.answer = checked_text("answer", answer, 500)
    current.answered_by, current.answered_at = by, at
    current.save(update_fields=["answer", "answered_by", "answered_at"])
    return current


def about_note(note: UnitNote) -> Target:
    """Return how the audit log names a note to a unit."""
    return Target("unit_note", str(note.uuid), note.unit.code)
