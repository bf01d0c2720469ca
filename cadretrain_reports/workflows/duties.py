"""Who gets a duty, who takes it away, and how it is judged (5.4, 6.2-6.4).

The acting platform user comes first. Each function asks ``scopes`` before anything else and raises ``Denied``; it
raises ``Refused`` for what the applet refuses. What it does is one transaction, its entry in the audit log included.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.roles import api as roles
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import require
from cadretrain_reports.workflows.naming import named_account

_MANAGED_BY: Final[Mapping[Role, str]] = {
    Role.DEPARTMENT_OFFICER: "appoint_officer",
    Role.ARCHIVE_INSPECTOR: "appoint_officer",
    Role.ACADEMIC_AFFAIRS_OFFICER: "appoint_academic_affairs",
    Role.HEAD_TEACHER: "appoint_staff",
    Role.TEACHER: "appoint_staff",
    Role.LEARNING_SUPPORT_STAFF: "appoint_staff",
    Role.LIAISON_OFFICER: "decide_liaison",
}
"""By which act a duty is given; whoever may give it may suspend, resume and end it."""


class Decision(StrEnum):
    """What a department says to a declaration."""

    APPROVE = "approve"
    RETURN = "return"


def declare_liaison(
    actor: Any, user: Any, unit: Organization, terms: roles.Terms, reason: str = ""
) -> roles.RoleAssignment:
    """Declare a liaison officer of a unit (5.4, 6.3.3)."""
    require(actor, "declare_liaison", unit, organizations.about(unit))
    declare = partial(roles.declare, user, Role.LIAISON_OFFICER, unit, terms, actor, reason)
    return _on_record(actor, "liaison.declare", declare, reason)


def declare_liaison_named(
    actor: Any, user: str, unit: Organization, terms: roles.Terms, reason: str = ""
) -> roles.RoleAssignment:
    """Declare a liaison officer whom the platform knows by the name ``user`` (5.4, 6.3.3).

    Also raises ``Refused`` as ``named_account`` does, once the actor may declare at all.
    """
    about = organizations.about(unit)
    require(actor, "declare_liaison", unit, about)
    person = named_account(actor, "liaison.declare", about, user)
    return declare_liaison(actor, person, unit, terms, reason)


def declare_liaison_again(
    actor: Any, assignment: roles.RoleAssignment, terms: roles.Terms, reason: str = ""
) -> roles.RoleAssignment:
    """Declare with other terms a liaison officer whom the department returned (6.3.3)."""
    _require_for_liaison(actor, "declare_liaison", assignment)
    declare = partial(roles.declare_again, assignment, terms, actor, reason)
    return _on_record(actor, "liaison.declare", declare, reason)


def decide_liaison(
    actor: Any, assignment: roles.RoleAssignment, decision: Decision, reason: str = ""
) -> roles.RoleAssignment:
    """Approve a declared liaison officer, who is empowered from then on, or return the declaration (6.3.3)."""
    _require_for_liaison(actor, "decide_liaison", assignment)
    decide = roles.approve if decision == Decision.APPROVE else roles.return_
    return _on_record(actor, f"liaison.{decision}", partial(decide, assignment, actor, reason), reason)


def declare_liaison_ending(
    actor: Any, assignment: roles.RoleAssignment, ends_on: date, reason: str
) -> roles.RoleAssignment:
    """Declare that a liaison officer's duty is to end on a day; it goes on until the department approves (6.3.3)."""
    _require_for_liaison(actor, "declare_liaison", assignment)
    declare = partial(roles.declare_ending, assignment, ends_on, actor, reason)
    return _on_record(actor, "liaison.declare_ending", declare, reason)


def decide_liaison_ending(
    actor: Any, assignment: roles.RoleAssignment, decision: Decision, reason: str = ""
) -> roles.RoleAssignment:
    """Approve the ending that the unit has declared, or return it: then the duty goes on (6.3.3)."""
    _require_for_liaison(actor, "decide_liaison", assignment)
    decide = roles.approve_ending if decision == Decision.APPROVE else roles.return_ending
    return _on_record(actor, f"liaison.{decision}_ending", partial(decide, assignment, actor, reason), reason)


def appoint_staff(
    actor: Any, user: Any, role: Role, institution: Organization, terms: roles.Terms, reason: str = ""
) -> roles.RoleAssignment:
    """Appoint a head teacher, teacher or learning-support staff of an institution (6.2, 6.3.2, 6.4)."""
    if _MANAGED_BY[role] != "appoint_staff":
        raise Refused("not_staff", _("Choose a role of an institution's staff."), "role")
    return _appoint(actor, user, role, institution, terms, reason)


def appoint_officer(
    actor: Any, user: Any, role: Role, body: Organization, terms: roles.Terms, reason: str = ""
) -> roles.RoleAssignment:
    """Appoint an officer or archive inspector of a department, or an academic-affairs officer (5.2, 6.3.1, 9.1.1)."""
    if _MANAGED_BY[role] not in ("appoint_officer", "appoint_academic_affairs"):
        raise Refused("not_officer", _("Choose the role of an officer or an inspector."), "role")
    return _appoint(actor, user, role, body, terms, reason)


