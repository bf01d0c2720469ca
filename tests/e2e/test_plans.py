"""A plan in a real browser: issued from a template, acknowledged by a unit, read by a trainee as what is required."""

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

PLANS, OWN, CATALOGUE = "/cadretrain/plans/", "/cadretrain/my-courses/", "/cadretrain/catalogue/"
SIZES = {"phone": 375, "desktop": 1280}
INSTITUTION, TRAINEE = "QHGX", "trainee002"


def check(page: Page) -> None:
    """Fail where a page is wider than its screen, or axe finds something wrong with it."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
    assert violations(page) == [], page.url


class Way:
    """A plan on its way, on a screen of one size, with script or without; pages are looked at as they come."""

    def __init__(self, visit: Callable[..., Visitor], picture: Callable[[str], Path], size: str, script: str) -> None:
        self._visit, self._picture, self._size, self._script = visit, picture, size, script
        self.title = f"学习计划{size}{script}"

    def page_of(self, username: str) -> Page:
        """Return the browser of somebody. That a form is sent with a mistake is part of the way."""
        screen = {"width": SIZES[self._size], "height": 900}
        visitor = self._visit(username, viewport=screen, java_script_enabled=self._script == "script")
        visitor.expect("400")
        return visitor.page

    def look(self, page: Page, name: str) -> None:
        """Check a page and take its picture; axe needs script."""
        if self._script == "script":
            check(page)
            page.screenshot(path=self._picture(f"{name}-{self._size}"), full_page=True)


@pytest.fixture(params=["script", "plain"])
def script(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=list(SIZES))
def way(
    visit: Callable[..., Visitor], picture: Callable[[str], Path], request: pytest.FixtureRequest, script: str
) -> Way:
    return Way(visit, picture, request.param, script)


def begin(way: Way, page: Page) -> None:
    page.goto(PLANS)
    way.look(page, "plans")
    page.get_by_role("link", name="起草").click()
    way.look(page, "begin")
    page.select_option("#id_begin", "template:regulation-2023")
    page.locator("form.sheet button").click()
    page.wait_for_url("**/edit/")


def write(way: Way, page: Page, unit: str, course: str) -> None:
    page.fill("#id_title", way.title)
    for code in (unit, INSTITUTION):
        page.check(f"input[name=recipients][value='{code}']")
    page.fill("#id_line-2-required_course_hours", "90")
    page.fill("#id_line-2-courses", course)
    page.get_by_role("button", name="保存草稿").last.click()
    page.wait_for_selector(".summary")
    way.look(page, "edit-wrong")
    page.fill("#id_line-2-total_hours", "90")
    page.get_by_role("button", name="增加条目").click()
    page.wait_for_selector("#line-4")
    way.look(page, "edit")
    page.get_by_role("button", name="删除第 4 条").click()
    page.wait_for_selector("#line-4", state="detached")
    page.fill("#id_goals", "提升依法履职和数字治理能力")
    page.get_by_role("button", name="保存草稿").last.click()
    page.wait_for_selector(".messages .success")
    way.look(page, "draft")


def issue(way: Way, page: Page) -> None:
    page.get_by_role("button", name="下达").click()
    page.wait_for_selector(".messages .success")
    way.look(page, "issued")


def receive(way: Way, page: Page) -> None:
    page.goto(PLANS)
    way.look(page, "received")
    page.get_by_role("link", name=way.title).click()
    page.locator("section.panel").first.get_by_role("button", name="签收").click()
    page.wait_for_selector(".messages .success")
    way.look(page, "acknowledged")
    page.get_by_role("link", name="落实情况与完成报告").click()
    page.fill("#id_text", "均在进行")
    page.get_by_role("button", name="填写报告").click()
    page.wait_for_selector(".messages .success")
    way.look(page, "report")


def learn(way: Way, page: Page) -> None:
    page.goto(OWN)
    assert f"《{way.title}》第 3 条" in page.locator("section[aria-labelledby=to-do]").inner_text()
    assert "要求 90 学时" in page.locator("section[aria-labelledby=asked]").inner_text()
    way.look(page, "own")
    page.goto(f"{CATALOGUE}?need=required")
    assert page.locator("#found .badge", has_text="必修").count() > 0
    way.look(page, "required")
    page.goto(OWN)
    page.locator(".why a").last.click()
    page.wait_for_selector("article.issuance")
    way.look(page, "read")
    assert page.locator("main form").count() == 0


def test_a_plan_goes_down_and_its_reason_is_read_by_a_trainee(
    way: Way, backstage: Backstage, shown_course: str
) -> None:
    unit, course = backstage.do("unit_of", username=TRAINEE), backstage.do("course_code", course_run=shown_course)
    officer = way.page_of("officer-qh")
    begin(way, officer)
    write(way, officer, unit, course)
    issue(way, officer)
    receive(way, way.page_of(f"liaison-{unit.lower()}"))
    learn(way, way.page_of(TRAINEE))
