"""What a list can be asked for, and what it answers to what nobody can ask for."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db.models import QuerySet
from django.test import Client

from cadretrain_reports import models
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.rest.urls import router
from cadretrain_xblock.contract import API_ROOT
from tests import factories
from tests.reports.rest.conftest import Ask

pytestmark = pytest.mark.django_db


def found(response: Any, key: str = "code") -> list[str]:
    assert response.status_code == 200, response.content
    return [row[key] for row in response.json()["results"]]


@pytest.fixture
def tree() -> None:
    """Two cities, each with a unit that has a trainee."""
    for city in ("EAST", "WEST"):
        above = factories.department(city, factories.department())
        factories.organization(f"{city}-UNIT", parent=above)
        factories.trainee(f"{city}-T", unit=f"{city}-UNIT")


def test_what_belongs_to_a_body(ask: Ask, tree: None) -> None:
    assert found(ask("trainees/", organization="EAST-UNIT")) == ["EAST-T"]
    assert found(ask("trainees/", organization="EAST")) == []
    assert found(ask("trainees/", organization="EAST", below="false")) == []


def test_what_belongs_to_a_body_or_to_one_below_it(ask: Ask, tree: None) -> None:
    assert found(ask("trainees/", organization="EAST", below="true")) == ["EAST-T"]
    assert found(ask("trainees/", organization="DEPARTMENT", below="true")) == ["EAST-T", "WEST-T"]
    assert found(ask("organizations/", organization="WEST", below="true")) == ["WEST", "WEST-UNIT"]
    assert found(ask("trainees/", organization="NOWHERE", below="true")) == []


def test_only_a_body_that_is_seen_has_anything_below_it(client: Client, tree: None) -> None:
    """Else the tree could be probed: whose trainee am I among those below this and that body?"""
    client.force_login(models.Account.objects.get(trainee__code="EAST-T").user)
    assert found(client.get(f"{API_ROOT}trainees/", {"organization": "EAST-UNIT"})) == ["EAST-T"]
    assert found(client.get(f"{API_ROOT}trainees/", {"organization": "EAST-UNIT", "below": "true"})) == ["EAST-T"]
    assert found(client.get(f"{API_ROOT}trainees/", {"organization": "EAST", "below": "true"})) == []


def test_a_part_of_a_name(ask: Ask) -> None:
    factories.trainee("T1", "张三丰")
    factories.trainee("T2", "李三")
    assert found(ask("trainees/", name="三")) == ["T1", "T2"]
    assert found(ask("trainees/", name="三丰")) == ["T1"]
    assert found(ask("trainees/", name="%")) == []


def test_one_of_the_values_of_a_field(ask: Ask) -> None:
    account = factories.trainee("T1")
    duty = {"user": account.user, "organization": factories.organization("BUREAU"), "starts_on": date(2026, 1, 5)}
    for role in (Role.TEACHER, Role.HEAD_TEACHER):
        models.RoleAssignment.objects.create(role=role, **duty)
    assert found(ask("role-assignments/", role="teacher"), "role") == ["teacher"]
    assert found(ask("role-assignments/", state="ended"), "role") == []


def test_what_stands_and_what_has_ended(ask: Ask) -> None:
    school = factories.institution()
    for unit, standing in (("A", True), ("B", None)):
        body = factories.organization(unit)
        since = datetime(2026, 1, 5, tzinfo=UTC)
        models.Service.objects.create(institution=school, unit=body, since=since, standing=standing)
    assert found(ask("services/", standing="true"), "unit") == ["A"]
    assert found(ask("services/", standing="false"), "unit") == ["B"]
    assert found(ask("services/"), "unit") == ["A", "B"]


@pytest.mark.parametrize(
    ("since", "until", "codes"),
    [
        ("2026-01-05", "2026-01-05", ["T2"]),
        ("2026-01-05", "", ["T2", "T3"]),
        ("", "2026-01-04", ["T1"]),
        ("1900-01-01", "2999-12-31", ["T1", "T2", "T3"]),
    ],
)
def test_days_are_those_of_the_sites_zone(
    ask: Ask, at_new_year: SimulatedClock, since: str, until: str, codes: list[str]
) -> None:
    """16:00 in UTC is midnight in Shanghai."""
    for code, at in (("T1", (4, 15, 59)), ("T2", (4, 16, 0)), ("T3", (5, 16, 0))):
        at_new_year.at = datetime(2026, 1, *at, tzinfo=UTC)
        factories.trainee(code)
    asked = {name: day for name, day in (("since", since), ("until", until)) if day}
    assert found(ask("archives/", **asked), "number") == codes


@pytest.mark.parametrize(
    ("since", "until", "kinds"), [("2026-01-05", "2026-01-05", ["secrecy"]), ("2026-01-06", "", [])]
)
def test_days_that_have_no_hour(ask: Ask, since: str, until: str, kinds: list[str]) -> None:
    account = factories.trainee()
    kind = models.Instruction.Kind.SECRECY
    held = {"kind": kind, "held_on": date(2026, 1, 5), "recorded_at": datetime(2026, 1, 9, tzinfo=UTC)}
    models.Instruction.objects.create(trainee=account.trainee, by=account.user, **held)
    asked = {name: day for name, day in (("since", since), ("until", until)) if day}
    assert found(ask("instructions/", **asked), "kind") == kinds


@pytest.mark.parametrize(
    ("address", "query"),
    [
        ("trainees/", {"below": "yes"}),
        ("role-assignments/", {"role": "king"}),
        ("services/", {"standing": "maybe"}),
        ("archives/", {"since": "05/01/2026"}),
        ("archives/", {"since": "0001-01-01"}),
        ("archives/", {"until": "9999-12-31"}),
        ("archives/", {"since": "2026-02-30"}),
        ("archives/", {"trainee": "17"}),
        ("credits/", {"year": "x"}),
        ("credits/", {"year": "2026.5"}),
        ("credits/", {"year": "1e400"}),
        ("credits/", {"year": "-2026"}),
        ("trainees/", {"name": "a\0b"}),
    ],
)
def test_what_cannot_be_asked_for_is_refused_by_name(ask: Ask, address: str, query: dict[str, str]) -> None:
    response = ask(address, **query)
    assert response.status_code == 400
    assert [response.json()["error"]["field"]] == list(query)


def test_a_misspelt_filter_is_refused_and_the_right_ones_are_named(ask: Ask) -> None:
    response = ask("trainees/", nmae="张")
    assert response.status_code == 400
    error = response.json()["error"]
    assert (error["code"], error["field"]) == ("unknown_filter", "nmae")
    for known in ("code", "name", "organization", "below", "page_size"):
        assert known in error["message"]


FILTERS = [
    (prefix, name)
    for prefix, view, _ in router.registry
    for name in view.filterset_class.base_filters
    if "(" not in prefix
]
VALUES = {
    "NumberFilter": "2026",
    "DateFilter": "2026-01-05",
    "UUIDFilter": "00000000-0000-4000-8000-000000000000",
    "CharFilter": "x",
    "BooleanFilter": "true",
}


@pytest.mark.parametrize(("prefix", "name"), FILTERS)
def test_every_filter_is_a_question_that_the_database_answers(ask: Ask, prefix: str, name: str) -> None:
    view: Any = next(view for registered, view, _ in router.registry if registered == prefix)
    asked = view.filterset_class.base_filters[name]
    choices = [str(value) for value, _ in asked.extra.get("choices", ())]
    for value in choices or [VALUES[type(asked).__name__]]:
        assert ask(f"{prefix}/", **{name: value}).status_code == 200


def test_a_filter_does_not_widen_a_scope(client: Client, tree: None) -> None:
    client.force_login(models.Account.objects.get(trainee__code="EAST-T").user)
    for query in ({"organization": "WEST-UNIT"}, {"name": "张"}, {"code": "WEST-T"}):
        assert "WEST-T" not in found(client.get(f"{API_ROOT}trainees/", query))


def test_the_scope_is_the_first_filter_everywhere() -> None:
    for _, view, _ in router.registry:
        assert view.public or view.filter_backends[0].__name__ == "ScopeFilterBackend"
        assert isinstance(view.queryset, QuerySet)
