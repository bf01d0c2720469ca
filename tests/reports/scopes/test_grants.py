"""What is read of an institution's services and delegations together with the duty (5.3, 6.1.3)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from cadretrain_reports.applets.organizations.api import Delegation, Organization
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.scopes.grants import with_grants, within_any
from cadretrain_reports.scopes.posts import Post, posts_of
from tests import factories
from tests.factories_classes import duty, officer
from tests.reports.scopes import belongings
from tests.reports.scopes.conftest import Land

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]

UPKEEP, MAINTAIN = Delegation.Kind.ACCOUNT_UPKEEP, Delegation.Kind.MAINTAIN_TRAINEES


@pytest.fixture
def granted(land: Land) -> Land:
    """The academy serves the city's county and a bureau of it, and keeps up the accounts of a bureau far off."""
    for unit in (land.bureau, land.county):
        belongings.service(land.academy, unit)
    belongings.service(land.academy, land.city_bureau, standing=None)
    belongings.delegation(UPKEEP, land.far_bureau, land.academy)
    belongings.delegation(UPKEEP, land.school, land.academy, standing=None)
    belongings.delegation(MAINTAIN, land.city, land.academy)
    return land


def post_of(role: Role, body: Organization) -> Post:
    (post,) = with_grants(posts_of(officer(role, body)))
    return post


@pytest.mark.parametrize("role", [Role.ACADEMIC_AFFAIRS_OFFICER, Role.LEARNING_SUPPORT_STAFF])
def test_standing_grants_come_with_the_duty_the_topmost_alone(granted: Land, role: Role) -> None:
    post = post_of(role, granted.academy)
    assert (post.served, post.kept) == ((granted.county.path,), (granted.far_bureau.path,))
    elsewhere = post_of(role, granted.other_academy)
    assert (elsewhere.served, elsewhere.kept) == ((), ())


def test_each_duty_has_the_grants_of_its_own_body(granted: Land) -> None:
    person = officer(Role.ACADEMIC_AFFAIRS_OFFICER, granted.other_academy)
    duty(Role.LEARNING_SUPPORT_STAFF, granted.academy, user=person)
    belongings.service(granted.other_academy, granted.school)
    assert [(post.served, post.kept) for post in with_grants(posts_of(person))] == [
        ((granted.school.path,), ()),
        ((granted.county.path,), (granted.far_bureau.path,)),
    ]


def test_no_more_is_read_than_what_the_own_bodies_were_granted(granted: Land) -> None:
    posts = posts_of(officer(Role.ACADEMIC_AFFAIRS_OFFICER, granted.other_academy))
    belongings.service(granted.other_academy, granted.school)
    with CaptureQueriesContext(connection) as queries:
        with_grants(posts)
    assert belongings.rows_asked_for(queries) == [1, 0]


@pytest.mark.parametrize(
    "role", [Role.DEPARTMENT_OFFICER, Role.ARCHIVE_INSPECTOR, Role.LIAISON_OFFICER, Role.HEAD_TEACHER, Role.TEACHER]
)
def test_nothing_is_read_for_duties_that_do_not_see_by_it(
    granted: Land, role: Role, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    posts = posts_of(officer(role, granted.academy))
    with django_assert_num_queries(0):
        assert with_grants(posts) == list(posts)


def test_two_queries_do_for_any_number_of_duties(
    granted: Land, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person = factories.user()
    for body in granted.bodies:
        duty(Role.ACADEMIC_AFFAIRS_OFFICER, body, user=person)
    posts = posts_of(person)
    with django_assert_num_queries(2):
        with_grants(posts)


def test_many_ranges_are_asked_for_a_hundred_at_a_time(land: Land) -> None:
    paths = [f"{number:04d}" for number in range(250)]
    assert [len(condition) for condition in within_any(paths)] == [100, 100, 50]
    assert not list(within_any([]))
    found = Organization.objects.filter(*within_any([land.county.path, land.other_city.path])).order_by("path")
    assert set(found) == {land.county, land.bureau, land.school, land.other_city, land.other_county, land.far_bureau}
