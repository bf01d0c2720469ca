"""The page of a recipient: acknowledged, carried out, reported on, answered (5.2, 8.2.1)."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports.applets.plans.api import FulfilmentReport, Recipient
from cadretrain_reports.workflows import plans
from tests import factories
from tests.factories_people import officer
from tests.factories_plans import CITY, UNIT, body, issued, plan, recipient, speaker

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(province: Any) -> Recipient:
    """Return the unit as a recipient of a plan of the province."""
    return recipient(issued(content=plan(to=(UNIT, CITY)), by=officer(body("P"))), UNIT)


def url_of(row: Recipient) -> str:
    return f"/cadretrain/plan-receipts/{row.uuid}/"


def submitted(row: Recipient) -> FulfilmentReport:
    by = speaker(UNIT)
    return plans.submit_report(by, plans.report_fulfilment(by, row, "均已完成"))


def test_it_is_acknowledged_from_the_plan(unit: Any, row: Recipient) -> None:
    url = f"/cadretrain/plans/{row.issuance.uuid}/"
    unit.get(url).press("/acknowledge/")
    assert unit.response.redirect_chain == [(url, 302)]
    assert "Acknowledged on Jan. 5, 2026." in unit.said("//section[@class='panel']")
    assert not unit.page.xpath("//form[contains(@action, '/acknowledge/')]")
    row.refresh_from_db()
    assert row.acknowledged_at


def test_how_it_is_carried_out_is_said_and_read_by_the_issuer(unit: Any, province: Any, row: Recipient) -> None:
    unit.get(url_of(row)).press("/carry-out/")
    assert (unit.status, unit.each("//div[@role='alert']//a")) == (400, ["How it is carried out"])
    unit.press("/carry-out/", carrying_out="分解到人")
    assert unit.response.redirect_chain == [(url_of(row), 302)]
    page = province.get(url_of(row))
    assert "分解到人" in page.said()
    assert "Acknowledged on" in page.said()
    assert page.each("//main//form") == []


def test_a_report_is_written_handed_in_returned_and_accepted(unit: Any, province: Any, row: Recipient) -> None:
    factories.trainee(unit=UNIT)
    unit.get(url_of(row)).press("/report/", text="进展正常")
    assert unit.each("//dl[@class='figures']//dd") == ["1", "1", "0", "0"]
    assert "进展正常" not in province.get(url_of(row)).said()
    unit.press("/submit/")
    assert "Handed in." in unit.said("//*[@role='status']")
    assert not unit.page.xpath("//form[contains(@action, '/report/')]")
    province.get(url_of(row)).press("/answer/", verdict="return")
    assert (province.status, province.each("//div[@role='alert']//a")) == (400, ["Answer"])
    province.press("/answer/", verdict="return", answer="请补充数据")
    assert "Returned." in province.said("//*[@role='status']")
    assert "Answer: 请补充数据" in unit.get(url_of(row)).said()
    unit.press("/report/", text="已补充").press("/submit/")
    province.get(url_of(row)).press("/answer/", verdict="accept", answer="")
    assert "Accepted." in province.said("//*[@role='status']")
    assert FulfilmentReport.objects.get().state == "accepted"


def test_what_was_answered_meanwhile_is_said(province: Any, row: Recipient) -> None:
    report = submitted(row)
    province.get(url_of(row))
    plans.accept_report(officer(body("P")), report)
    province.press("/answer/", verdict="accept", answer="")
    assert province.status == 400
    assert "handed in or answered meanwhile" in province.said("//div[@role='alert']")


def test_who_may_only_read_is_shown_no_form_and_refused(city: Any, row: Recipient) -> None:
    page = city.get(url_of(row))
    assert (page.status, page.each("//main//form")) == (200, [])
    token = city.get("/cadretrain/plans/begin/").page.xpath("//input[@name='csrfmiddlewaretoken']/@value")[0]
    for path, said in (("acknowledge/", {}), ("carry-out/", {"carrying_out": "x"}), ("report/", {"text": "x"})):
        response = city.client.post(url_of(row) + path, {"csrfmiddlewaretoken": token, **said})
        assert response.status_code == 403
    row.refresh_from_db()
    assert row.acknowledged_at is None


def test_strangers_find_nothing(browse: Any, row: Recipient) -> None:
    report = submitted(row)
    for somebody in (factories.user(), factories.trainee(unit=UNIT).user):
        page = browse(somebody)
        assert (page.get(url_of(row)).status, page.said("//h1")) == (404, "Not found")
        assert page.client.get(f"/cadretrain/plan-reports/{report.uuid}/answer/").status_code == 405
