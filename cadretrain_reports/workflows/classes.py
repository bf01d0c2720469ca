"""Planning a theme class: the hosts' training plan, then the organizers' teaching plan (8.3.1, 8.3.2).

The acting platform user comes first. Each function raises ``Denied``, or ``Refused`` for what the applet refuses.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import transaction

from cadretrain_reports import clock
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.roles.api import RoleAssignment
from cadretrain_reports.applets.theme_classes import api as theme_classes
from cadretrain_reports.applets.theme_classes.api import Proposal, Teaching, ThemeClass
from cadretrain_reports.scopes.api import require


def draw_up_class(actor: Any, host: Organization, code: str, proposal: Proposal) -> ThemeClass:
    """Draw up, in the name of a host, the training plan of a class that begins with it (8.3.1)."""
    require(actor, "hold_class", host, organizations.about(host))
    return _on_record(actor, "class.draw_up", partial(_begin, actor, host, code, proposal))


def copy_class(actor: Any, theme_class: ThemeClass, host: Organization, code: str, proposal: Proposal) -> ThemeClass:
    """Draw up a class with the teaching plan of a former one, to be edited before it is approved (8.3.2).

    Days are for the new one to say. The organizers may write it anew once the training plan is approved.
    """
    require(actor, "hold_class", host, organizations.about(host))

    def make() -> ThemeClass:
        return theme_classes.copy_teaching(theme_class, _begin(actor, host, code, proposal))

    return _on_record(actor, "class.copy", make, former=str(theme_class.uuid))


def change_training_plan(actor: Any, theme_class: ThemeClass, proposal: Proposal) -> ThemeClass:
    """Put another proposal in the place of a draft, for the host that drew it up (8.3.1)."""
    _require_host(actor, theme_class)
    change = partial(theme_classes.change, theme_class, proposal, actor, clock.now())
    return _on_record(actor, "class.change", change)


def approve_training_plan(actor: Any, theme_class: ThemeClass) -> ThemeClass:
    """Approve a training plan for its host, as another person than who drew it up; it names the organizers (8.3.1)."""
    _require_host(actor, theme_class)
    approve = partial(theme_classes.approve_plan, theme_class, actor, clock.now())
    return _on_record(actor, "class.approve_training_plan", approve)


def write_teaching_plan(actor: Any, theme_class: ThemeClass, teaching: Teaching) -> ThemeClass:
    """Write the teaching plan for an organizer or co-organizer (8.3.2)."""
    require(actor, "teach_class", theme_class, theme_classes.about_class(theme_class))
    write = partial(theme_classes.write, theme_class, teaching, actor, clock.now())
    return _on_record(actor, "class.write_teaching_plan", write)


def staff_class(actor: Any, theme_class: ThemeClass, assignment: RoleAssignment) -> ThemeClass:
    """Have a head teacher, teacher or support staff of the institution serve a class (6.3.2, 8.3.4)."""
    require(actor, "staff_class", theme_class, theme_classes.about_class(theme_class))

    def serve() -> ThemeClass:
        theme_classes.assign_duty(theme_class, assignment)
        return theme_class

    return _on_record(actor, "class.staff", serve, assignment=str(assignment.uuid))


def _begin(actor: Any, host: Organization, code: str, proposal: Proposal) -> ThemeClass:
    at = clock.now()
    made = theme_classes.draw_up(host, code, proposal, actor, at)
    theme_classes.begin(made, actor, at)
    return made


def _require_host(actor: Any, theme_class: ThemeClass) -> None:
    """Ask for the right of the host that drew the training plan up; a class without one has no host to speak for it."""
    plan = getattr(theme_class, "training_plan", None)
    host = plan.host if plan else theme_class.institution
    require(actor, "hold_class", host, theme_classes.about_class(theme_class))


def _on_record(actor: Any, act: str, take: Callable[[], ThemeClass], **details: Any) -> ThemeClass:
    with transaction.atomic():
        taken = take()
        audit.record(act, actor.pk, theme_classes.about_class(taken), **details)
    return taken
