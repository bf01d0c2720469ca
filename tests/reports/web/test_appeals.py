"""Staff answer appeals on their pages (8.2.5, 9.1.1)."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports.applets.appeals.api import Appeal
from cadretrain_reports.applets.assessments.api import AssessmentResult
from cadretrain_reports.applets.credits.api import CreditEntry
from cadretrain_reports.applets.learning.api import TimeCorrection, learned
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.workflows.appeals import ask_appeal
from tests import factories
from tests.factories_assessments import TODAY, assessed, assessor, record, score
from tests.factories_people import liaison, officer

pytestmark = pytest.mark.django_db

URL = "/cadretrain/appeals/"


def appealed(at: SimulatedClock, subject: str, *, marked: str = "") -> Appeal:
    account, version = factories.trainee("T1"), assessed("none" if subject == "time" else "subjective_offline", 600)
    factories.learn(account, at, 300)
    at.advance(3600)
    if marked:
        record(account, version, score(marked, TODAY))
    return ask_appeal(account.user, version.course, subject, "断线时没有记录")


def test_time_is_added_on_one_day(browse: Any, at_new_year: SimulatedClock) -> None:
    appeal = appealed(at_new_year, "time")
    page = browse(assessor()).get(URL)
    assert page.each("//tbody//td")[1:3] == ["T1", "learning time"]
    here = f"{URL}{appeal.uuid}/"
    assert "5 of 10 min" in page.get(here).said()
    said = {"verdict": "accept", "answer": "经查属实", "day": TODAY.isoformat()}
    page.press(here, **said)
    assert page.each("//div[@role='alert']//a") == ["From", "To"]
    page.press(here, **said, started_at="09:07", ended_at="09:05")
    assert (page.status, page.each("//div[@role='alert']//a")) == (400, ["To"])
    page.press(here, **said, started_at="09:05:00", ended_at="09:10:00")
    assert page.response.redirect_chain == [(URL, 302)]
    assert page.each("//tbody//td") == []
    assert TimeCorrection.objects.get().reason == "经查属实"
    assert learned(appeal.study.trainee_id, appeal.study.course_id) == 600
    assert CreditEntry.objects.count() == 1
    assert page.get(URL, show="all").each("//tbody//td")[-1] == "accepted"
    assert not page.get(here).page.xpath("//main//form")


def test_a_result_takes_the_place_of_another(browse: Any, at_new_year: SimulatedClock) -> None:
    appeal = appealed(at_new_year, "assessment", marked="16")
    page = browse(assessor()).get(f"{URL}{appeal.uuid}/")
    assert "16.00, not passed" in page.said()
    here = f"/{appeal.uuid}/"
    page.press(here, verdict="accept", answer="登分有误", score="61")
    assert page.each("//div[@role='alert']//a") == ["Day of the assessment"]
    page.press(here, verdict="accept", answer="登分有误", score="61", assessed_on=TODAY.isoformat())
    appeal.refresh_from_db()
    assert appeal.result == AssessmentResult.objects.get(replaces__isnull=False)
    assert appeal.state == "accepted"


def test_it_is_rejected_with_reasons_and_nothing_is_put_right(browse: Any, at_new_year: SimulatedClock) -> None:
    appeal = appealed(at_new_year, "time")
    page = browse(officer()).get(f"{URL}{appeal.uuid}/")
    here = f"/{appeal.uuid}/"
    page.press(here, verdict="reject", answer="")
    assert page.each("//div[@role='alert']//a") == ["Answer"]
    page.press(here, verdict="reject", answer="无记录可查", day=TODAY.isoformat(), started_at="09:05", ended_at="09:06")
    assert page.each("//div[@role='alert']//a") == ["Verdict"]
    page.press(here, verdict="reject", answer="无记录可查", day="", started_at="", ended_at="")
    appeal.refresh_from_db()
    assert (appeal.state, appeal.answer) == ("rejected", "无记录可查")
    assert not TimeCorrection.objects.exists()


def test_about_credit_hours_nothing_more_is_asked(browse: Any, at_new_year: SimulatedClock) -> None:
    appeal = appealed(at_new_year, "credit")
    page = browse(assessor()).get(f"{URL}{appeal.uuid}/")
    assert page.page.xpath("//main//input[@type='date']") == []
    page.press(f"/{appeal.uuid}/", verdict="accept", answer="重新核算")
    appeal.refresh_from_db()
    assert appeal.state == "accepted"


def test_it_is_for_those_who_answer(browse: Any, at_new_year: SimulatedClock) -> None:
    appeal = appealed(at_new_year, "time")
    here = f"{URL}{appeal.uuid}/"
    clerk = liaison(appeal.study.trainee.unit)
    own = browse(appeal.asked_by)
    assert browse(clerk).get(URL).status == own.get(URL).status == 403
    assert browse(factories.user()).get(here).status == 404
    for page in (own, browse(clerk)):
        assert not page.get(here).page.xpath("//main//form")
        token = page.client.cookies["csrftoken"].value if "csrftoken" in page.client.cookies else ""
        said = {"verdict": "accept", "answer": "好", "csrfmiddlewaretoken": token}
        assert page.client.post(here, said).status_code == 403
    appeal.refresh_from_db()
    assert appeal.state == "asked"
