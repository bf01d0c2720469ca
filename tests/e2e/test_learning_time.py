"""What a trainee sees of the time that counted, and why the rest did not (3.9)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import translation

from cadretrain_reports.rules.durations import StudyPolicy
from cadretrain_reports.web.learning_time import meanings
from tests.e2e.academy import Backstage
from tests.e2e.axe import violations
from tests.e2e.browsing import Visitor
from tests.e2e.studying import HIDE, study

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "days_ago"), [(1000, 2), (390, 4)])
def test_every_second_that_does_not_count_has_a_reason(
    visit: Callable[..., Visitor],
    backstage: Backstage,
    course_run: str,
    picture: Callable[[str], Path],
    width: int,
    days_ago: int,
) -> None:
    backstage.do("study_before", username="trainee001", course_run=course_run, seconds=125, hours_ago=24 * days_ago)
    visitor = visit("trainee001", viewport={"width": width, "height": 844})
    visitor.speak("en")
    card = visitor.open_course(course_run)
    study(card)
    card.page.evaluate(HIDE, True)
    hidden: list[str | None] = []
    while hidden.count("hidden") < 4:
        hidden += [beat["reason"] for beat in card.wait_for_beats()]
    title = card.root.locator("h3").inner_text()
    page = visitor.page
    page.goto("/cadretrain/my-courses/")
    page.get_by_role("link", name=f"Learning time: {title}").click()
    page.get_by_role("heading", name=f"Learning time: {title}").wait_for()
    rows = page.locator("tbody tr")
    assert rows.count() == 2
    assert "Page in the background" in rows.first.inner_text()
    assert "2:05" in rows.last.inner_text()
    with translation.override("en"):
        assert meanings(StudyPolicy())["hidden"] in page.locator("main").inner_text()
    assert violations(page) == []
    page.screenshot(path=picture("learning-time"), full_page=True)
