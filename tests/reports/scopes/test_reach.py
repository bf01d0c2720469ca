"""Arms, and how they are united (9.2.1)."""

from __future__ import annotations

import pytest
from django.db.models import QuerySet

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.scopes.reach import Reach, union
from tests.reports.scopes.conftest import Land

pytestmark = pytest.mark.django_db


def one(body: Organization) -> QuerySet[Organization]:
    return Organization.objects.filter(pk=body.pk)


def test_two_reaches_show_what_either_shows(land: Land) -> None:
    city, county = one(land.city), one(land.county)
    both = Reach(organizations=lambda: (city,)) | Reach(organizations=lambda: (county,), issuers=lambda: (city,))
    assert (both.organizations(), both.issuers(), both.trainees()) == ((city, county), (city,), ())
    assert Reach() | both == both == both | Reach()


def test_arms_are_built_where_they_are_asked_for() -> None:
    def never() -> tuple[QuerySet[Organization], ...]:
        raise AssertionError

    both = Reach(organizations=never) | Reach(organizations=never)
    assert both.trainees() == ()


def test_a_single_arm_stands_as_it_is(land: Land) -> None:
    assert list(Organization.objects.filter(pk__in=union([one(land.city)]))) == [land.city]
    assert "UNION" not in str(Organization.objects.filter(pk__in=union([one(land.city)])).query)


def test_several_arms_are_asked_for_in_one_statement_whatever_order_they_have(land: Land) -> None:
    arms = [one(body).order_by("-name") for body in (land.city, land.county, land.county)]
    asked = Organization.objects.filter(pk__in=union(arms)).order_by("path")
    assert list(asked) == [land.city, land.county]
    assert str(asked.query).count("UNION ALL") == 2


def test_arms_may_be_named_by_another_column(land: Land) -> None:
    arms = [one(land.city), one(land.county)]
    assert set(Organization.objects.filter(code__in=union(arms, "code"))) == {land.city, land.county}
