"""Builders of plans, inspections, resources and needs, and of who does what with them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cadretrain_reports.applets.construction.api import Claim, Line, Report
from cadretrain_reports.applets.needs.api import Need
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Capacity, Organization
from cadretrain_reports.applets.resources.api import Content
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.refusals import Refused
from tests import factories
from tests.factories_duties import holder


def academy(code: str = "SASW") -> Organization:
    """Return the institution of this code, below the department of all units."""
    department = factories.department()
    return factories.organization(code, Capacity.TRAINING_INSTITUTION, parent=department)


def affairs(institution: Organization) -> Any:
    """Return an academic-affairs officer of an institution."""
    return holder(Role.ACADEMIC_AFFAIRS_OFFICER, institution)


def serve(institution: Organization, unit: Organization) -> None:
    """Have an institution serve a unit."""
    organizations.serve(institution, unit)


def line(**other: Any) -> Line:
    """Return a line of a plan: two courses on the rule of law."""
    said = {"topic": "依法行政", "responsible": "王五", "due_on": date(2026, 6, 30), "category": "法治", "courses": 2}
    return Line(**{**said, **other})


def report(**other: Any) -> Report:
    """Return what an inspection found, with something to mend."""
    said = {
        "held_on": date(2026, 1, 4),
        "inspectors": "程静、宋文平",
        "subject": "课程建设与应用",
        "findings": "两门课程资料不全",
        "to_mend": "补齐课程资料",
        "mend_by": date(2026, 3, 1),
    }
    return Report(**{**said, **other})


def claim(**other: Any) -> Claim:
    """Return what an institution declares."""
    said = {"standard": "GB/T 38862", "scope": "2026年新建课程", "evidence": "审核记录"}
    return Claim(**{**said, **other})


def content(**other: Any) -> Content:
    """Return a text that is offered to the units served."""
    said = {"kind": "law", "title": "条例", "form": "text", "text": "第一条", "audience": "served"}
    return Content(**{**said, **other})


def need(**other: Any) -> Need:
    """Return what a unit needs."""
    said = {"year": 2026, "topic": "应急管理", "trainees": 10, "form": "theme_class", "credit_hours": Decimal(8)}
    return Need(**{**said, **other})


def refusal(act: Any, *arguments: Any, **options: Any) -> tuple[str, str]:
    """Do what is refused; return code and field."""
    with pytest.raises(Refused) as refused:
        act(*arguments, **options)
    assert str(refused.value)
    return refused.value.code, refused.value.field
