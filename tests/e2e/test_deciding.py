"""Staff decide in a real browser: appeals, annual assessments, backfills, on a desk and a phone (8.2.1, 8.2.5)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.academy import Backstage
from tests.e2e.axe import violations
from tests.e2e.browsing import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

APPEALS, ANNUAL, BACKFILLS = "/cadretrain/appeals/", "/cadretrain/annual-assessments/", "/cadretrain/backfills/"
PHONE, DESK = {"width": 375, "height": 844}, {"width": 1280, "height": 900}

Picture = Callable[[str], Path]


def look(page: Page, picture: Picture, name: str) -> None:
    """Fail where a page is wider than either screen or axe finds something wrong with it; take its picture."""
    for size, screen in (("phone", PHONE), ("desk", DESK)):
        page.set_viewport_size(screen)  # type: ignore[arg-type]
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (page.url, size)
        assert violations(page) == [], (page.url, size)
        page.screenshot(path=picture(f"{name}-{size}"), full_page=True)


def staff(visit: Callable[..., Visitor], username: str) -> Page:
    """Return the page of somebody who reads English. That a form is sent with a mistake is part of the way."""
    visitor = visit(username, viewport=DESK)
    visitor.expect("400")
    visitor.speak("en")
    return visitor.page


def test_an_appeal_is_answered(visit: Callable[..., Visitor], backstage: Backstage, picture: Picture) -> None:
    backstage.do("appeal", username="trainee003")
    page = staff(visit, "officer-qh")
    page.goto(APPEALS)
    look(page, picture, "appeals")
    page.locator("tbody a").click()
    page.get_by_role("heading", level=1).wait_for()
    look(page, picture, "appeal")
    page.get_by_label("It is accepted").check()
    page.get_by_label("Score in percent").fill("70")
    page.get_by_role("button", name="Answer").click()
    page.get_by_role("alert").wait_for()
    look(page, picture, "appeal-refused")
    page.get_by_label("Answer").fill("经查，第三题漏计十五分。")
    page.get_by_label("Day of the assessment").fill("2025-12-28")
    page.get_by_role("button", name="Answer").click()
    page.wait_for_url(f"**{APPEALS}")
    assert "accepted" in page.get_by_role("status").inner_text()
    assert page.locator("tbody tr").count() == 0


def test_a_year_is_proposed_confirmed_and_reported(visit: Callable[..., Visitor], picture: Picture) -> None:
    page = staff(visit, "affairs-qhgx")
    page.goto(ANNUAL)
    page.get_by_role("link", name="Assess a year").click()
    look(page, picture, "assess-year")
    page.get_by_label("Propose what is found of everybody").check()
    page.get_by_role("button", name="Do it").click()
    page.wait_for_url(f"**{ANNUAL}")
    look(page, picture, "annual-assessments")
    proposed = page.locator("tbody tr").count()
    assert proposed >= 1
    second = staff(visit, "affairs-qhgx-2")
    second.goto(ANNUAL)
    second.locator("tbody a").first.click()
    second.get_by_role("heading", name="The arithmetic").wait_for()
    look(second, picture, "annual-assessment")
    second.get_by_label("It is confirmed, and archived").check()
    second.get_by_role("button", name="Do it").click()
    second.wait_for_url(f"**{ANNUAL}")
    assert "confirmed" in second.get_by_role("status").inner_text()


def test_a_backfill_is_admitted(
    visit: Callable[..., Visitor], backstage: Backstage, picture: Picture, tmp_path: Path
) -> None:
    log = tmp_path / "tracking.log"
    log.write_text("{broken\n", encoding="utf-8")
    backstage.do("backfill", log=str(log))
    page = staff(visit, "admin")
    page.goto(BACKFILLS)
    look(page, picture, "backfills")
    page.locator("tbody a").click()
    page.get_by_role("heading", name="What was read and inferred").wait_for()
    look(page, picture, "backfill")
    page.get_by_role("button", name="Admit it for credit").click()
    page.wait_for_url(f"**{BACKFILLS}")
    assert page.locator("tbody td").last.inner_text() == "admitted"
