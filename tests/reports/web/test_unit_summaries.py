"""Summaries of units on pages (8.2.4)."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports.applets.summaries.api import UnitSummary
from tests import factories
from tests.factories_people import liaison, officer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]

URL = "/cadretrain/unit-summaries/"
SAID = {"organization": "BUREAU", "year": "2026", "receiver": "DEPARTMENT", "text": "总体良好"}


def test_from_the_draft_to_the_receipt(browse: Any) -> None:
    unit = factories.trainee().trainee.unit
    clerk, boss = browse(liaison(unit)), browse(officer())
    clerk.get(f"{URL}write/").press("/write/", **{**SAID, "receiver": "NOWHERE"})
    assert clerk.each("//div[@role='alert']//a") == ["Submitted to"]
    clerk.press("/write/", **SAID)
    summary = UnitSummary.objects.get()
    here = f"{URL}{summary.uuid}/"
    assert clerk.each("//dl//dd")[0] == "1"
    assert boss.get(here).status == 404
    clerk.get(here).press(here)
    assert clerk.response.redirect_chain == [(URL, 302)]
    assert clerk.each("//tbody//td")[-1] == "submitted"
    boss.get(here).press(here, verdict="return", answer="")
    assert boss.each("//div[@role='alert']//a") == ["Answer"]
    boss.press(here, verdict="receive", answer="收到")
    summary.refresh_from_db()
    assert (summary.state, summary.answer) == ("received", "收到")
    assert not boss.get(here).page.xpath("//main//form")


def test_it_is_for_those_who_write_or_receive(browse: Any) -> None:
    user = factories.trainee().user
    assert browse(user).get(URL).status == 403
    assert browse(officer()).get(f"{URL}write/").status == 403
