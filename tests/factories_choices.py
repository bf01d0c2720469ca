"""Builders of what trainees choose and bodies recommend."""

from __future__ import annotations

from datetime import date
from typing import Any

from cadretrain_reports.applets.choices.api import Advice, Recommendation
from cadretrain_reports.applets.courses.api import CourseVersion
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people.api import Account
from cadretrain_reports.workflows import choices, recommendations
from tests import factories
from tests.factories_people import liaison

UNTIL = date(2026, 3, 31)


def advice(version: CourseVersion, unit: str = "BUREAU", **other: Any) -> Advice:
    """Return what a unit recommends to its own people."""
    body = factories.organization(unit)
    return Advice(**{"course": version.course, "organization": body, "audience": body, "until": UNTIL, **other})


def recommended(version: CourseVersion, by: Any = None, **other: Any) -> Recommendation:
    """Return a recommendation, by default of a unit's liaison officer to the unit."""
    said = advice(version, **other)
    return recommendations.recommend(by or liaison(said.organization), said)


def chosen(account: Account, version: CourseVersion) -> Any:
    """Return the choice of a trainee."""
    return choices.choose(account.user, version.course)


def serve(institution: Organization, unit: Organization) -> None:
    """Have an institution serve a unit."""
    organizations.serve(institution, unit)
