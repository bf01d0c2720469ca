"""Ending all duties at a body that ends (5.1, 6.3.3)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from cadretrain_reports import conf
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.roles.models import Role, RoleAssignment, RoleStep, State, Step
from cadretrain_reports.rules.periods import local_day, zone_named


def end_all(body: Organization, by: Any, at: datetime, reason: str) -> int:
    """End every standing duty at a body, in force or not yet, by the word of a platform user; return how many."""
    today = local_day(at, zone_named(conf.time_zone()))
    with transaction.atomic():
        ending = list(RoleAssignment.objects.select_for_update().filter(organization=body, standing=True))
        assignments = RoleAssignment.objects.filter(pk__in=[assignment.pk for assignment in ending])
        assignments.filter(Q(ends_on=None) | Q(ends_on__gt=today)).update(ends_on=today)
        assignments.update(state=State.ENDED, standing=None, ending_on=None)
        RoleStep.objects.bulk_create(
            RoleStep(assignment=assignment, step=Step.END, state=State.ENDED, by=by, at=at, reason=reason)
            for assignment in ending
        )
    return len(ending)


def any_standing(body: Organization, roles: Collection[Role] = tuple(Role)) -> bool:
    """Tell whether a duty stands at a body, in force or not yet, in one of these roles."""
    return RoleAssignment.objects.filter(organization=body, role__in=roles, standing=True).exists()
