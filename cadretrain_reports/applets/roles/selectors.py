"""Finding duties and how they came about (6.2-6.4)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from cadretrain_reports import clock, conf
from cadretrain_reports.applets.audit.api import Target
from cadretrain_reports.applets.organizations.api import Organization, lineage
from cadretrain_reports.applets.roles.models import Role, RoleAssignment, RoleStep, State
from cadretrain_reports.rules.periods import local_day, zone_named


def today() -> date:
    """Return the day by which duties begin and end: the local one of the site."""
    return local_day(clock.now(), zone_named(conf.time_zone()))


def in_force(day: date) -> QuerySet[RoleAssignment]:
    """Return the assignments that empower on a day: active, or approved for a day that has come, and not over."""
    begun = Q(state=State.ACTIVE) | Q(state=State.APPROVED, starts_on__lte=day)
    return RoleAssignment.objects.filter(begun, Q(ends_on=None) | Q(ends_on__gt=day))


def duty_of(user: Any, role: Role, body: Organization) -> RoleAssignment | None:
    """Return the assignment that stands for a person at a body, in whatever state, or ``None``."""
    return RoleAssignment.objects.filter(user=user, role=role, organization=body, standing=True).first()


def liaison_officers_of(body: Organization) -> QuerySet[RoleAssignment]:
    """Return the liaison officers in force who answer for a unit: its own first, then those of the bodies above.

    To them a head teacher reports how the unit's trainees learn (8.3.5).
    """
    officers = in_force(today()).filter(role=Role.LIAISON_OFFICER, organization__path__in=lineage(body.path))
    return (
        officers.filter(user__is_active=True)
        .select_related("user", "organization")
        .order_by("-organization__path", "pk")
    )


def history(assignment: RoleAssignment) -> QuerySet[RoleStep]:
    """Return the steps of an assignment, the first one first, with who took them."""
    return assignment.steps.select_related("by").order_by("pk")


def about(assignment: RoleAssignment) -> Target:
    """Return how the audit log names an assignment."""
    return Target("role_assignment", str(assignment.uuid), assignment.organization.code)
