"""The life of a theme class from its approval to its archive, cancelling and reopening included (8.3).

The acting platform user comes first. Each function raises ``Denied``, or ``Refused`` for what the applet refuses: where
something is missing, one refusal names all of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction

from cadretrain_reports import clock
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.theme_classes import api as theme_classes
from cadretrain_reports.applets.theme_classes.api import Act, ThemeClass
from cadretrain_reports.scopes.api import require
from cadretrain_reports.workflows.class_enrolments import enrol_class

RIGHTS: Final[Mapping[Act, str]] = {
    Act.APPROVE: "approve_class",
    Act.SEND_BACK: "approve_class",
    Act.OPEN: "run_class",
    Act.START: "run_class",
    Act.ASSESS: "run_class",
    Act.CLOSE: "run_class",
    Act.ARCHIVE: "run_class",
    Act.CANCEL: "rule_class",
    Act.REOPEN: "rule_class",
}
"""Which right each act asks for."""


def approve_class(actor: Any, theme_class: ThemeClass) -> ThemeClass:
    """Approve a class with its teaching plan, as another person than who wrote it (8.3.2)."""
    return take_step(actor, theme_class, Act.APPROVE)


def send_class_back(actor: Any, theme_class: ThemeClass, reason: str) -> ThemeClass:
    """Make an approved class a plan again, before anybody registers (8.3.2)."""
    return take_step(actor, theme_class, Act.SEND_BACK, reason)


def open_registration(actor: Any, theme_class: ThemeClass) -> ThemeClass:
    """Let people register (8.3.3)."""
    return take_step(actor, theme_class, Act.OPEN)


def start_class(actor: Any, theme_class: ThemeClass) -> ThemeClass:
    """Let the class begin with those who are confirmed (8.3.4)."""
    return take_step(actor, theme_class, Act.START)


def assess_class(actor: Any, theme_class: ThemeClass) -> ThemeClass:
    """End the teaching: what remains is to assess (8.3.6)."""
    return take_step(actor, theme_class, Act.ASSESS)


def close_class(actor: Any, theme_class: ThemeClass) -> ThemeClass:
    """Close a class that is assessed (8.3.6)."""
    return take_step(actor, theme_class, Act.CLOSE)


def archive_class(actor: Any, theme_class: ThemeClass) -> ThemeClass:
    """Put a closed class away for good (9.1)."""
    return take_step(actor, theme_class, Act.ARCHIVE)


def cancel_class(actor: Any, theme_class: ThemeClass, reason: str) -> ThemeClass:
    """Cancel a class by authority; whom it brought into course runs leaves them, unless something else needs them."""
    return take_step(actor, theme_class, Act.CANCEL, reason)


def reopen_class(actor: Any, theme_class: ThemeClass, reason: str) -> ThemeClass:
    """Take a class one step back by authority; what was cancelled goes on where it was."""
    return take_step(actor, theme_class, Act.REOPEN, reason)


def take_step(actor: Any, theme_class: ThemeClass, act: Act, reason: str = "") -> ThemeClass:
    """Take a class one step on; the audit log and the steps of the class keep it."""
    require(actor, RIGHTS[act], theme_class, theme_classes.about_class(theme_class))
    with transaction.atomic():
        taken = theme_classes.take(theme_class, act, actor, clock.now(), reason)
        audit.record(f"class.{act}", actor.pk, theme_classes.about_class(taken), reason=reason, state=taken.state)
        if act in (Act.CANCEL, Act.REOPEN):
            # No partial: Django asks the function that failed for its name.
            transaction.on_commit(lambda: enrol_class.delay(taken.pk), robust=True)
    return taken
