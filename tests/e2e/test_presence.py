"""The presence check: asked in a dialog, answered by keyboard or not at all (3.9)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cadretrain_xblock.messages import CARD
from tests.e2e.academy import Academy, wait_for
from tests.e2e.axe import violations
from tests.e2e.browsing import Card, Visitor
from tests.e2e.policy import PERIOD_S, PRESENCE_EVERY_S, PRESENCE_WAIT_S
from tests.e2e.studying import Ledger, study

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator

pytestmark = pytest.mark.browser

MFE = "http://127.0.0.1:2000/"
FOCUSED = "() => document.activeElement && document.activeElement.dataset.part"


@pytest.fixture(scope="module")
def asking(academy: Academy) -> Iterator[Academy]:
    """Return a second server on the same home, which asks whether people are still there."""
    running = Academy(academy.home, "tests.e2e.asking_settings")
    running.start()
    yield running
    running.stop()


@pytest.fixture
def trainee(browser: Browser, asking: Academy, _left_pages: None) -> Iterator[Visitor]:
    visitor = Visitor(browser, asking.url, viewport={"width": 900, "height": 740})
    visitor.sign_in("trainee001")
    visitor.speak("en")
    yield visitor
    visitor.context.close()
    assert visitor.complaints == []


def dialog(card: Card) -> Locator:
    return card.page.get_by_role("alertdialog", name=CARD["presence"])


def asked(card: Card) -> Locator:
    """Wait for the question."""
    dialog(card).wait_for()
    return dialog(card)


def reasons_until(card: Card, reason: str) -> list[Any]:
    """Study on until a beat does not count for this reason; return those of all beats up to then."""
    reasons: list[Any] = []
    while reason not in reasons:
        reasons += [beat["reason"] for beat in card.wait_for_beats()]
    return reasons


def test_answered_by_keyboard(trainee: Visitor, ledger: Ledger, course_run: str) -> None:
    card = trainee.open_course(course_run)
    for _time in range(2):
        question = asked(card)
        card.page.keyboard.press("Enter")
        question.wait_for(state="hidden")
        study(card)
    (run,) = ledger.runs  # never broken off
    assert ledger.learned >= run[1] - run[0] - 1
    assert run[1] - run[0] >= 2 * PRESENCE_EVERY_S


def test_keeps_the_focus_and_can_be_read(trainee: Visitor, course_run: str, picture: Callable[[str], Path]) -> None:
    card = trainee.open_course(course_run)
    before = card.page.get_by_role("link").first
    before.focus()
    question = asked(card)
    assert card.page.evaluate(FOCUSED) == "presence-confirm"
    for key in ("Tab", "Shift+Tab", "Tab", "Tab"):
        card.page.keyboard.press(key)
        assert not card.page.evaluate("() => document.activeElement.matches('a, summary')")
    wait_for(
        lambda: card.page.keyboard.press("Tab") or card.page.evaluate(FOCUSED) == "presence-confirm",
        "the focus to come back",
        pause=card.pause,
    )
    assert violations(card.page, "dialog") == []
    assert question.evaluate("dialog => document.getElementById(dialog.getAttribute('aria-describedby')).innerText")
    card.page.screenshot(path=picture("presence"))
    card.page.keyboard.press("Space")
    question.wait_for(state="hidden")
    assert before.evaluate("link => document.activeElement === link")


def test_escape_claims_nothing(trainee: Visitor, ledger: Ledger, course_run: str) -> None:
    card = trainee.open_course(course_run)
    asked(card)
    for _time in range(3):
        card.page.keyboard.press("Escape")
    assert set(reasons_until(card, "absent")) == {None, "absent"}
    learned = ledger.learned
    assert [beat["reason"] for beat in card.wait_for_beats(3)] == ["absent"] * 3
    assert ledger.learned == learned
    asked(card)


def test_unanswered_counts_no_longer_than_the_wait(trainee: Visitor, ledger: Ledger, course_run: str) -> None:
    card = trainee.open_course(course_run)
    reasons_until(card, "absent")
    began = time.monotonic()
    learned = ledger.learned
    assert learned <= PRESENCE_EVERY_S + PRESENCE_WAIT_S + PERIOD_S
    card.wait_for_beats(3)
    assert ledger.learned == learned

    asked(card).get_by_role("button", name=CARD["presence_confirm"]).click()
    study(card)
    dialog(card).wait_for(state="hidden")
    assert ledger.learned <= learned + time.monotonic() - began


def test_is_asked_where_the_trainee_looks(trainee: Visitor, course_run: str, picture: Callable[[str], Path]) -> None:
    """In the learning MFE the unit is a frame of another origin, as tall as its content."""
    trainee.context.route("**/courses/*/", _framed)
    trainee.context.route(f"{MFE}**", lambda route: route.fulfill(content_type="text/html", body=_mfe(route)))
    trainee.page.goto(f"{MFE}?{trainee.url}/courses/{course_run}/")
    frame = trainee.page.frame_locator("iframe")
    frame.get_by_role("alertdialog").wait_for()

    def is_in_sight() -> bool:
        box = frame.get_by_role("alertdialog").bounding_box()
        return box is not None and box["y"] >= 0 and box["y"] + box["height"] <= 740

    wait_for(is_in_sight, "the question to be seen", pause=lambda: trainee.page.wait_for_timeout(50))
    trainee.page.screenshot(path=picture("presence-in-frame"))


def _mfe(route: Any) -> str:
    unit = route.request.url.partition("?")[2]
    script = "<script>onload = () => scrollTo(0, 2000)</script>"
    return f'<!DOCTYPE html>{script}<iframe title="unit" src="{unit}" style="width: 100%; height: 5000px"></iframe>'


def _framed(route: Any) -> None:
    answer = route.fetch()
    headers = {name: value for name, value in answer.headers.items() if name != "x-frame-options"}
    route.fulfill(response=answer, headers=headers)
