"""Many accounts opened at once: each row is answered for itself, in its place."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from cadretrain_reports import models
from cadretrain_reports.rest.openings import MOST_ROWS
from tests import factories
from tests.factories_people import entrusted_liaison, liaison
from tests.telling import Page, denials, entries, error

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]


@pytest.fixture
def unit() -> Page:
    """Return the page of a liaison officer whose unit may maintain its trainees."""
    return Page(entrusted_liaison(factories.organization("BUREAU")))


def row(code: str = "T1", **other: Any) -> dict[str, Any]:
    said = {"code": code, "name": "张三丰", "organization": "BUREAU", "username": f"user-{code}"}
    return {**said, "email": f"{code.lower()}@example.cn", **other}


def open_rows(page: Page, *rows: Any) -> HttpResponse:
    return page.post("accounts/open/", rows=rows)


def results(response: HttpResponse) -> list[tuple[str, str, str, str]]:
    """Return identifier, result, code of the error and field of each row."""
    rows = response.json()["results"]
    errors = [row["error"] or {} for row in rows]
    return [
        (row["code"], row["result"], said.get("code", ""), said.get("field", ""))
        for row, said in zip(rows, errors, strict=True)
    ]


def test_an_account_is_opened_and_answered(unit: Page) -> None:
    response = open_rows(unit, row(position="处长"))
    (opened,) = response.json()["results"]
    assert (opened["code"], opened["result"], opened["error"]) == ("T1", "opened", None)
    assert opened["account"] == unit.get(f"accounts/{opened['account']['trainee']}/").json()
    assert opened["account"]["username"] == "user-T1"
    assert models.Trainee.objects.get().position == "处长"
    assert entries() == [("trainee.add", "done"), ("account.open", "done")]


def test_rows_may_be_sent_again(unit: Page) -> None:
    first, again = (open_rows(unit, row()) for _ in range(2))
    assert results(again) == [("T1", "present", "", "")]
    assert again.json()["results"][0]["account"] == first.json()["results"][0]["account"]
    assert models.Account.objects.count() == 1


def test_a_row_that_is_wrong_stops_no_other(unit: Page) -> None:
    factories.organization("OTHER")
    factories.institution()
    response = open_rows(
        unit,
        row("T1"),
        7,
        row("T2", organization="OTHER"),
        row("T3", organization="NOWHERE"),
        row("T4", managing_department="NOWHERE"),
        row("T4", organization=""),
        row("T4", organization=None),
        row("T5", username="user-T1"),
        row("T6", shoe_size="43"),
        {**row("T7"), "email": None},
        {**row("T8"), "code": 8},
        row("T9"),
    )
    assert response.status_code == 200
    assert results(response) == [
        ("T1", "opened", "", ""),
        ("", "refused", "invalid", ""),
        ("T2", "refused", "does_not_exist", "organization"),
        ("T3", "refused", "does_not_exist", "organization"),
        ("T4", "refused", "does_not_exist", "managing_department"),
        ("T4", "refused", "blank", "organization"),
        ("T4", "refused", "null", "organization"),
        ("T5", "refused", "username_taken", "username"),
        ("T6", "refused", "unknown_field", "shoe_size"),
        ("T7", "refused", "null", "email"),
        ("", "refused", "invalid", "code"),
        ("T9", "opened", "", ""),
    ]


def test_a_row_without_a_right_is_denied_and_that_is_kept(unit: Page) -> None:
    page = Page(liaison(factories.organization("BUREAU2")))
    assert results(open_rows(page, row(organization="BUREAU2"))) == [("T1", "denied", "denied", "")]
    assert denials() == ["add_trainee"]
    assert not models.Trainee.objects.exists()


def test_what_a_unit_may_not_be_is_said_of_the_field_of_the_row(page: Page) -> None:
    factories.institution()
    assert results(open_rows(page, row(organization="SASW"))) == [
        ("T1", "refused", "no_employing_unit", "organization")
    ]


@pytest.mark.parametrize(
    ("rows", "code"),
    [([], "min_length"), ([row()] * (MOST_ROWS + 1), "max_length"), ("x", "not_a_list"), (None, "null")],
)
def test_there_is_a_row_and_not_too_many(unit: Page, rows: Any, code: str) -> None:
    assert error(unit.post("accounts/open/", rows=rows)) == (400, code, "rows")
    assert not models.Account.objects.exists()


def statements(page: Page, *rows: Any) -> int:
    with CaptureQueriesContext(connection) as taken:
        open_rows(page, *rows)
    return len(taken)


def test_what_is_wrong_in_many_rows_costs_what_it_costs_in_one(unit: Page) -> None:
    strange = [row(f"T{number}", organization=f"NOWHERE{number}") for number in range(50)]
    assert statements(unit, strange[0]) == statements(unit, *strange)


def test_what_a_row_costs_does_not_grow(unit: Page) -> None:
    few = statements(unit, *(row(f"A{number}") for number in range(2)))
    many = statements(unit, *(row(f"B{number}") for number in range(12)))
    one = statements(unit, row("C1"))
    assert many - few == 10 * (few - one)


def test_it_is_not_the_address_of_an_account(unit: Page) -> None:
    assert error(unit.get("accounts/open/"))[:2] == (405, "method_not_allowed")


def test_bodies_that_are_not_there_for_the_caller_are_kept_once(unit: Page) -> None:
    factories.organization("OTHER")
    response = open_rows(unit, row(), row("T2", organization="OTHER"), row("T3", organization="NOWHERE"))
    assert [result for _code, result, _fault, _field in results(response)] == ["opened", "refused", "refused"]
    assert denials() == ["account.open"]
    assert models.AuditEntry.objects.get(outcome="denied").details == {"rows": 2}
