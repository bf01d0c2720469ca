"""Trainees and accounts, two records joined one-to-one (6.1.3)."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, models, transaction
from pytest_django import DjangoAssertNumQueries

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people import api as people
from tests import factories
from tests.conftest import NEW_YEAR

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Organization:
    return factories.organization("BUREAU")


def test_basic_information_is_kept(unit: Organization) -> None:
    trainee = people.add_trainee(people.BasicInformation("T1", "李四", "科长", "一级主任科员"), unit)
    trainee.refresh_from_db()
    assert (trainee.code, trainee.name, trainee.unit, trainee.position, trainee.rank) == (
        "T1",
        "李四",
        unit,
        "科长",
        "一级主任科员",
    )
    assert str(trainee) == "T1"


def test_only_an_employing_unit_has_trainees() -> None:
    with pytest.raises(people.InformationRefused) as refused:
        people.add_trainee(people.BasicInformation("T1", "李四"), factories.institution())
    assert (refused.value.code, refused.value.values) == ("no_employing_unit", {"unit": "SASW"})


def test_an_identifier_is_given_once(unit: Organization) -> None:
    people.add_trainee(people.BasicInformation("T1", "李四"), unit)
    people.add_trainee(people.BasicInformation("t1", "王五"), unit)
    with pytest.raises(people.InformationRefused) as refused:
        people.add_trainee(people.BasicInformation("Ｔ1", "赵六"), unit)
    assert (refused.value.code, refused.value.field) == ("code_taken", "code")
    assert people.Trainee.objects.count() == 2


def test_account_and_trainee_are_one_to_one(unit: Organization) -> None:
    trainee, other = (people.add_trainee(people.BasicInformation(code, "李四"), unit) for code in ("T1", "T2"))
    user, another = factories.user(), factories.user()
    account = people.bind_account(trainee, user, NEW_YEAR)
    assert (account.status, account.opened_at, str(account)) == ("active", NEW_YEAR, f"{trainee.pk}: active")
    for pair in ((trainee, another), (other, user)):
        with pytest.raises(IntegrityError), transaction.atomic():
            people.bind_account(*pair, NEW_YEAR)


def test_the_account_of_a_user(unit: Organization, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    account = factories.trainee()
    with django_assert_num_queries(1):
        found = people.account_of_user(account.user_id)
        assert (found, found.trainee.unit) == (account, unit)
    assert people.account_of_user(factories.user().pk) is None


def test_suspending_and_reviving() -> None:
    account = factories.trainee()
    people.set_status(account, people.Account.Status.SUSPENDED)
    assert people.account_of_user(account.user_id).status == "suspended"
    people.set_status(account, people.Account.Status.ACTIVE)
    assert people.account_of_user(account.user_id).status == "active"


def test_a_user_with_an_archive_cannot_be_deleted() -> None:
    account = factories.trainee()
    with pytest.raises(models.ProtectedError):
        account.user.delete()


def test_a_trainee_comes_with_unit_and_archive(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    account = factories.trainee("T9")
    with django_assert_num_queries(1):
        trainee = people.trainee(account.pk)
        assert (trainee.unit.code, trainee.archive.number) == ("BUREAU", "T9")
