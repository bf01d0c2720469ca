"""Assignments of a class: set and marked by its staff, handed in by its trainees (8.3.4).

The acting platform user comes first. Each function raises ``Denied``, or ``Refused`` for what the applet refuses.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

from django.core.files.base import File
from django.db import transaction

from cadretrain_reports import clock
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.class_life import api as class_life
from cadretrain_reports.applets.class_life.api import Assignment, AssignmentWork, Task
from cadretrain_reports.applets.resources import api as resources
from cadretrain_reports.applets.theme_classes import api as theme_classes
from cadretrain_reports.applets.theme_classes.api import ClassRegistration, ThemeClass
from cadretrain_reports.rules.scores import score_text
from cadretrain_reports.scopes.api import require
from cadretrain_reports.workflows.attendance import refuse_own, require_own


def set_assignment(actor: Any, theme_class: ThemeClass, task: Task) -> Assignment:
    """Set the next assignment of a class (8.3.4)."""
    require(actor, "keep_class", theme_class, theme_classes.about_class(theme_class))
    with transaction.atomic():
        made = class_life.set_assignment(theme_class, task, actor, clock.now())
        audit.record("assignment.set", actor.pk, class_life.about_assignment(made), number=made.number)
    return made


def withdraw_assignment(actor: Any, assignment: Assignment, reason: str = "") -> Assignment:
    """Ask for it no more; what was handed in stays (8.3.4)."""
    about = class_life.about_assignment(assignment)
    require(actor, "keep_class", assignment.theme_class, about)
    with transaction.atomic():
        withdrawn = class_life.withdraw_assignment(assignment, clock.now())
        audit.record("assignment.withdraw", actor.pk, about, reason=reason)
    return withdrawn


def write_work(
    actor: Any, assignment: Assignment, registration: ClassRegistration, text: str, upload: File[Any] | None = None
) -> AssignmentWork:
    """Write what one hands in, as a draft, with a file if there is one (8.3.4)."""
    require_own(actor, registration)
    write = partial(class_life.write_work, assignment, registration, text)
    return _with_file(actor, "work.write", upload, lambda file: write(file, actor))


def put_file(actor: Any, work: AssignmentWork, upload: File[Any]) -> AssignmentWork:
    """Give work that is being written its file, in the place of what it had (8.3.4)."""
    return write_work(actor, work.assignment, work.registration, work.text, upload)


def hand_in(
    actor: Any, assignment: Assignment, registration: ClassRegistration, text: str, upload: File[Any] | None = None
) -> AssignmentWork:
    """Write and hand in at once, or hand in once more what was returned; all of it or nothing (8.3.4)."""
    require_own(actor, registration)

    def take(file: resources.StoredFile | None) -> AssignmentWork:
        written = class_life.write_work(assignment, registration, text, file, actor)
        return class_life.hand_work_in(written, clock.now())

    return _with_file(actor, "work.hand_in", upload, take)


def hand_work_in(actor: Any, work: AssignmentWork) -> AssignmentWork:
    """Hand in what one has written (8.3.4)."""
    require_own(actor, work.registration)
    return _on_record(actor, "work.hand_in", partial(class_life.hand_work_in, work, clock.now()))


def mark_work(actor: Any, work: AssignmentWork, score: Decimal, words: str = "") -> AssignmentWork:
    """Mark work with a score in percent and words, never one's own (8.3.4)."""
    _require_marker(actor, work)
    return _on_record(actor, "work.mark", partial(class_life.mark_work, work, score, words, actor, clock.now()))


def return_work(actor: Any, work: AssignmentWork, words: str) -> AssignmentWork:
    """Return work with the reason, to be handed in once more (8.3.4)."""
    _require_marker(actor, work)
    return _on_record(actor, "work.return", partial(class_life.return_work, work, words, actor, clock.now()), words)


def _require_marker(actor: Any, work: AssignmentWork) -> None:
    require(actor, "keep_class", work.assignment.theme_class, class_life.about_work(work))
    refuse_own(actor, work.registration)


def _with_file(
    actor: Any, act: str, upload: File[Any] | None, take: Callable[[resources.StoredFile | None], AssignmentWork]
) -> AssignmentWork:
    """Keep the file first; if nothing comes of it, it is not kept."""
    stored = resources.store(upload) if upload is not None else None
    try:
        return _on_record(actor, act, partial(take, stored))
    except BaseException:
        if stored is not None:
            resources.remove(stored.stored_as)
        raise


def _on_record(actor: Any, act: str, take: Callable[[], AssignmentWork], reason: str = "") -> AssignmentWork:
    with transaction.atomic():
        taken = take()
        said: dict[str, Any] = {"times": taken.times, "score": score_text(taken.score)}
        audit.record(act, actor.pk, class_life.about_work(taken), reason=reason.strip(), **said)
    return taken
