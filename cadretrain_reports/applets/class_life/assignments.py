"""Assignments of a class: set, handed in, marked, handed in once more if returned (8.3.4).

All acts are called inside a transaction.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any, Final

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.audit.api import Target
from cadretrain_reports.applets.class_life.about import hold_member, lock_taught
from cadretrain_reports.applets.class_life.work import Assignment, AssignmentWork
from cadretrain_reports.applets.resources import api as resources
from cadretrain_reports.applets.theme_classes.api import ClassRegistration, ThemeClass
from cadretrain_reports.refusals import Refused, checked_line, checked_text
from cadretrain_reports.rules.scores import is_percent
from cadretrain_reports.steps import held

_State = AssignmentWork.State
BEING_WRITTEN: Final = (_State.DRAFT, _State.RETURNED)
"""The states in which work can be changed."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be handed in, by when, and from how many percent on it is passed."""

    title: str
    text: str
    due_at: datetime
    pass_mark: int = 60
    is_required: bool = True

    def as_fields(self) -> dict[str, Any]:
        """Return the fields of the assignment. Raises ``Refused``."""
        if not 0 <= self.pass_mark <= 100:  # noqa: PLR2004 - percent
            raise Refused("bad_score", _("A pass mark lies between 0 and 100 percent."), "pass_mark")
        return {
            **asdict(self),
            "title": checked_line("title", self.title, 255),
            "text": checked_text("text", self.text, 4000),
        }


def set_assignment(theme_class: ThemeClass, task: Task, by: Any, at: datetime) -> Assignment:
    """Set the next assignment of a class that runs. Raises ``Refused``."""
    said = task.as_fields()
    if task.due_at <= at:
        raise Refused("in_past", _("This lies in the past."), "due_at")
    lock_taught(theme_class.pk)
    last = Assignment.objects.filter(theme_class=theme_class).aggregate(last=Max("number"))["last"]
    return Assignment.objects.create(theme_class=theme_class, number=(last or 0) + 1, set_by=by, set_at=at, **said)


def withdraw_assignment(assignment: Assignment, at: datetime) -> Assignment:
    """Ask for it no more; what was handed in stays. Twice is once."""
    Assignment.objects.filter(pk=assignment.pk, withdrawn_at=None).update(withdrawn_at=at)
    assignment.refresh_from_db()
    return assignment


def write_work(
    assignment: Assignment, registration: ClassRegistration, text: str, file: resources.StoredFile | None, by: Any
) -> AssignmentWork:
    """Write what one hands in, or change it: a draft, or what was returned. A new file takes the old one's place."""
    said = checked_text("text", text, 20000, optional=True)
    member = hold_member(registration, assignment.theme_class_id)
    if assignment.withdrawn_at is not None:
        raise Refused("withdrawn", _("This assignment was withdrawn."), "assignment")
    work, _is_new = AssignmentWork.objects.get_or_create(
        assignment=assignment, registration=member, defaults={"by": by}
    )
    current = held(work, *BEING_WRITTEN)
    if file is None:
        return _put(current, text=said)
    if current.stored_as:
        transaction.on_commit(partial(resources.remove, current.stored_as))
    return _put(current, text=said, **asdict(file))


def hand_work_in(work: AssignmentWork, at: datetime) -> AssignmentWork:
    """Hand work in; after the day it was due it is late. Raises ``Refused`` for what is empty."""
    hold_member(work.registration)  # first, as whoever writes does
    current = held(work, *BEING_WRITTEN)
    if not current.text and not current.stored_as:
        raise Refused("missing", _("Write something, or add a file, first."), "text")
    is_late = at > current.assignment.due_at and not current.times
    return _put(
        current,
        state=_State.HANDED_IN,
        times=current.times + 1,
        handed_in_at=at,
        is_late=is_late or current.is_late,
    )


def mark_work(work: AssignmentWork, score: Decimal, words: str, by: Any, at: datetime) -> AssignmentWork:
    """Mark work with a score in percent and words. Raises ``Refused``."""
    if not is_percent(score):
        raise Refused("bad_score", _("A score lies between 0 and 100 percent, with two decimals at most."), "score")
    said = checked_text("words", words, 1000, optional=True)
    current = held(work, _State.HANDED_IN)
    return _put(current, state=_State.MARKED, score=score, words=said, marked_by=by, marked_at=at)


def return_work(work: AssignmentWork, words: str, by: Any, at: datetime) -> AssignmentWork:
    """Return work, marked or not, with the reason: it may be handed in once more. Raises ``Refused``."""
    said = checked_text("words", words, 1000)
    current = held(work, _State.HANDED_IN, _State.MARKED)
    return _put(current, state=_State.RETURNED, score=None, words=said, marked_by=by, marked_at=at)


def works_of(registration_ids: Collection[int]) -> list[AssignmentWork]:
    """Return what was handed in or marked by registrations, without the texts; one query."""
    rows = AssignmentWork.objects.filter(registration__in=registration_ids).exclude(state__in=BEING_WRITTEN)
    return list(rows.only("registration", "assignment", "state", "score"))


def about_assignment(assignment: Assignment) -> Target:
    """Return how the audit log names an assignment."""
    return Target("assignment", str(assignment.uuid), assignment.theme_class.institution.code)


def about_work(work: AssignmentWork) -> Target:
    """Return how the audit log names work that was handed in."""
    return Target("assignment_work", str(work.uuid), work.assignment.theme_class.institution.code)


def _put(work: AssignmentWork, **fields: Any) -> AssignmentWork:
    for name, value in fields.items():
        setattr(work, name, value)
    work.save(update_fields=list(fields))
    return work
