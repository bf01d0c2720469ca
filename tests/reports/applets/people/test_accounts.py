"""Account information (6.1.3)."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from cadretrain_reports.applets.people import api as people
from cadretrain_reports.refusals import Refused
from tests import factories
from tests.factories_people import recorded

pytestmark = pytest.mark.django_db


def test_the_account_of_a_trainee(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    account = factories.trainee()
    trainee = account.trainee
    with django_assert_num_queries(1):
        found = people.account_of(trainee)
        assert (found, found.user, found.trainee.unit.code) == (account, account.user, "BUREAU")
    assert people.account_of(recorded("T0")) is None


def test_oneself_is_whoever_signs_in_with_the_account() -> None:
    account, other = factories.trainee(), factories.trainee()
    assert people.is_oneself(account.user, account.trainee)
    assert not people.is_oneself(other.user, account.trainee)
    assert not people.is_oneself(factories.user(), recorded("T0"))


def test_what_is_locked_is_as_it_is_now() -> None:
    account = factories.trainee()
    people.Account.objects.update(status=people.Account.Status.SUSPENDED)
    assert people.lock_account(account.trainee).status == "suspended"
    with pytest.raises(Refused) as refused:
        people.lock_account(recorded("T0"))
    assert refused.value.code == "no_account"


def test_accounts_that_may_study() -> None:
    account, suspended, deactivated = (factories.trainee() for _ in range(3))
    people.set_status(suspended, people.Account.Status.SUSPENDED)
    deactivated.user.is_active = False
    deactivated.user.save()
    assert list(people.active_accounts()) == [account]


def test_who_is_locked_out_is_asked_of_the_platform(host: Any) -> None:
    account, locked, elsewhere = (factories.trainee() for _ in range(3))
    host.LOCKED.update({locked.user_id, elsewhere.user_id})
    seen = people.Account.objects.exclude(pk=elsewhere.pk)
    assert list(people.locked_accounts(seen)) == [locked]
    host.LOCKED.clear()
    assert list(people.locked_accounts(seen)) == []
    assert account in seen


@pytest.mark.parametrize("typed", ["T7", " T7 ", "Ｔ７"])
def test_a_trainee_is_found_by_the_identifier_however_it_was_typed(
    typed: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    trainee = recorded("T7")
    with django_assert_num_queries(1):
        found = people.find_trainee(typed)
        assert (found, found.unit.code, found.managing_department.code) == (trainee, "BUREAU", "DEPARTMENT")


def test_what_is_no_identifier_finds_nobody() -> None:
    recorded("T7")
    assert people.find_trainee("t7") is None
    with pytest.raises(Refused):
        people.find_trainee(" ")
