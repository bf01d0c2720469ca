"""How a duty comes about and ends: declared, approved, in force, suspended, ended (6.2-6.4).

All functions are called inside a transaction, lock what they change, leave a ``RoleStep`` behind and return the
assignment as it is afterwards. ``by`` is the platform user who acts. They raise ``Refused``, and change nothing, for
what ``moves.check`` refuses, and for a reason that is ``missing`` where one is needed, or ``too_long``.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import clock
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.roles.models import Role, RoleAssignment, RoleStep, State, Step
from cadretrain_reports.applets.roles.moves import IN_OFFICE, MOVES, begun, check, own_duty
from cadretrain_reports.applets.roles.selectors import duty_of, today
from cadretrain_reports.applets.roles.terms import Terms, check_capacity
from cadretrain_reports.applets.roles.texts import said
from cadretrain_reports.refusals import Refused


def declare(
    user: Any, role: Role, organization: Organization, terms: Terms, by: Any, reason: str = ""
) -> RoleAssignment:
    """Declare that a person is to hold a duty at a body (6.3.3); it empowers nobody before it is approved.

    Also raises ``Refused`` with ``wrong_capacity``, ``ends_too_early``, ``inactive``, or ``standing`` where the person
    holds this duty or is declared for it.
    """
    return _enter(_new(user, role, organization, terms), Step.DECLARE, State.DECLARED, by, _reason(reason))


def declare_again(assignment: RoleAssignment, terms: Terms, by: Any, reason: str = "") -> RoleAssignment:
    """Declare with other terms what was returned; it stands again, as a declaration (6.3.3)."""
    return _take(Step.DECLARE, assignment, by, reason, **terms.as_fields(today()))


def approve(assignment: RoleAssignment, by: Any, reason: str = "") -> RoleAssignment:
    """Approve what somebody else has declared: it is in force at once, or from its first day on (6.3.3)."""
    return _take(Step.APPROVE, assignment, by, reason)


def return_(assignment: RoleAssignment, by: Any, reason: str) -> RoleAssignment:
    """Return a declaration with the reason."""
    return _take(Step.RETURN, assignment, by, reason)


def appoint(
    user: Any, role: Role, organization: Organization, terms: Terms, by: Any, reason: str = ""
) -> RoleAssignment:
    """Appoint a person by stated criteria and procedure: declared and approved in one act (6.2, 6.3.1, 6.3.2, 6.4).

    Refuses what ``declare`` refuses, a lack of criteria or procedure (``missing``), and liaison officers
    (``declared_only``), whom nobody appoints alone.
    """
    if role == Role.LIAISON_OFFICER:
        raise Refused("declared_only", _("A liaison officer is declared by the unit, then approved."), "role")
    if by.pk == user.pk:
        raise own_duty()
    assignment = _new(user, role, organization, terms, chosen=True)
    return _enter(assignment, Step.APPOINT, begun(assignment, today()), by, _reason(reason))


def suspend(assignment: RoleAssignment, by: Any, reason: str) -> RoleAssignment:
    """Take the powers of a duty away until it is resumed."""
    return _take(Step.SUSPEND, assignment, by, reason)


def resume(assignment: RoleAssignment, by: Any, reason: str = "") -> RoleAssignment:
    """Give the powers of a suspended duty back."""
    return _take(Step.RESUME, assignment, by, reason)


def declare_ending(assignment: RoleAssignment, ends_on: date, by: Any, reason: str) -> RoleAssignment:
    """Declare that a duty is to end on a day, on which it is no longer held (6.3.3); it lasts until that is approved.

    Another day than one declared or set before may be named, earlier or later, but none that is over (``past``).
    """
    return _take(Step.DECLARE_ENDING, assignment, by, reason, ending_on=_not_past(ends_on))


def approve_ending(assignment: RoleAssignment, by: Any, reason: str = "") -> RoleAssignment:
    """Approve an ending that somebody else has declared; it takes effect on its day, at the earliest today."""
    declared = _locked(assignment).ending_on
    ends_on = declared and max(declared, today())
    return _take(Step.APPROVE_ENDING, assignment, by, reason, ends_on=ends_on, ending_on=None)


def return_ending(assignment: RoleAssignment, by: Any, reason: str) -> RoleAssignment:
    """Return a declared ending with the reason: the duty goes on."""
    return _take(Step.RETURN_ENDING, assignment, by, reason, ending_on=None)


def end(assignment: RoleAssignment, by: Any, reason: str, ends_on: date | None = None) -> RoleAssignment:
    """End a duty today, or on a later day, by the authority that gave it.

    Where an ending has been declared, that is to be decided on. A term that was set is only shortened (``longer``).
    """
    day, term = _not_past(ends_on or today()), _locked(assignment).ends_on
    if term is not None and day > term:
        raise Refused("longer", _("The duty ends before that day. A longer term is declared and approved."), "ends_on")
    return _take(Step.END, assignment, by, reason, ends_on=day)


def _take(step: Step, assignment: RoleAssignment, by: Any, reason: str, **changes: Any) -> RoleAssignment:
    """Take a step under the lock of the row, if its state and the person who takes it allow."""
    text = _reason(reason, needed=MOVES[step].reasoned)
    locked = _locked(assignment)
    check(step, locked, by, today())
    for name, value in changes.items():
        setattr(locked, name, value)
    return _enter(locked, step, MOVES[step].leads_to(locked, today()), by, text)


def _new(user: Any, role: Role, organization: Organization, terms: Terms, *, chosen: bool = False) -> RoleAssignment:
    """Return an assignment that may be made, not stored yet; the body is locked, so that it keeps its capacity."""
    fields = terms.as_fields(today(), chosen=chosen)
    (organization,) = organizations.lock(organization)
    organizations.require_open(organization, "organization")
    check_capacity(role, organization)
    if not user.is_active:
        raise Refused("inactive", _("The platform account is deactivated."), "user")
    _close_over(user, role, organization)
    return RoleAssignment(user=user, role=role, organization=organization, **fields)


def _close_over(user: Any, role: Role, organization: Organization) -> None:
    """End what stands though its term is over, so that the person can be declared anew."""
    standing = RoleAssignment.objects.select_for_update().filter(user=user, role=role, organization=organization)
    for past in standing.filter(standing=True, state__in=IN_OFFICE, ends_on__lte=today()):
        past.ending_on = None
        _enter(past, Step.END, State.ENDED, None, "")


def _enter(assignment: RoleAssignment, step: Step, state: State, by: Any, reason: str) -> RoleAssignment:
    """Store an assignment in its new state, with the step that led there."""
    assignment.state = state
    assignment.standing = None if state in (State.RETURNED, State.ENDED) else True
    try:
        with transaction.atomic():
            assignment.save()
    except IntegrityError:
        if duty_of(assignment.user, Role(assignment.role), assignment.organization) is None:
            raise
        raise Refused(
            "standing", _("The person holds this duty already, or has been declared for it."), "user"
        ) from None
    RoleStep.objects.create(assignment=assignment, step=step, state=state, by=by, at=clock.now(), reason=reason)
    return assignment


def _locked(assignment: RoleAssignment) -> RoleAssignment:
    return RoleAssignment.objects.select_for_update().get(pk=assignment.pk)


def _not_past(day: date) -> date:
    if day < today():
        raise Refused("past", _("A duty cannot end on a day in the past."), "ends_on")
    return day


def _reason(text: str, *, needed: bool = False) -> str:
    return said(RoleStep, "reason", text, needed=needed)
