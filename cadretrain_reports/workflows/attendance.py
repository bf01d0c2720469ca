"""Attendance at the activities of a class, and leave from it (8.3.4).

The acting platform user comes first. Each function raises ``Denied``, or ``Refused`` for what the applet refuses.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import clock, conf
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.class_life import api as class_life
from cadretrain_reports.applets.class_life.api import LeaveRequest, Mark, Marked
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.theme_classes import api as theme_classes
from cadretrain_reports.applets.theme_classes.api import ClassActivity, ClassRegistration, ThemeClass
from cadretrain_reports.refusals import Refused
from cadretrain_reports.rules.leave import is_over
from cadretrain_reports.scopes.api import require


def mark_attendance(actor: Any, activity: ClassActivity, marks: Sequence[Mark], source: str = "staff") -> list[Marked]:
    """Keep who attended an activity, all of it or nothing; what is on record already changes nothing (8.3.4).

    Nobody keeps their own attendance.
    """
    theme_class = activity.theme_class
    require(actor, "keep_class", theme_class, theme_classes.about_class(theme_class))
    return enter_attendance(actor, activity, marks, source)


def enter_attendance(actor: Any, activity: ClassActivity, marks: Sequence[Mark], source: str) -> list[Marked]:
    """Keep attendance for whoever may do so. Raises ``Refused``."""
    for one in marks:
        refuse_own(actor, one.registration)
    with transaction.atomic():
        changed = class_life.mark(activity, marks, actor, clock.now())
        about = theme_classes.about_class(activity.theme_class)
        for kept in changed:
            row = kept.attendance
            said: dict[str, Any] = {"activity": str(activity.uuid), "registration": row.registration_id}
            audit.record("attendance.mark", actor.pk, about, before=kept.before, state=row.state, source=source, **said)
    return changed


def ask_leave(
    actor: Any, registration: ClassRegistration, starts_at: datetime, ends_at: datetime, reason: str
) -> LeaveRequest:
    """Ask, for oneself, to be away from one's class (8.3.4)."""
    require_own(actor, registration)
    with transaction.atomic():
        asked = class_life.ask_leave(registration, starts_at, ends_at, reason, actor, clock.now())
        audit.record("leave.ask", actor.pk, class_life.about_leave(asked), credit_hours=str(asked.credit_hours))
    return asked


def withdraw_leave(actor: Any, leave: LeaveRequest) -> LeaveRequest:
    """Take back leave that one asked for, before it is decided (8.3.4)."""
    require_own(actor, leave.registration)
    with transaction.atomic():
        withdrawn = class_life.withdraw_leave(leave)
        audit.record("leave.withdraw", actor.pk, class_life.about_leave(withdrawn))
    return withdrawn


def grant_leave(actor: Any, leave: LeaveRequest, answer: str = "", hours: Decimal | None = None) -> LeaveRequest:
    """Let a trainee be away, as head teacher (8.3.4); ``hours`` where the schedule does not say what is missed.

    That more than the class may be missed of is granted goes on record: the desk names the trainee for dropping out.
    """
    _require_decider(actor, leave)
    with transaction.atomic():
        granted = class_life.grant_leave(leave, hours, answer, actor, clock.now())
        missed = class_life.leave_hours([granted.registration_id])[granted.registration_id]
        over = is_over(missed, class_life.class_hours(granted.registration.theme_class), conf.leave_limit())
        said: dict[str, Any] = {"credit_hours": str(granted.credit_hours), "over_limit": over}
        audit.record("leave.grant", actor.pk, class_life.about_leave(granted), reason=granted.answer, **said)
    return granted


def refuse_leave(actor: Any, leave: LeaveRequest, answer: str) -> LeaveRequest:
    """Refuse leave with the reason, as head teacher (8.3.4)."""
    _require_decider(actor, leave)
    with transaction.atomic():
        refused = class_life.refuse_leave(leave, answer, actor, clock.now())
        audit.record("leave.refuse", actor.pk, class_life.about_leave(refused), reason=refused.answer)
    return refused


def is_over_limit(theme_class: ThemeClass, missed: Decimal) -> bool:
    """Tell whether more of a class is missed by leave than may be."""
    return is_over(missed, class_life.class_hours(theme_class), conf.leave_limit())


def require_own(actor: Any, registration: ClassRegistration) -> None:
    """Raise ``Refused`` where somebody does what is for the trainee alone."""
    if not people.is_oneself(actor, registration.trainee):
        raise Refused("not_yours", _("This is for the trainee alone."), "registration")


def refuse_own(actor: Any, registration: ClassRegistration) -> None:
    """Raise ``Refused`` where somebody would decide on what is their own."""
    if people.is_oneself(actor, registration.trainee):
        raise Refused("own_matter", _("Nobody records or decides on what is their own. Leave it to a colleague."))


def _require_decider(actor: Any, leave: LeaveRequest) -> None:
    require(actor, "run_class", leave.registration.theme_class, class_life.about_leave(leave))
    refuse_own(actor, leave.registration)
