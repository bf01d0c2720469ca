"""Site operators read on their pages what backfills inferred, and admit what another one ran (3.9, 8.2.5)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cadretrain_reports.applets.backfill.models import Backfill
from cadretrain_reports.clock import SimulatedClock
from tests import factories
from tests.factories_backfill import backfilled, marked, operator
from tests.factories_people import officer

pytestmark = pytest.mark.django_db

URL = "/cadretrain/backfills/"


@pytest.fixture
def run(at_new_year: SimulatedClock, tmp_path: Path) -> Backfill:
    marked()
    return backfilled(operator("first-operator"), tmp_path / "t.log", factories.trainee().user_id)


def test_a_second_operator_admits_what_the_first_one_ran(browse: Any, run: Backfill) -> None:
    first, second = browse(run.started_by), browse(operator("second-operator"))
    here = f"{URL}{run.uuid}/"
    assert first.get(URL).each("//tbody//td")[1::2] == ["first-operator", "to be admitted"]
    assert "another site operator admits it" in first.get(here).said()
    assert "Intervals inferred: 1" in first.each("//main//li")
    assert not first.page.xpath("//main//form")
    token = first.client.cookies["csrftoken"].value
    refused = first.client.post(here, {"csrfmiddlewaretoken": token})
    assert (refused.status_code, "Another person" in refused.content.decode()) == (400, True)
    second.get(here).press(here)
    assert second.response.redirect_chain == [(URL, 302)]
    assert second.each("//*[@role='status']//p") == ["Admitted: 1 credit granted."]
    assert second.each("//tbody//td")[-1] == "admitted"
    assert "second-operator" in second.get(here).said()
    assert not second.page.xpath("//main//form")


def test_one_that_broke_off_is_not_admitted(browse: Any, run: Backfill) -> None:
    Backfill.objects.update(ended_at=None)
    page = browse(operator("second-operator"))
    assert page.get(URL).each("//tbody//td")[-1] == "not at its end"
    assert "Run the command again" in page.get(f"{URL}{run.uuid}/").said()
    assert not page.page.xpath("//main//form")


def test_it_is_for_site_operators(browse: Any, run: Backfill) -> None:
    for user in (officer(), factories.user()):
        assert browse(user).get(URL).status == 403
        assert browse(user).get(f"{URL}{run.uuid}/").status == 404
