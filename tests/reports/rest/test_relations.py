"""Whom institutions serve and what bodies hand on: read, begun and ended."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from cadretrain_reports import models
from tests import factories
from tests.factories_people import liaison
from tests.reports.rest.conftest import Ask
from tests.telling import Page, entries, error

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]

SINCE = datetime(2026, 1, 5, 1, tzinfo=UTC)


def test_a_service_as_it_is_read(ask: Ask) -> None:
    bodies: dict[str, Any] = {"institution": factories.institution(), "unit": factories.organization("BUREAU")}
    service = models.Service.objects.create(since=SINCE, **bodies)
    assert ask(f"services/{service.uuid}/").json() == {
        "uuid": str(service.uuid),
        "organization": "SASW",
        "unit": "BUREAU",
        "since": "2026-01-05T01:00:00Z",
        "until": None,
    }


def test_a_delegation_as_it_is_read(ask: Ask) -> None:
    bodies: dict[str, Any] = {"giver": factories.organization("BUREAU"), "receiver": factories.institution()}
    kind = models.Delegation.Kind.ACCOUNT_UPKEEP
    delegation = models.Delegation.objects.create(kind=kind, since=SINCE, reason="人手不足", **bodies)
    assert ask(f"delegations/{delegation.uuid}/").json() == {
        "uuid": str(delegation.uuid),
        "kind": "account_upkeep",
        "organization": "BUREAU",
        "receiver": "SASW",
        "since": "2026-01-05T01:00:00Z",
        "until": None,
        "reason": "人手不足",
    }
    assert len(ask("delegations/", receiver="SASW").json()["results"]) == 1
    assert ask("delegations/", receiver="BUREAU").json()["results"] == []


def test_an_institution_begins_to_serve_and_ends(page: Page) -> None:
    factories.institution()
    factories.organization("BUREAU")
    first, again = (page.post("services/", organization="SASW", unit="BUREAU") for _ in range(2))
    assert first.status_code == 201
    assert first.json() == again.json()
    key = first.json()["uuid"]
    assert error(page.post(f"services/{key}/end/")) == (400, "required", "reason")
    ended = page.post(f"services/{key}/end/", reason="期满").json()
    assert ended["until"]
    assert page.post(f"services/{key}/end/", reason="期满").json() == ended
    assert entries() == [("service.begin", "done"), ("service.end", "done")]


def test_only_an_institution_serves(page: Page) -> None:
    factories.organization("BUREAU")
    factories.organization("OTHER")
    status, _code, field = error(page.post("services/", organization="OTHER", unit="BUREAU"))
    assert (status, field) == (400, "organization")


def test_a_unit_lets_the_institution_that_serves_it_keep_its_accounts(page: Page) -> None:
    factories.institution()
    unit = Page(liaison(factories.organization("BUREAU")))
    said = {"kind": "account_upkeep", "organization": "BUREAU", "receiver": "SASW"}
    assert error(unit.post("delegations/", **said)) == (400, "does_not_exist", "receiver")
    page.post("services/", organization="SASW", unit="BUREAU")
    given = unit.post("delegations/", **said, reason="人手不足")
    assert given.status_code == 201
    assert (given.json()["receiver"], given.json()["reason"], given.json()["until"]) == ("SASW", "人手不足", None)
    assert unit.post("delegations/", **said).json() == given.json()
    assert unit.post(f"delegations/{given.json()['uuid']}/withdraw/", reason="收回").json()["until"]


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({"kind": "all"}, "invalid_choice", "kind"),
        ({"receiver": "NOWHERE"}, "does_not_exist", "receiver"),
        ({"organization": "NOWHERE"}, "does_not_exist", "organization"),
        ({"reason": "因" * 501}, "too_long", "reason"),
    ],
)
def test_what_is_wrong_with_a_delegation(page: Page, said: dict[str, Any], code: str, field: str) -> None:
    factories.institution()
    factories.organization("BUREAU")
    given = {"kind": "account_upkeep", "organization": "BUREAU", "receiver": "SASW", **said}
    assert error(page.post("delegations/", **given)) == (400, code, field)
    assert not models.Delegation.objects.exists()
