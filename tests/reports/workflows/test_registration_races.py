"""Several at once: never more in a class than it has places, never more named than a unit may (8.3.3)."""

from __future__ import annotations

from functools import partial

import pytest
from django.db import connection

from cadretrain_reports.applets.theme_classes.api import ClassRegistration
from cadretrain_reports.workflows import registrations
from tests.factories_class_cast import ASSIGNED, Cast
from tests.reports.workflows.test_choice_races import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("host", "at_new_year")]


def states() -> list[str]:
    return sorted(ClassRegistration.objects.values_list("state", flat=True))


def test_of_four_who_are_let_in_at_once_to_the_last_place_three_wait() -> None:
    cast = Cast()
    made = cast.brought("registering", planned_number=1)
    rows = [cast.applied(made, account) for account in cast.trainees]
    connection.close()
    by = cast.affairs * 2
    calls = [partial(registrations.approve_registration, who, row) for who, row in zip(by, rows, strict=True)]
    assert together(*calls) == []
    assert states() == ["confirmed", "waiting", "waiting", "waiting"]
    assert sorted(row.waiting_number or 0 for row in ClassRegistration.objects.all()) == [0, 1, 2, 3]


def test_of_two_who_leave_at_once_each_makes_room_for_one() -> None:
    cast = Cast()
    made = cast.brought("registering")
    rows = [cast.confirmed(made, account) for account in cast.trainees]
    connection.close()
    leave = [partial(registrations.withdraw_registration, who, row, "病") for who, row in zip(cast.affairs, rows)]  # noqa: B905 - the first two
    assert together(*leave) == []
    assert states() == ["confirmed", "confirmed", "withdrawn", "withdrawn"]


def test_a_unit_that_names_several_at_once_stays_within_its_places() -> None:
    cast = Cast()
    made = cast.brought("registering", ASSIGNED)
    registrations.allot_places(cast.officers[0], made, cast.unit, 1)
    connection.close()
    calls = [partial(registrations.name_for_class, cast.liaison, made, [account.trainee]) for account in cast.trainees]
    assert [getattr(error, "code", error) for error in together(*calls)] == ["no_places"] * 3
    assert states() == ["endorsed"]


def test_two_clicks_are_one_application() -> None:
    cast = Cast()
    made = cast.brought("registering")
    connection.close()
    click = partial(registrations.apply, cast.trainees[0].user, made)
    assert [getattr(error, "code", error) for error in together(click, click)] == ["already_registered"]
    assert states() == ["registered"]
