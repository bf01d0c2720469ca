"""The annual assessment on pages: the institution proposes, confirms and reports, the department answers (8.2.1)."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports.applets.assessments.api import AnnualAssessment
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.workflows import annual
from tests import factories
from tests.factories_assessments import assessor
from tests.factories_people import liaison, officer
from tests.reports.workflows.test_annual import end_the_year, served  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db

URL = "/cadretrain/annual-assessments/"
YEAR = f"{URL}year/"


@pytest.fixture
def proposed(served: Any, at_new_year: SimulatedClock) -> tuple[Any, AnnualAssessment]:  # noqa: F811
    """Return who had a finding proposed, and the finding."""
    account, first = factories.trainee("T1"), assessor()
    factories.released(duration=60)
    factories.learn(account, at_new_year, 120)
    end_the_year(at_new_year)
    annual.propose_year(first, served, 2026)
    return first, AnnualAssessment.objects.get()


def act(page: Any, what: str, year: int = 2026) -> Any:
    return page.get(YEAR).press("/year/", organization="SASW", year=str(year), act=what)


def test_a_year_from_the_proposal_to_the_receipt(browse: Any, served: Any, at_new_year: SimulatedClock) -> None:  # noqa: F811
    factories.trainee("T1")
    first, second, boss = browse(assessor()), browse(assessor()), browse(officer())
    assert act(first, "propose").each("//div[@role='alert']//a") == ["Year"]
    end_the_year(at_new_year)
    assert act(first, "propose").response.redirect_chain == [(URL, 302)]
    assert first.each("//tbody//td")[0::5] == ["T1 2026"]
    assert first.each("//tbody//td")[2:] == ["0 / 0.25", "not met", "proposed"]
    assert act(first, "confirm").status == 400
    assert not boss.get(f"{URL}{AnnualAssessment.objects.get().uuid}/").page.xpath("//main//form")
    assert act(second, "confirm").each("//*[@role='status']//p") == ["1 finding confirmed."]
    assert act(second, "report").each("//*[@role='status']//p") == ["1 finding reported."]
    here = f"{URL}{AnnualAssessment.objects.get().uuid}/"
    assert boss.get(here).each("//main//input[@type='radio']/..") == [
        "The department takes note of it",
        "The department returns it",
    ]
    boss.get(here).press(here, step="return", reason="")
    assert boss.each("//div[@role='alert']//a") == ["Reason"]
    boss.press(here, step="receive", reason="")
    assert AnnualAssessment.objects.get().state == "received"
    assert boss.get(URL, state="received").each("//tbody//a") == ["T1 2026"]
    assert boss.get(URL, state="reported").each("//tbody//a") == []


def test_the_arithmetic_is_shown(browse: Any, proposed: tuple[Any, AnnualAssessment]) -> None:
    first, finding = proposed
    page = browse(first).get(f"{URL}{finding.uuid}/")
    label, asked, done, line = page.each("//tbody//td")[:4]
    assert (label, asked, done) == ("In all", "0.25", "0.25")
    assert "asks for 0.5 hours" in line
    assert "another person of the institution confirms it" in page.said()
    assert page.each("//main//input[@type='radio']/..") == ["It is wrong: another proposal is needed"]


def test_a_second_person_confirms_one_and_opens_it_again(browse: Any, proposed: tuple[Any, AnnualAssessment]) -> None:
    _first, finding = proposed
    page, here = browse(assessor()), f"{URL}{finding.uuid}/"
    page.get(here).press(here, step="confirm", reason="")
    assert page.response.redirect_chain == [(URL, 302)]
    page.get(here).press(here, step="reopen", reason="漏计")
    assert page.each("//*[@role='status']//p") == ["Opened again."]
    finding.refresh_from_db()
    assert (finding.state, finding.standing, finding.reason) == ("confirmed", None, "漏计")
    assert "another took its place" in page.get(URL).said()
    assert not page.get(here).page.xpath("//main//form")


def test_it_is_for_those_who_assess_or_answer(browse: Any, proposed: tuple[Any, AnnualAssessment]) -> None:
    first, finding = proposed
    here, own = f"{URL}{finding.uuid}/", finding.trainee.account.user
    annual.confirm_finding(assessor(), finding)
    for user in (own, liaison(finding.unit)):
        page = browse(user)
        assert [page.get(url).status for url in (URL, YEAR)] == [403, 403]
        assert not page.get(here).page.xpath("//main//form")
        token = page.client.cookies["csrftoken"].value if "csrftoken" in page.client.cookies else ""
        said = {"step": "report", "csrfmiddlewaretoken": token}
        assert page.client.post(here, said).status_code == 403
    assert browse(officer()).get(YEAR).status == 403
    assert not browse(officer()).get(here).page.xpath("//main//form")
    assert browse(factories.user()).get(here).status == 404
    assert browse(first).get(URL).each("//tbody//a") == ["T1 2026"]
