"""Finding bodies (5.1)."""

from __future__ import annotations

import pytest

from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Organization
from tests.factories_bodies import department, institution, unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def province() -> Organization:
    return department("P")


def test_the_subtree_is_the_body_and_all_below_it(province: Organization) -> None:
    city = department("C", province)
    county = department("D", city)
    bureau = unit("U", county)
    beside = department("E", province)
    other = department("O")
    assert list(organizations.subtree(city)) == [city, county, bureau]
    assert set(organizations.subtree(province)) == {province, city, county, bureau, beside}
    assert list(organizations.subtree(other)) == [other]


def test_only_training_institutions_give_courses(province: Organization) -> None:
    academy = institution("I", province)
    assert organizations.find_institution("I") == academy
    assert organizations.find_institution("P") is None
    assert organizations.find_institution("none") is None


def test_codes_differ_by_case(province: Organization) -> None:
    small = unit("p")
    assert organizations.get("P") == province
    assert organizations.get("p") == small
    with pytest.raises(Organization.DoesNotExist):
        organizations.get("Q")
