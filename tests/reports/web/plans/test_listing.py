"""The list of plans: what was issued by us and to us, and the receipts so far (5.2)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cadretrain_reports.workflows import plans
from tests import factories
from tests.factories_people import officer, operator
from tests.factories_plans import BESIDE, CITY, PROVINCE, UNIT, body, issued, plan, recipient, speaker

pytestmark = pytest.mark.django_db

URL = "/cadretrain/plans/"


def titles(page: Any) -> list[str]:
    return page.each("//tbody//td[1]//a")  # type: ignore[no-any-return]


def test_the_issuer_sees_the_drafts_too_and_how_many_have_read(province: Any) -> None:
    made = issued(content=plan(to=(CITY, BESIDE), title="甲"))
    plans.draft(officer(body(PROVINCE)), body(PROVINCE), plan(title="乙"))
    plans.acknowledge(officer(body(CITY)), recipient(made, CITY))
    assert titles(province.get(URL)) == ["乙", "甲"]
    assert province.each("//tbody/tr[1]/td")[1:] == ["annual plan", "2026", "机构P", "draft", ""]
    assert province.each("//tbody/tr[2]/td")[1:] == ["annual plan", "2026", "机构P", "in force", "1 of 2"]
    assert province.each("//main//a[@class='button']") == ["Begin a draft"]


def test_a_recipient_sees_what_is_for_them_to_acknowledge(unit: Any) -> None:
    made = issued(content=plan(to=(UNIT,), title="甲"))
    issued(content=plan(to=(BESIDE,), title="乙"))
    assert titles(unit.get(URL)) == ["甲"]
    assert unit.each("//tbody//td")[-1] == "to acknowledge"
    assert "Begin a draft" not in unit.said()
    plans.acknowledge(speaker(UNIT), recipient(made, UNIT))
    assert unit.get(URL).each("//tbody//td")[-1] == "acknowledged by us"


def test_a_trainee_sees_the_plans_that_touch_them_and_no_receipts(browse: Any) -> None:
    issued(content=plan(title="甲"))
    issued(content=plan(to=(BESIDE,), title="乙"))
    page = browse(factories.trainee(unit=UNIT).user).get(URL)
    assert titles(page) == ["甲"]
    assert len(page.each("//thead//th")) == 5


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"side": "ours"}, ["市"]),
        ({"side": "to"}, ["省"]),
        ({"year": "2026"}, ["市", "省"]),
        ({"kind": "circular"}, []),
        ({"state": "draft"}, ["市"]),
        ({"state": "nonsense"}, []),
        ({"year": "1"}, []),
    ],
)
def test_it_is_narrowed(city: Any, asked: dict[str, str], found: list[str]) -> None:
    issued(content=plan(title="省"))
    plans.draft(officer(body(CITY)), body(CITY), plan(title="市"))
    page = city.get(URL, **asked)
    assert (page.status, titles(page)) == (200, found)


def test_it_costs_the_same_however_much_was_issued(province: Any) -> None:
    by = officer(body(PROVINCE))
    issued(by=by)
    with CaptureQueriesContext(connection) as one:
        province.get(URL)
    for _number in range(6):
        issued(content=plan(to=(CITY, BESIDE)), by=by)
    with CaptureQueriesContext(connection) as many:
        province.get(URL)
    assert len(many) == len(one) <= 25


def test_who_has_nothing_is_told_so_in_both_languages(browse: Any) -> None:
    assert "Nothing has been issued" in browse(factories.user()).get(URL).said()
    page = browse(operator(), "zh-hans").get(URL)
    assert (page.status, page.page.get("lang")) == (200, "zh-hans")
