"""A command acts in somebody's name."""

from __future__ import annotations

import pytest
from django.core.management import CommandError

from cadretrain_reports.management.acting import acting_user
from tests import factories
from tests.factories_people import operator

pytestmark = pytest.mark.django_db


def test_in_the_name_that_is_given() -> None:
    user = factories.user("clerk")
    assert acting_user("clerk") == user


def test_in_that_of_the_only_site_operator() -> None:
    boss = operator()
    factories.user()
    assert acting_user("") == boss


@pytest.mark.parametrize("operators", [0, 2])
def test_not_in_one_of_several_nor_in_nobodys(operators: int) -> None:
    for _ in range(operators):
        operator()
    with pytest.raises(CommandError, match="--as"):
        acting_user("")


def test_not_in_that_of_who_is_not_there_or_deactivated() -> None:
    gone = factories.user("gone")
    gone.is_active = False
    gone.save()
    for name in ("gone", "nobody"):
        with pytest.raises(CommandError) as error:
            acting_user(name)
        assert (error.value.returncode, name in str(error.value)) == (2, True)
