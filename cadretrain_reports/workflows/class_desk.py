"""The head teacher's desk (8.3.4, 8.3.5): who is how far, reminders in bulk, and what units are told."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import clock, conf
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.class_life import api as class_life
from cadretrain_reports.applets.class_life.api import UnitNote
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.reminders import api as reminders
from cadretrain_reports.applets.theme_classes import api as theme_classes
from cadretrain_reports.applets.theme_classes.api import ClassRegistration, ThemeClass
from cadretrain_reports.refusals import Refused, checked_text
from cadretrain_reports.rules.periods import period_of
from cadretrain_reports.scopes.api import in_scope, require
from cadretrain_reports.workflows.class_progress import ClassProgress, local_today, planned_of, progress_of

PAGE: Final = 50
"""Trainees of one page of the desk."""
_CHUNK: Final = 500
"""Trainees that are worked out at once."""

FILTERS: Final = ("", "lagging", "leave", "assignments", "exams")
"""Whom the desk can be narrowed to: laggards, those over the limit of leave, with open assignments, with open exams."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A page of the desk; ``following`` is the last trainee on it where there are further ones."""

    rows: Sequence[ClassProgress]
    following: ClassRegistration | None


def desk(actor: Any, theme_class: ThemeClass, narrowed: str = "", after: uuid.UUID | None = None) -> Desk:
    """Return one page of the trainees of a class with their progress, those after ``after`` (8.3.4).

    A fixed number of queries for up to 500 trainees. That it was read is kept in the audit log. Raises ``Denied``.
    """
    about = theme_classes.about_class(theme_class)
    require(actor, "keep_class", theme_class, about)
    rows = class_life.members(theme_class)
    if after is not None:
        rows = rows.filter(pk__gt=ClassRegistration.objects.filter(uuid=after).values("pk"))
    found: list[ClassProgress] = []
    for progress in each_progress(theme_class, rows, PAGE + 1 if not narrowed else _CHUNK):
        if _is_meant(progress, narrowed):
            found.append(progress)
        if len(found) > PAGE:
            break
    shown = found[:PAGE]
    audit.record("read", actor.pk, audit.Target("class_desk", about.key, about.organization), rows=len(shown))
    return Desk(shown, shown[-1].registration if len(found) > PAGE else None)


def each_progress(
    theme_class: ThemeClass, registrations: QuerySet[ClassRegistration], chunk: int = _CHUNK
) -> Iterator[ClassProgress]:
    """Yield how far each of some trainees of a class is, by key, so many at once worked out."""
    planned, last = planned_of(theme_class), 0
    while rows := list(registrations.filter(pk__gt=last).order_by("pk")[:chunk]):
        yield from progress_of(planned, rows)
        if len(rows) < chunk:
            return
        last = rows[-1].pk


def progress_of_own_people(actor: Any, theme_class: ThemeClass) -> list[ClassProgress]:
    """Return how far those trainees of a class are that somebody sees wholly, such as a unit's own (8.3.5)."""
    own = in_scope(class_life.members(theme_class), actor)
    audit.record("read", actor.pk, audit.Target("class_desk", str(theme_class.uuid)), own=True)
    return list(each_progress(theme_class, own))


def remind(actor: Any, registrations: Sequence[ClassRegistration], note: str) -> list[reminders.Reminder]:
    """Remind chosen trainees of one class with a note, all of them or nobody, on their pages and by their channels.

    Raises ``Denied``, and ``Refused`` without a note or without trainees.
    """
    said = checked_text("note", note, 500)
    if not registrations:
        raise Refused("missing", _("Choose whom to remind."), "registrations")
    theme_class = registrations[0].theme_class
    about = theme_classes.about_class(theme_class)
    require(actor, "keep_class", theme_class, about)
    for one in registrations:
        class_life.require_member(one, theme_class.pk)
    progress = progress_of(planned_of(theme_class), registrations)
    refused = reminders.refused_channels([one.trainee_id for one in registrations])
    facts = {"kind": "class_follow_up", "note": said, "by": actor, **facts_of(theme_class)}
    with transaction.atomic(), audit.operation() as number:
        made = []
        for row in progress:
            trainee = row.registration.trainee_id
            ways = [name for name in reminders.channels() if (trainee, name) not in refused]
            left = row.standing.left
            new = reminders.make(trainee, f"class_follow_up:{number}", left, ways, clock.now(), **facts)
            if new is not None:
                made.append(new)
        audit.record("class.remind", actor.pk, about, trainees=len(made))
    return made


def facts_of(theme_class: ThemeClass) -> dict[str, Any]:
    """Return what a reminder says of a class: title, year, and the days until it ends."""
    today = local_today()
    days = max(0, (theme_class.ends_on - today).days) if theme_class.ends_on else 0
    return {"about": theme_class.title, "year": period_of(today, conf.period_rule()).label, "days": days}


def tell_units(actor: Any, theme_class: ThemeClass, text: str, *, only_lagging: bool = True) -> list[UnitNote]:
    """Tell the liaison officers of each unit with trainees in a class, or with lagging ones, how they do (8.3.5).

    Raises ``Denied`` or ``Refused``.
    """
    about = theme_classes.about_class(theme_class)
    require(actor, "run_class", theme_class, about)
    said = checked_text("text", text, 1000)
    by_unit: dict[Organization, list[bool]] = defaultdict(list)
    for one in each_progress(theme_class, class_life.members(theme_class)):
        by_unit[one.registration.trainee.unit].append(one.lags)
    told = {unit: lags for unit, lags in by_unit.items() if any(lags) or not only_lagging}
    if not told:
        raise Refused("nobody_lags", _("No trainee of any unit lags behind."), "text")
    with transaction.atomic():
        notes = [_note(actor, theme_class, unit, said, lags) for unit, lags in told.items()]
        audit.record("class.tell_units", actor.pk, about, units=len(notes))
    return notes


def answer_note(actor: Any, note: UnitNote, answer: str) -> UnitNote:
    """Say, for the unit, what is done about it (8.3.5). Raises ``Denied`` or ``Refused``."""
    about = class_life.about_note(note)
    require(actor, "follow_up", note.unit, about)
    with transaction.atomic():
        answered = class_life.answer_note(note, answer, actor, clock.now())
        audit.record("unit_note.answer", actor.pk, about)
    return answered


def _note(actor: Any, theme_class: ThemeClass, unit: Organization, text: str, lags: Collection[bool]) -> UnitNote:
    figures = {"trainees": len(lags), "lagging": sum(lags)}
    return class_life.write_note(theme_class, unit, text, actor, clock.now(), **figures)


def _is_meant(progress: ClassProgress, narrowed: str) -> bool:
    match narrowed:
        case "lagging":
            return progress.lags
        case "leave":
            return progress.over_leave
        case "assignments":
            return bool(progress.standing.assignments.left)
        case "exams":
            return bool(progress.standing.exams.left)
    return True
