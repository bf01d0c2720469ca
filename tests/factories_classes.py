"""Builders of duties, theme classes and what else decides who sees whom."""

from __future__ import annotations

from datetime import date
from typing import Any

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.roles.api import Role, RoleAssignment, State
from cadretrain_reports.applets.theme_classes import api as theme_classes
from cadretrain_reports.applets.theme_classes.api import ThemeClass
from tests import factories

LONG_AGO = date(2020, 1, 1)


def duty(role: Role, body: Organization, user: Any = None, state: State = State.ACTIVE, **dates: Any) -> RoleAssignment:
    """Return a duty, in force unless said otherwise, of a new platform user unless one is given."""
    who = user or factories.user()
    return RoleAssignment.objects.create(
        user=who, role=role, organization=body, state=state, **{"starts_on": LONG_AGO, **dates}
    )


def officer(role: Role, body: Organization, **other: Any) -> Any:
    """Return a platform user with a duty."""
    return duty(role, body, **other).user


def theme_class(institution: Organization, code: str = "K1") -> ThemeClass:
    """Return a running open class."""
    made = theme_classes.add_class(institution, code, f"专题班{code}", ThemeClass.ClassType.OPEN)
    theme_classes.set_state(made, ThemeClass.State.RUNNING)
    return made
