"""The duties in force, and the field of each (6.3.3, 5.1)."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Organization, Particulars
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.scopes.posts import posts_of
from tests import factories
from tests.factories_classes import duty, officer
from tests.reports.scopes import belongings, worlds
from tests.reports.scopes.conftest import DEPARTMENT, UNIT, Land

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]


def test_a_post_says_which_duty_and_where(land: Land) -> None:
    held = duty(Role.HEAD_TEACHER, land.academy)
    (post,) = posts_of(held.user)
    assert (post.assignment, post.role, post.organization, post.path) == (
        held.pk,
        Role.HEAD_TEACHER,
        land.academy.pk,
        land.academy.path,
    )
    assert (post.inner, post.served, post.kept) == (None, (), ())


def test_nobody_signed_in_has_no_duty(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert posts_of(AnonymousUser()) == ()


def test_the_parts_of_each_body_are_kept_apart(land: Land) -> None:
    """Of a body that is a department too, and of another such one below it."""
    inner = Particulars(is_inner_department=True)
    upper = organizations.add("U", "市直", {DEPARTMENT, UNIT}, land.city)
    lower = organizations.add("L", "县直", {DEPARTMENT, UNIT}, upper)
    upper_part, lower_part = (organizations.add(f"{it.code}P", "科", {UNIT}, it, inner) for it in (upper, lower))
    person = officer(Role.LIAISON_OFFICER, upper)
    duty(Role.LIAISON_OFFICER, lower, user=person)
    duty(Role.LIAISON_OFFICER, land.bureau, user=person)
    duty(Role.DEPARTMENT_OFFICER, upper, user=person)
    found = {(post.role, post.organization): post.inner for post in posts_of(person)}
    assert found == {
        (Role.LIAISON_OFFICER, upper.pk): (upper_part.path,),
        (Role.LIAISON_OFFICER, lower.pk): (lower_part.path,),
        (Role.LIAISON_OFFICER, land.bureau.pk): None,
        (Role.DEPARTMENT_OFFICER, upper.pk): None,
    }


def test_however_many_duties_there_are_they_are_read_at_once(
    land: Land, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person = factories.user()
    for body in land.bodies:
        duty(Role.DEPARTMENT_OFFICER, body, user=person)
    with django_assert_num_queries(1):
        assert len(posts_of(person)) == len(land.bodies)
    for body in land.bodies:
        duty(Role.LIAISON_OFFICER, body, user=person)
    with django_assert_num_queries(2):
        assert len(posts_of(person)) == 2 * len(land.bodies)


def test_no_more_is_read_than_the_parts_right_below(land: Land) -> None:
    inner = Particulars(is_inner_department=True)
    both = organizations.add("CD", "县委组织部", {DEPARTMENT, UNIT}, land.city)
    office = organizations.add("CDO", "干部科", {UNIT}, both, inner)
    bureau = organizations.add("CDU", "县教育局", {UNIT}, both)
    for number, body in enumerate((office, bureau)):
        organizations.add(f"X{number}", "人事科", {UNIT}, body, inner)
    liaison = officer(Role.LIAISON_OFFICER, both)
    with CaptureQueriesContext(connection) as queries:
        (post,) = posts_of(liaison)
    assert post.inner == (office.path,)
    assert belongings.rows_asked_for(queries) == [1, 1]


@pytest.mark.parametrize("seed", range(8))
def test_what_a_duty_covers_is_what_the_database_finds_in_its_field(seed: int) -> None:
    world = worlds.make(seed)
    for user in world.people:
        for post in posts_of(user):
            covered = {body.pk for body in world.bodies if post.covers(body.path)}
            assert covered == set(Organization.objects.filter(post.field()).values_list("pk", flat=True))
