"""Receipts and reports on plans, over the API (5.2)."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports.applets.plans.api import Issuance, Recipient
from cadretrain_reports.clock import SimulatedClock
from tests.factories_people import liaison, officer
from tests.factories_plans import CITY, PROVINCE, UNIT, body, issued, land, plan, recipient
from tests.reports.rest.acting import Caller, acts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def made(at_new_year: SimulatedClock) -> Issuance:
    land()
    return issued(content=plan(to_all_below=True))


@pytest.fixture
def row(made: Issuance) -> Recipient:
    return recipient(made, UNIT)


@pytest.fixture
def unit(made: Issuance) -> Caller:
    return Caller(liaison(body(UNIT)))


@pytest.fixture
def province(made: Issuance) -> Caller:
    return Caller(officer(body(PROVINCE)))


def test_a_receipt_as_it_is_given_and_read(unit: Caller, province: Caller, row: Recipient, made: Issuance) -> None:
    here = f"issuance-recipients/{row.uuid}/"
    read = unit.done(f"{here}acknowledge/")
    assert unit.done(f"{here}acknowledge/") == read
    told = unit.done(f"{here}carry-out/", carrying_out="已分解")
    assert told == province.get(here).json()
    assert told == {
        "uuid": str(row.uuid),
        "issuance": str(made.uuid),
        "organization": UNIT,
        "named": False,
        "acknowledged_by": unit.user.username,
        "acknowledged_at": "2026-01-05T01:00:00Z",
        "carrying_out": "已分解",
        "carrying_out_by": unit.user.username,
        "carrying_out_at": "2026-01-05T01:00:00Z",
    }
    assert acts()[-2:] == ["issuance.acknowledge", "issuance.carry_out"]
    for query, codes in (
        ({"acknowledged": "true"}, [UNIT]),
        ({"acknowledged": "false"}, [CITY]),
        ({"issuance": made.uuid, "since": "2026-01-05"}, [UNIT]),
        ({"organization": CITY, "below": "true"}, [CITY, UNIT]),
    ):
        found = province.get("issuance-recipients/", **query).json()["results"]
        assert [one["organization"] for one in found] == codes, query


def test_what_is_no_receipt(unit: Caller, province: Caller, row: Recipient) -> None:
    here = f"issuance-recipients/{row.uuid}/"
    assert unit.refused(f"{here}carry-out/") == ("required", "carrying_out")
    assert unit.refused(f"{here}carry-out/", carrying_out=" ") == ("missing", "carrying_out")
    assert unit.refused(f"{here}acknowledge/", x=1) == ("unknown_field", "x")
    assert province.denied(f"{here}acknowledge/", "acknowledge")


def test_a_report_from_draft_to_acceptance(unit: Caller, province: Caller, row: Recipient, made: Issuance) -> None:
    report = unit.done(f"issuance-recipients/{row.uuid}/report/", text="全部完成")
    here = f"fulfilment-reports/{report['uuid']}/"
    assert province.get(here).status_code == 404
    unit.done(f"{here}submit/")
    assert province.refused(f"{here}return/") == ("required", "answer")
    assert province.done(f"{here}return/", answer="请补充")["state"] == "returned"
    assert province.refused(f"{here}accept/") == ("report_settled", "")
    unit.done(f"issuance-recipients/{row.uuid}/report/", text="补充完毕")
    unit.done(f"{here}submit/")
    assert unit.denied(f"{here}accept/", "answer_report")
    said: dict[str, Any] = province.done(f"{here}accept/", answer="同意")
    assert said == {
        "uuid": report["uuid"],
        "issuance": str(made.uuid),
        "organization": UNIT,
        "text": "补充完毕",
        "figures": {"trainees": 0, "bound": 0, "met": 0, "credit_hours": "0"},
        "reported_on": "2026-01-05",
        "state": "accepted",
        "written_by": unit.user.username,
        "written_at": "2026-01-05T01:00:00Z",
        "submitted_by": unit.user.username,
        "submitted_at": "2026-01-05T01:00:00Z",
        "decided_by": province.user.username,
        "decided_at": "2026-01-05T01:00:00Z",
        "answer": "同意",
    }
    found = province.get("fulfilment-reports/", state="accepted", issuance=made.uuid, organization=UNIT).json()
    assert found["results"] == [said]


def test_what_is_no_report(unit: Caller, province: Caller, row: Recipient) -> None:
    here = f"issuance-recipients/{row.uuid}/report/"
    assert unit.refused(here) == ("required", "text")
    assert unit.refused(here, text=" ") == ("missing", "text")
    assert province.denied(here, "report_fulfilment", text="完成")
