"""The province in which scopes are tested."""

from __future__ import annotations

from dataclasses import dataclass, fields

import pytest

from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Capacity, Organization

DEPARTMENT, INSTITUTION, UNIT = Capacity.MANAGEMENT_DEPARTMENT, Capacity.TRAINING_INSTITUTION, Capacity.EMPLOYING_UNIT


@dataclass(frozen=True)
class Land:
    """A province, two cities with a county each, units of each, and two institutions of the province."""

    province: Organization
    city: Organization
    other_city: Organization
    county: Organization
    other_county: Organization
    bureau: Organization
    school: Organization
    city_bureau: Organization
    far_bureau: Organization
    academy: Organization
    other_academy: Organization

    @property
    def bodies(self) -> list[Organization]:
        """All of them."""
        return [getattr(self, field.name) for field in fields(self)]


@pytest.fixture
def land() -> Land:
    province = organizations.add("P", "省委组织部", {DEPARTMENT})
    city = organizations.add("A", "市委组织部", {DEPARTMENT}, province)
    other_city = organizations.add("B", "邻市市委组织部", {DEPARTMENT}, province)
    county = organizations.add("AC", "县委组织部", {DEPARTMENT}, city)
    other_county = organizations.add("BC", "邻市县委组织部", {DEPARTMENT}, other_city)
    return Land(
        province,
        city,
        other_city,
        county,
        other_county,
        bureau=organizations.add("ACU", "县财政局", {UNIT}, county),
        school=organizations.add("ACS", "县党校", {UNIT}, county),
        city_bureau=organizations.add("AU", "市财政局", {UNIT}, city),
        far_bureau=organizations.add("BCU", "邻市县财政局", {UNIT}, other_county),
        academy=organizations.add("I", "省干部网络学院", {INSTITUTION}, province),
        other_academy=organizations.add("J", "另一学院", {INSTITUTION}, province),
    )
