"""What a reminder says, in the language that is active (8.2.3)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cadretrain_reports.applets.reminders.models import Reminder
from cadretrain_reports.rules.credit_hours import credit_hours_text


def title_of(reminder: Reminder) -> str:
    """Return the heading: why somebody is reminded."""
    said = {"year": reminder.year, "days": reminder.days, "class": reminder.about}
    if reminder.kind == Reminder.Kind.DEADLINE:
        return (
            ngettext(
                "%(year)s ends in %(days)s day: training still to be done",
                "%(year)s ends in %(days)s days: training still to be done",
                reminder.days,
            )
            % said
        )
    if reminder.kind == Reminder.Kind.CLASS_DEADLINE:
        return (
            ngettext(
                "The class %(class)s ends in %(days)s day: work still to be done",
                "The class %(class)s ends in %(days)s days: work still to be done",
                reminder.days,
            )
            % said
        )
    if reminder.kind == Reminder.Kind.CLASS_LAG:
        return _("You are behind in the class %(class)s") % said
    if reminder.kind == Reminder.Kind.CLASS_FOLLOW_UP:
        return _("Your head teacher reminds you of the class %(class)s") % said
    if reminder.kind == Reminder.Kind.LAG:
        return _("You are behind with the training of %(year)s") % said
    return _("Your unit reminds you of the training of %(year)s") % said


def text_of(reminder: Reminder) -> str:
    """Return what is left, line by line, and what the unit adds."""
    return "\n".join(_lines(reminder))


def _lines(reminder: Reminder) -> Iterator[str]:
    for hours, text in (
        (reminder.total_left, _("Credit-hours left in all: %(hours)s.")),
        (reminder.required_left, _("Of required courses: %(hours)s.")),
        (reminder.elective_left, _("Of elective courses: %(hours)s.")),
    ):
        if hours:
            yield text % {"hours": credit_hours_text(hours)}
    if reminder.courses_left:
        yield _("Named courses still open: %(courses)s.") % {"courses": reminder.courses_left}
    if reminder.assignments_left:
        yield _("Assignments still to be handed in: %(assignments)s.") % {"assignments": reminder.assignments_left}
    if reminder.note:
        yield reminder.note
