"""One course at a time: a second one says which is open, and offers to take its place (3.9, R7)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cadretrain_xblock.messages import CARD
from tests.e2e.academy import Backstage, wait_for
from tests.e2e.axe import violations
from tests.e2e.browsing import Card, Visitor
from tests.e2e.policy import PERIOD_S
from tests.e2e.studying import Ledger, pass_time, study

pytestmark = pytest.mark.browser


@pytest.fixture
def other_run(_untouched: Iterator[str]) -> str:
    """Return one more released course that nobody has studied."""
    return next(_untouched)


def wait_until(card: Card, code: str) -> None:
    card.page.wait_for_selector(f"[data-elsewhere={code}]")


def test_second_course_offers_to_take_over(
    visit: Callable[..., Visitor],
    backstage: Backstage,
    ledger: Ledger,
    course_run: str,
    other_run: str,
    picture: Callable[[str], Path],
) -> None:
    visitor = visit("trainee001", viewport={"width": 900, "height": 740})
    visitor.expect("409")
    visitor.speak("en")
    other = Ledger(backstage, "trainee001", other_run)
    began = time.monotonic()
    first = visitor.open_course(course_run)
    study(first)
    second = visitor.open_course(other_run, visitor.context.new_page())
    wait_until(second, "other_course")
    assert backstage.do("versions", course_run=course_run)[-1]["title"] in second.text("notice")
    assert (second.text("state"), second.text("rest")) == ("", "")
    assert violations(second.page, "[data-cadretrain=card]") == []
    second.page.screenshot(path=picture("other-course"))
    study(first)
    assert other.learned == 0

    second.page.get_by_role("button", name=CARD["take_over"]).click()
    study(second)
    assert second.text("notice") == ""
    wait_until(first, "taken_over")
    assert CARD["take_over"] in first.text("notice")
    first.page.screenshot(path=picture("taken-over"))
    learned = ledger.learned
    study(second, 4)
    assert ledger.learned == learned

    first.page.get_by_role("button", name=CARD["take_over"]).click()
    study(first)
    wait_until(second, "taken_over")
    assert ledger.learned + other.learned <= time.monotonic() - began


def test_closed_course_is_not_in_the_way(
    visit: Callable[..., Visitor], backstage: Backstage, course_run: str, other_run: str
) -> None:
    visitor = visit("trainee001")
    visitor.expect("409")
    first = visitor.open_course(course_run)
    study(first)
    second = visitor.open_course(other_run, visitor.context.new_page())
    wait_until(second, "other_course")
    first.page.goto("/courses/")
    pass_time(second, 2 * PERIOD_S)
    assert second.root.get_attribute("data-elsewhere") == "other_course"  # nothing is taken without being asked

    other = Ledger(backstage, "trainee001", other_run)

    def looked_at() -> bool:
        second.page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
        return other.learned >= 1

    wait_for(looked_at, "the second course to count", pause=second.pause)
    assert second.root.get_attribute("data-elsewhere") is None
