"""The first sign-in: rules are read and accepted in a window of their own, and the card goes on by itself (6.1.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.academy import Backstage
from tests.e2e.browsing import Visitor

pytestmark = pytest.mark.browser


@pytest.fixture
def rules(backstage: Backstage) -> Iterator[str]:
    """Have rules published; whatever the test leaves, everybody has accepted them afterwards."""
    yield backstage.do("publish_rules")
    backstage.do("accept_rules")


def test_no_time_counts_before_the_rules_are_accepted(
    visit: Callable[..., Visitor],
    backstage: Backstage,
    course_run: str,
    rules: str,
    picture: Callable[[str], Path],
) -> None:
    visitor = visit("trainee003", viewport={"width": 900, "height": 740})
    card = visitor.open_course(course_run)
    card.wait_for_state("rules_not_accepted")
    assert card.part("rules").is_visible()
    assert card.text("rest") == card.text("notice") == ""
    card.page.screenshot(path=picture("card-rules"))
    card.page.wait_for_timeout(1500)
    assert backstage.do("studied", username="trainee003", course_run=course_run)["runs"] == []

    with visitor.context.expect_page() as opened:
        card.part("rules").locator("a").click()
    page = opened.value
    page.get_by_role("heading", name="平台使用规则").wait_for()
    page.screenshot(path=picture("rules"), full_page=True)
    page.locator("main button").click()
    page.locator(".done").wait_for()
    page.screenshot(path=picture("rules-accepted"), full_page=True)
    page.close()

    card.wait_for_state("studying")
    assert not card.part("rules").is_visible()
    card.wait_for_beats(2)
    assert backstage.do("studied", username="trainee003", course_run=course_run)["runs"] != []
