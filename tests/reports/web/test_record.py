"""One's own record of a course, and appealing from it (8.2.5)."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports.applets.appeals.api import Appeal
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.workflows.appeals import reject_appeal
from tests import factories
from tests.factories_assessments import assessed, assessor, record, score

pytestmark = pytest.mark.django_db

MINE = "/cadretrain/my-courses/"


def test_a_failed_assessment_says_what_to_do_next(browse: Any, at_new_year: SimulatedClock) -> None:
    account, version = factories.trainee(), assessed()
    factories.learn(account, at_new_year, 120)
    page = browse(account.user).get(MINE)
    assert "passed from 60 percent on" in page.said()
    page.get(f"{MINE}{version.course.uuid}/")
    assert "not been assessed yet" in page.said()
    record(account, version, score("45"))
    page.get(f"{MINE}{version.course.uuid}/")
    assert "Take the assessment again" in page.said()
    assert page.each("//tbody//td")[:4] == ["1", "Jan. 5, 2026", "45.00", "not passed"]


def test_an_appeal_is_made_and_answered(browse: Any, at_new_year: SimulatedClock) -> None:
    account, version = factories.trainee(), assessed()
    factories.learn(account, at_new_year, 120)
    url = f"{MINE}{version.course.uuid}/"
    page = browse(account.user).get(url).press(url, subject="time", reason="断线")
    assert page.response.redirect_chain == [(url, 302)]
    assert "断线 – asked" in page.said()
    page.press(url, subject="time", reason="又断线")
    assert page.status == 400
    assert "open already" in page.said("//div[@role='alert']")
    reject_appeal(assessor(), Appeal.objects.get(), "无记录")
    assert "断线 – rejected: 无记录" in page.get(url).said()


def test_who_has_nothing_on_record(browse: Any, at_new_year: SimulatedClock) -> None:
    version = assessed()
    url = f"{MINE}{version.course.uuid}/"
    assert "not begun this course" in browse(factories.trainee().user).get(url).said()
    assert browse(factories.user()).get(url).status == 200
    draft = factories.draft("C2")
    assert browse(factories.trainee().user).get(f"{MINE}{draft.course.uuid}/").status == 404
