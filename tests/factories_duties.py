"""Builders of duties: what comes out went through the same steps, taken by different people, as on a site."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.roles import api as roles
from cadretrain_reports.applets.roles.api import Role, RoleAssignment, Terms
from tests import factories

TODAY = date(2026, 1, 5)
"""The day of ``NEW_YEAR`` in Shanghai."""


def terms(starts_on: date = TODAY, ends_on: date | None = None) -> Terms:
    """Return terms with criteria and procedure."""
    return Terms(starts_on, ends_on, criteria="政治合格,业务熟练", procedure="民主推荐,集体研究决定")


@transaction.atomic
def declared(unit: Organization, given: Terms | None = None, user: Any = None, by: Any = None) -> RoleAssignment:
    """Return a liaison officer whom somebody has declared."""
    who, by = user or factories.user(), by or factories.user()
    return roles.declare(who, Role.LIAISON_OFFICER, unit, given or terms(), by)


@transaction.atomic
def liaison_officer(unit: Organization, given: Terms | None = None, user: Any = None) -> RoleAssignment:
    """Return a liaison officer who was declared and approved."""
    return roles.approve(declared(unit, given, user), factories.user())


@transaction.atomic
def appointed(role: Role, body: Organization, given: Terms | None = None, user: Any = None) -> RoleAssignment:
    """Return a person of the staff, an officer or an inspector who was appointed."""
    return roles.appoint(user or factories.user(), role, body, given or terms(), factories.user())


def holder(role: Role, body: Organization) -> Any:
    """Return a platform user who holds a duty from today on."""
    made = liaison_officer(body) if role == Role.LIAISON_OFFICER else appointed(role, body)
    return made.user
