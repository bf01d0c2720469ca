"""Bodies: what they are, where they stand and stood, and the acts that change that."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from cadretrain_reports import models
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Capacity
from cadretrain_reports.clock import SimulatedClock
from cadretrain_xblock.contract import API_ROOT
from tests import factories
from tests.factories_people import officer
from tests.reports.rest.conftest import Ask
from tests.telling import Page, entries, error

pytestmark = pytest.mark.django_db

UNIT = {"name": "某局", "above": "DEPARTMENT", "capacities": ["employing_unit"]}


def test_a_body_as_it_is_read(ask: Ask) -> None:
    above = factories.department("CITY", factories.department())
    said = organizations.Particulars(
        is_inner_department=True,
        region="330100",
        contact_name="王五",
        contact_phone="0571-1234",
        active_from=date(2020, 1, 1),
    )
    capacities = {Capacity.MANAGEMENT_DEPARTMENT, Capacity.EMPLOYING_UNIT}
    organizations.add("BUREAU", "某局", capacities, above, said)
    body = ask("organizations/BUREAU/").json()
    assert body.pop("uuid")
    assert body == {
        "code": "BUREAU",
        "name": "某局",
        "above": "CITY",
        "capacities": ["management_department", "employing_unit"],
        "is_inner_department": True,
        "social_credit_code": None,
        "region": "330100",
        "contact_name": "王五",
        "contact_phone": "0571-1234",
        "active_from": "2020-01-01",
        "active_until": None,
        "merged_into": None,
    }


def test_nothing_is_above_the_top(ask: Ask) -> None:
    factories.department("CITY", factories.department("PROVINCE"))
    assert ask("organizations/PROVINCE/").json()["above"] is None
    assert ask("organizations/CITY/").json()["above"] == "PROVINCE"


def test_a_body_that_was_taken_in_names_where_it_went(ask: Ask) -> None:
    factories.organization("OLD")
    models.Organization.objects.filter(code="OLD").update(merged_into=factories.organization("NEW"))
    assert ask("organizations/OLD/").json()["merged_into"] == "NEW"


@pytest.mark.parametrize(
    ("capacity", "codes"),
    [
        ("management_department", ["DEPARTMENT"]),
        ("training_institution", ["SASW"]),
        ("employing_unit", ["BUREAU"]),
    ],
)
def test_bodies_by_capacity(ask: Ask, capacity: str, codes: list[str]) -> None:
    factories.organization("BUREAU")
    factories.institution()
    assert [row["code"] for row in ask("organizations/", capacity=capacity).json()["results"]] == codes


def test_the_history_of_a_body(ask: Ask, at_new_year: SimulatedClock) -> None:
    factories.organization("BUREAU")
    (row,) = ask("organizations/BUREAU/history/").json()["results"]
    assert row == {
        "organization": "BUREAU",
        "above": "DEPARTMENT",
        "name": "机构BUREAU",
        "since": "2026-01-05T01:00:00Z",
        "until": None,
        "reason": "",
    }


def test_the_history_of_others_is_not_in_it(ask: Ask) -> None:
    factories.organization("BUREAU")
    assert len(ask("organizations/DEPARTMENT/history/").json()["results"]) == 1


def test_an_officer_adds_a_body_below_the_own_department(at_new_year: SimulatedClock) -> None:
    page = Page(officer())
    response = page.post("organizations/", code="NEW", **UNIT, region="330100", contact_name="王五")
    assert response.status_code == 201
    assert response.json() == page.get("organizations/NEW/").json()
    said = response.json()
    assert (said["above"], said["capacities"]) == ("DEPARTMENT", ["employing_unit"])
    assert (said["region"], said["contact_name"]) == ("330100", "王五")
    assert entries() == [("organization.add", "done")]


def test_at_the_top_only_the_operator_adds(page: Page, at_new_year: SimulatedClock) -> None:
    said = {**UNIT, "code": "TOP", "above": None}
    assert error(Page(officer()).post("organizations/", **said)) == (403, "denied", "")
    assert page.post("organizations/", **said).status_code == 201
    assert entries() == [("change_top", "denied"), ("organization.add", "done")]


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({"code": "BUREAU"}, "code_taken", "code"),
        ({"code": "A/B"}, "bad_code", "code"),
        ({"name": ""}, "blank", "name"),
        ({"capacities": []}, "no_capacity", "capacities"),
        ({"capacities": ["school"]}, "invalid_choice", "capacities"),
        ({"above": "NOWHERE"}, "does_not_exist", "above"),
        ({"region": "33"}, "bad_region", "region"),
        ({"active_from": "5.1.2026"}, "invalid", "active_from"),
        ({"uuid": "x"}, "unknown_field", "uuid"),
    ],
)
def test_what_is_wrong_with_a_new_body(page: Page, said: dict[str, Any], code: str, field: str) -> None:
    factories.organization("BUREAU")
    assert error(page.post("organizations/", **{"code": "NEW", **UNIT, **said})) == (400, code, field)
    assert models.Organization.objects.count() == 2
    assert "done" not in {outcome for _act, outcome in entries()}


def test_a_change_leaves_what_it_does_not_say(page: Page) -> None:
    factories.organization("BUREAU")
    assert page.say("PATCH", "organizations/BUREAU/", region="330100").status_code == 200
    said = page.say("PATCH", "organizations/BUREAU/", name="新名", contact_name="王五", reason="改革").json()
    assert (said["name"], said["region"], said["contact_name"]) == ("新名", "330100", "王五")
    assert entries() == [(f"organization.{act}", "done") for act in ("change", "rename", "change")]


def test_a_change_is_whole_or_not_at_all(page: Page) -> None:
    factories.organization("BUREAU")
    response = page.say("PATCH", "organizations/BUREAU/", name="新名", social_credit_code="1")
    assert error(response) == (400, "bad_social_credit_code", "social_credit_code")
    assert organizations.get("BUREAU").name == "机构BUREAU"
    assert not entries()


def test_a_body_moves(page: Page) -> None:
    factories.organization("BUREAU")
    factories.department("CITY", factories.department())
    assert page.post("organizations/BUREAU/move/", above="CITY", reason="区划调整").json()["above"] == "CITY"
    assert page.post("organizations/BUREAU/move/", above=None).json()["above"] is None
    assert error(page.post("organizations/DEPARTMENT/move/", above="CITY")) == (400, "below_itself", "above")
    assert error(page.post("organizations/CITY/move/")) == (400, "required", "above")


def test_a_body_is_taken_in_by_another(page: Page) -> None:
    account = factories.trainee("T1", unit="OLD")
    factories.organization("NEW")
    said = page.post("organizations/OLD/merge/", into="NEW", reason="合并").json()
    assert (said["code"], said["merged_into"]) == ("OLD", "NEW")
    assert models.Trainee.objects.get(pk=account.pk).unit.code == "NEW"
    assert error(page.post("organizations/NEW/merge/", into="NEW", reason="合并"))[0] == 400
    assert error(page.post("organizations/NEW/merge/", into="DEPARTMENT")) == (400, "required", "reason")


def test_a_body_is_closed_and_that_is_taken_back(page: Page, at_new_year: SimulatedClock) -> None:
    factories.organization("BUREAU")
    said = page.post("organizations/BUREAU/close/", on="2026-01-02", reason="撤销").json()
    assert said["active_until"] == "2026-01-02"
    assert page.post("organizations/BUREAU/reopen/", reason="误操作").json()["active_until"] is None
    assert page.post("organizations/BUREAU/close/", reason="撤销").json()["active_until"] == "2026-01-05"
    assert error(page.post("organizations/BUREAU/close/", reason=" "))[:2] == (400, "reason_missing")


def test_a_body_with_trainees_is_not_closed(page: Page) -> None:
    factories.trainee("T1")
    said = error(page.post("organizations/BUREAU/close/", reason="撤销"))
    assert said == (400, "has_trainees", "organization")


def test_what_is_not_seen_is_not_there_to_act_on(page: Page) -> None:
    factories.organization("BUREAU")
    stranger = Page(factories.trainee("T1", unit="OTHER").user)
    answers = [stranger.post(f"organizations/{code}/close/", reason="撤销") for code in ("BUREAU", "NOWHERE")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def test_a_page_of_another_site_changes_nothing(operator: Client) -> None:
    factories.organization("BUREAU")
    forging = Client(enforce_csrf_checks=True)
    forging.cookies = operator.cookies
    said = {"data": {"reason": "撤销"}, "content_type": "application/json"}
    assert error(forging.post(f"{API_ROOT}organizations/BUREAU/close/", **said)) == (403, "forged", "")
    assert organizations.get("BUREAU").active_until is None


def test_what_cannot_be_done_here(page: Page) -> None:
    factories.organization("BUREAU")
    for method in ("PUT", "DELETE"):
        assert error(page.say(method, "organizations/BUREAU/"))[:2] == (405, "method_not_allowed")
