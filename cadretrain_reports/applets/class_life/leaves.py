"""Leave from a class (8.3.4): asked by the trainee, decided by the head teacher, bounded by a part of the hours.

All acts are called inside a transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.audit.api import Target
from cadretrain_reports.applets.class_life.about import hold_member
from cadretrain_reports.applets.class_life.attendance import excuse
from cadretrain_reports.applets.class_life.models import LeaveRequest
from cadretrain_reports.applets.theme_classes.api import ClassActivity, ClassRegistration, ThemeClass
from cadretrain_reports.refusals import Refused, checked_text
from cadretrain_reports.rules.credit_hours import is_quarters
from cadretrain_reports.steps import held

_State = LeaveRequest.State


def ask_leave(
    registration: ClassRegistration, starts_at: datetime, ends_at: datetime, reason: str, by: Any, at: datetime
) -> LeaveRequest:
    """Ask to be away for a time; the hours are those of the activities in it. Raises ``Refused``.

    Leaves that stand do not overlap.
    """
    reason = checked_text("reason", reason, 500)
    if ends_at <= starts_at:
        raise Refused("bad_span", _("The end comes before the beginning."), "ends_at")
    member = hold_member(registration)
    overlapping = LeaveRequest.objects.filter(
        registration=member, standing=True, starts_at__lt=ends_at, ends_at__gt=starts_at
    )
    if overlapping.exists():
        raise Refused("already_asked", _("Leave for this time is asked for already."), "starts_at")
    missed = missed_activities(member.theme_class_id, starts_at, ends_at)
    return LeaveRequest.objects.create(
        registration=member,
        starts_at=starts_at,
        ends_at=ends_at,
        credit_hours=sum((activity.credit_hours for activity in missed), Decimal(0)),
        reason=reason,
        asked_by=by,
        asked_at=at,
    )


def grant_leave(leave: LeaveRequest, hours: Decimal | None, answer: str, by: Any, at: datetime) -> LeaveRequest:
    """Let a trainee be away; of activities in that time they are excused. ``hours`` say it better than the schedule.

    Raises ``Refused``.
    """
    current = held(leave, _State.ASKED)
    if hours is not None and hours and not is_quarters(hours):
        raise Refused("bad_hours", _("Credit-hours are a positive multiple of 0.25."), "credit_hours")
    if hours is not None:
        current.credit_hours = hours
        current.save(update_fields=["credit_hours"])
    member = hold_member(current.registration)
    excuse(member, missed_activities(member.theme_class_id, current.starts_at, current.ends_at), by, at)
    return _settle(current, _State.GRANTED, answer, by, at, standing=True)


def refuse_leave(leave: LeaveRequest, answer: str, by: Any, at: datetime) -> LeaveRequest:
    """Refuse leave, with the reason. Raises ``Refused``."""
    return _settle(held(leave, _State.ASKED), _State.REFUSED, checked_text("answer", answer, 500), by, at)


def withdraw_leave(leave: LeaveRequest) -> LeaveRequest:
    """Take back what nobody has decided yet. Raises ``Refused``."""
    current = held(leave, _State.ASKED)
    current.state, current.standing = _State.WITHDRAWN, None
    current.save(update_fields=["state", "standing"])
    return current


def leave_hours(registration_ids: Collection[int]) -> Mapping[int, Decimal]:
    """Return by registration the hours of leave that were granted; one query."""
    rows = LeaveRequest.objects.filter(registration__in=registration_ids, state=_State.GRANTED)
    return dict(rows.order_by().values_list("registration").annotate(hours=Sum("credit_hours")))


def class_hours(theme_class: ThemeClass) -> Decimal:
    """Return the credit-hours of a class: those that it asks for, else those of its activities."""
    if theme_class.hour_requirement is not None:
        return Decimal(theme_class.hour_requirement)
    planned = ClassActivity.objects.filter(theme_class=theme_class).aggregate(hours=Sum("credit_hours"))["hours"]
    return Decimal(planned or 0)


def missed_activities(class_id: int, starts_at: datetime, ends_at: datetime) -> list[ClassActivity]:
    """Return the activities of a class that reach into a time; one without an end is at its beginning."""
    rows = ClassActivity.objects.filter(theme_class=class_id, starts_at__lt=ends_at)
    return list(rows.filter(Q(ends_at__gt=starts_at) | Q(ends_at=None, starts_at__gte=starts_at)))


def about_leave(leave: LeaveRequest) -> Target:
    """Return how the audit log names a request for leave."""
    return Target("leave_request", str(leave.uuid), leave.registration.theme_class.institution.code)


def _settle(
    current: LeaveRequest, state: str, answer: str, by: Any, at: datetime, *, standing: bool | None = None
) -> LeaveRequest:
    current.state, current.standing = state, standing
    current.answer = checked_text("answer", answer, 500, optional=True)
    current.decided_by, current.decided_at = by, at
    current.save(update_fields=["state", "standing", "answer", "decided_by", "decided_at"])
    return current