def appoint_named(
    actor: Any, user: str, role: Role, body: Organization, terms: roles.Terms, reason: str = ""
) -> roles.RoleAssignment:
    """Appoint to any duty but a liaison officer's, by the platform name ``user`` (5.2, 6.2-6.4, 9.1.1).

    Also raises ``Refused`` as ``named_account`` does, once the actor may appoint at all.
    """
    about = organizations.about(body)
    require(actor, _MANAGED_BY[role], body, about)
    person = named_account(actor, "duty.appoint", about, user)
    return _appoint(actor, person, role, body, terms, reason)


def suspend_duty(actor: Any, assignment: roles.RoleAssignment, reason: str) -> roles.RoleAssignment:
    """Take the powers of a duty away until it is resumed."""
    _require_management(actor, assignment)
    return _on_record(actor, "duty.suspend", partial(roles.suspend, assignment, actor, reason), reason)


def resume_duty(actor: Any, assignment: roles.RoleAssignment, reason: str = "") -> roles.RoleAssignment:
    """Give the powers of a suspended duty back."""
    _require_management(actor, assignment)
    return _on_record(actor, "duty.resume", partial(roles.resume, assignment, actor, reason), reason)


def end_duty(
    actor: Any, assignment: roles.RoleAssignment, reason: str, ends_on: date | None = None
) -> roles.RoleAssignment:
    """End a duty today or on a later day, by the authority that gave it; a liaison officer's by the department."""
    _require_management(actor, assignment)
    return _on_record(actor, "duty.end", partial(roles.end, assignment, actor, reason, ends_on), reason)


def appraise_duty(
    actor: Any,
    assignment: roles.RoleAssignment,
    year: int,
    grade: str,
    remarks: str = "",
    criteria: str = "",
    course: str = "",
) -> roles.Appraisal:
    """Appraise a liaison officer for the unit, or a person of the staff for the institution (5.4, 6.2-6.4).

    A teacher may be appraised for one course of the institution, named by its code (6.2).
    """
    act = "appraise_liaison" if assignment.role == Role.LIAISON_OFFICER else "appraise_staff"
    require(actor, act, assignment.organization, roles.about(assignment))
    _check_course(assignment.organization, course.strip())
    appraise = partial(roles.appraise, assignment, year, grade, remarks, actor, criteria, course)
    return _judge(actor, "duty.appraise", appraise)


def feed_back(
    actor: Any, assignment: roles.RoleAssignment, department: Organization, year: int, remarks: str
) -> roles.Appraisal:
    """Tell a unit in a department's name how its liaison officer works (6.3.3)."""
    require(actor, "feed_back", department, roles.about(assignment))
    return _judge(actor, "duty.feed_back", partial(roles.feed_back, assignment, department, year, remarks, actor))


def circulate(
    actor: Any, assignment: roles.RoleAssignment, department: Organization, year: int, remarks: str
) -> roles.Appraisal:
    """Tell all bodies below a department, in its name, how a liaison officer works (通报, 6.3.3)."""
    require(actor, "feed_back", department, roles.about(assignment))
    return _judge(actor, "duty.circulate", partial(roles.circulate, assignment, department, year, remarks, actor))


def _check_course(institution: Organization, code: str) -> None:
    own = courses.Course.objects.filter(institution=institution)
    if code and ("\0" in code or not own.filter(code=code).exists()):
        raise Refused("unknown_course", _("The institution has no course of this code."), "course")


def _require_for_liaison(actor: Any, act: str, assignment: roles.RoleAssignment) -> None:
    """Only liaison officers come and go by declaration: by it nobody else is to be reached."""
    if assignment.role != Role.LIAISON_OFFICER:
        raise Refused("not_liaison", _("Only a liaison officer is declared and decided on."))
    require(actor, act, assignment.organization, roles.about(assignment))


def _require_management(actor: Any, assignment: roles.RoleAssignment) -> None:
    require(actor, _MANAGED_BY[Role(assignment.role)], assignment.organization, roles.about(assignment))


def _appoint(
    actor: Any, user: Any, role: Role, body: Organization, terms: roles.Terms, reason: str
) -> roles.RoleAssignment:
    require(actor, _MANAGED_BY[role], body, organizations.about(body))
    return _on_record(actor, "duty.appoint", partial(roles.appoint, user, role, body, terms, actor, reason), reason)


def _on_record(actor: Any, act: str, take: Callable[[], roles.RoleAssignment], reason: str) -> roles.RoleAssignment:
    with transaction.atomic():
        taken = take()
        audit.record(act, actor.pk, roles.about(taken), reason=reason, role=taken.role, state=taken.state)
    return taken


def _judge(actor: Any, act: str, judge: Callable[[], roles.Appraisal]) -> roles.Appraisal:
    with transaction.atomic():
        judged = judge()
        audit.record(act, actor.pk, roles.about(judged.assignment), year=judged.year)
    return judged
