"""A liaison officer's check list on a page (8.2.4)."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports import clock
from cadretrain_reports.applets.reminders.api import Reminder
from tests import factories
from tests.factories_people import liaison, officer
from tests.factories_reminders import DECEMBER, planned

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]

URL = "/cadretrain/check-list/"


def test_those_who_lag_are_chosen_already_and_reminded(browse: Any) -> None:
    account = planned()
    page = browse(liaison(account.trainee.unit))
    with clock.simulated(DECEMBER):
        page.get(URL)
        assert page.each("//tbody//td")[1:] == ["36.5", "36.5", "93 points behind", "never"]
        assert page.page.xpath("//input[@name='trainee']/@checked") == ["checked"]
        page.press("/follow-up/", note="请抓紧")
        assert "Reminded: 1." in page.said("//*[@role='status']")
        page.press("/follow-up/", note="")
        assert "This must not be empty." in page.said("//body")
    assert Reminder.objects.get().note == "请抓紧"


def test_it_is_for_liaison_officers_and_their_units(browse: Any) -> None:
    unit = factories.trainee().trainee.unit
    assert browse(officer()).get(URL).status == 403
    page = browse(liaison(unit))
    assert page.get(URL, unit="DEPARTMENT").status == 404
    assert "Check list" in page.get(URL, unit="BUREAU").said()
