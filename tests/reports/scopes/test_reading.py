"""The door through which everything is read (9.2.1)."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from pytest_django import DjangoAssertNumQueries

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.scopes.api import in_scope, reach_of, wholly_seen
from cadretrain_reports.scopes.reach import Reach
from cadretrain_reports.scopes.roles import SCOPES
from tests import factories
from tests.factories_classes import duty, officer
from tests.reports.scopes import worlds
from tests.reports.scopes.conftest import Land
from tests.reports.scopes.oracle import Oracle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]


def test_every_role_has_a_scope() -> None:
    assert set(SCOPES) == set(Role)


def test_whoever_is_deactivated_or_signed_out_reaches_nothing_and_nothing_is_asked(
    land: Land, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    former = officer(Role.DEPARTMENT_OFFICER, land.county)
    former.is_active = False
    with django_assert_num_queries(0):
        assert reach_of(former) == reach_of(AnonymousUser()) == Reach()
        assert not in_scope(Trainee.objects.all(), former)


def test_an_account_deactivated_since_it_was_loaded_has_no_duty(land: Land) -> None:
    user = officer(Role.DEPARTMENT_OFFICER, land.county)
    factories.trainee(unit=land.bureau.code)
    assert in_scope(Trainee.objects.all(), user).exists()
    type(user).objects.filter(pk=user.pk).update(is_active=False)
    assert not in_scope(Trainee.objects.all(), user).exists()


def test_a_reach_takes_four_queries_at_most_however_many_duties_there_are(
    land: Land, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person = factories.user()
    with django_assert_num_queries(1):
        reach_of(person)
    for role in Role:
        for body in land.bodies:
            duty(role, body, user=person)
    with django_assert_num_queries(4):
        reach_of(person)
    with django_assert_num_queries(5):
        list(in_scope(Trainee.objects.all(), person))


def test_a_site_operator_reads_the_very_query(land: Land, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    operator = factories.user()
    operator.is_superuser = True
    asked = Trainee.objects.all()
    with django_assert_num_queries(0):
        assert in_scope(asked, operator) is asked


def whole(model: type[Model], user: Any) -> set[Any]:
    rows = model._default_manager.annotate(whole=wholly_seen(model, user))
    return {row.pk for row in in_scope(rows, user) if row.whole}


@pytest.mark.parametrize("seed", range(6))
def test_what_is_seen_wholly_is_what_the_oracle_calls_more_than_known(seed: int) -> None:
    world = worlds.make(seed)
    oracle = Oracle(world)
    for user in world.people[1:]:
        eye = oracle.eye(user)
        assert whole(Trainee, user) == eye.trainees
        assert whole(Organization, user) == eye.bodies


def test_a_site_operator_sees_all_wholly_and_whoever_is_deactivated_nothing(land: Land) -> None:
    operator = factories.user()
    operator.is_superuser = True
    assert whole(Organization, operator) == {body.pk for body in land.bodies}
    operator.is_active = False
    assert not whole(Organization, operator)
    assert not whole(Organization, AnonymousUser())
