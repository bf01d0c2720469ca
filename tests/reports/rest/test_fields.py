"""How values leave, and how the caller names what exists."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone, translation
from rest_framework import serializers

from cadretrain_reports import models
from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.rest.fields import CodeOf, Day, Hours, Instant, Seen, SeenEach, UsernameOf, UuidOf
from tests import factories
from tests.telling import Page, error


class Row(serializers.Serializer[Any]):
    unit = CodeOf("unit", "The unit.", allow_null=True)
    trainee = UuidOf("trainee", "The trainee.")
    by = UsernameOf("by", "Who did it.")
    at = Instant()
    hours = Hours()


def said(**given: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "unit": SimpleNamespace(code="BUREAU"),
        "trainee": SimpleNamespace(uuid="00000000-0000-4000-8000-000000000000"),
        "by": SimpleNamespace(username="officer"),
        "at": datetime(2026, 1, 4, 16, 0, tzinfo=UTC),
        "hours": Decimal("0.5"),
    }
    return dict(Row(SimpleNamespace(**{**usual, **given})).data)


def test_others_are_named_by_what_is_known_outside() -> None:
    row = said()
    assert (row["unit"], row["trainee"], row["by"]) == ("BUREAU", "00000000-0000-4000-8000-000000000000", "officer")


def test_nobody_and_nowhere_are_null() -> None:
    assert said(unit=None, by=None)["unit"] is None
    assert said(unit=None, by=None)["by"] is None


def test_instants_are_in_utc_whatever_the_host_is_set_to() -> None:
    with timezone.override("America/New_York"):
        assert said()["at"] == "2026-01-04T16:00:00Z"


def test_hours_are_decimal_text() -> None:
    assert said()["hours"] == "0.50"
    assert said(hours=Decimal(0))["hours"] == "0.00"


class Naming(serializers.Serializer[Any]):
    organization = Seen(slug_field="code", queryset=models.Organization.objects.all())


def named(user: Any, code: str) -> Naming:
    return Naming(data={"organization": code}, context={"request": SimpleNamespace(user=user)})


@pytest.mark.django_db
def test_the_caller_names_what_is_in_scope() -> None:
    user = factories.trainee("T1").user
    naming = named(user, "BUREAU")
    assert naming.is_valid()
    assert naming.validated_data["organization"].code == "BUREAU"


@pytest.mark.django_db
def test_what_is_out_of_scope_cannot_be_named_like_what_is_not_there() -> None:
    user = factories.trainee("T1").user
    factories.organization("OTHER")
    with translation.override("en"):
        errors = [named(user, code) for code in ("OTHER", "NOWHERE")]
        assert not any(naming.is_valid() for naming in errors)
        (absent,) = {str(naming.errors["organization"][0]) for naming in errors}
    assert absent == "There is nothing here, or it is not for you to see."


@pytest.mark.django_db
def test_what_a_body_names_out_of_scope_is_kept_without_what_was_typed() -> None:
    account, other = factories.trainee("T1"), factories.trainee("T2", unit="OTHER").trainee
    page = Page(account.user)
    relief = {"kind": "reduction", "year": 2026, "credit_hours": "1", "reason": "病假"}
    assert error(page.post("relief-requests/", trainee=str(other.uuid), **relief)) == (400, "does_not_exist", "trainee")
    said = {"kind": "secrecy", "held_on": "2026-01-05"}
    people = [str(account.trainee.uuid), str(other.uuid)]
    assert error(page.post("instructions/", trainees=people, **said)) == (400, "does_not_exist", "trainees.1")
    kept = AuditEntry.objects.filter(outcome="denied").order_by("pk")
    assert [(row.actor, row.act, row.target_kind, row.target_key, row.details) for row in kept] == [
        (account.user, "reliefrequest.create", "trainee", "", {"field": "trainee"}),
        (account.user, "instruction.create", "trainee", "", {"field": "trainees"}),
    ]


@pytest.mark.django_db
def test_what_an_address_asks_for_out_of_scope_is_reading() -> None:
    factories.organization("OTHER")
    assert Page(factories.trainee("T1").user).get("exports/trainees/", organization="OTHER").status_code == 400
    assert not AuditEntry.objects.filter(outcome="denied").exists()


class Session(serializers.Serializer[Any]):
    trainees = SeenEach(models.Trainee.objects.all(), "Who was there.")
    held_on = Day("When.")


def session(user: Any, **given: Any) -> Session:
    request = SimpleNamespace(user=user)
    return Session(data={"held_on": "2026-01-05", "trainees": [], **given}, context={"request": request})


@pytest.mark.django_db
def test_many_are_found_with_one_query_each_once_and_in_order(
    django_assert_num_queries: Callable[[int], AbstractContextManager[Any]],
) -> None:
    trainees = [factories.trainee().trainee for _ in range(20)]
    keys = [str(trainee.uuid) for trainee in reversed(trainees)]
    user = factories.user()
    user.is_superuser = True
    with django_assert_num_queries(1):
        said = session(user, trainees=[*keys, keys[0]])
        assert said.is_valid()
    assert said.validated_data["trainees"] == trainees[::-1]


@pytest.mark.django_db
def test_one_of_many_out_of_scope_is_named_by_its_place_alone() -> None:
    account = factories.trainee()
    other = factories.trainee().trainee
    said = session(account.user, trainees=[str(account.trainee.uuid), str(other.uuid)])
    assert not said.is_valid()
    assert [*said.errors["trainees"]] == ["1"]
    assert said.errors["trainees"]["1"].code == "does_not_exist"


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["2026-13-01", "05.01.2026", "0001-01-01", "3000-01-01", "2026-01-05T00:00:00Z", 7])
def test_what_is_no_day(day: Any) -> None:
    said = session(factories.user(), held_on=day)
    assert not said.is_valid()
    assert "held_on" in said.errors
