"""A course from draft to release in a real browser: academic affairs, two reviewers, the department (7.1.2, 7.1.3)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.browsing import Visitor
from tests.e2e.test_catalogue import check, tab_to

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

COURSES, ASKED, REPORTS = "/cadretrain/courses/", "/cadretrain/reviews/", "/cadretrain/course-reports/"
TITLE = "区域经济协调发展专题"
"""The one course of the demonstration that nobody has handed in yet."""

RETURNED = "税收分成的例子没有出处。"
SIZES = {"phone": 375, "desktop": 1280}


def open_course(page: Page) -> None:
    page.goto(COURSES)
    page.locator("tbody a", has_text=TITLE).first.click()
    page.wait_for_selector("#history")


def act(page: Page, label: str, reason: str = "") -> None:
    """Press a button of the panel, say why where it is asked, and confirm."""
    page.locator(".panel a.button", has_text=label).first.click()
    page.wait_for_selector("form.sheet")
    check(page)
    if reason:
        page.fill("#id_reason", reason)
    page.locator("form.sheet button").click()
    page.wait_for_selector(".messages .success")


def name_reviewer(page: Page, username: str, method: str, *angles: str) -> None:
    page.locator(".panel a.button", has_text="指定审核人").click()
    page.fill("#id_reviewer", username)
    page.check(f"input[name=method][value={method}]")
    for box in page.locator("input[name=angles]").all():
        box.set_checked(box.get_attribute("value") in angles)
    check(page)
    page.locator("form.sheet button").click()
    page.wait_for_selector(".messages .success")


def hand_in(page: Page) -> None:
    """Put the course under review, by two people who are asked from all five angles."""
    act(page, "提交审核")
    name_reviewer(page, "reviewer-one", "internal", "political", "reasonableness", "completeness")
    name_reviewer(page, "reviewer-two", "external", "scientific", "conformity")


def send_back(reviewer: Visitor, path: Path) -> None:
    """Return the course, at first without saying why."""
    reviewer.expect("400")
    page = reviewer.page
    review(page, 0)
    page.check("input[name=verdict][value=return]")
    page.locator("form.sheet button").click()
    page.wait_for_selector(".summary")
    check(page)
    page.screenshot(path=path, full_page=True)
    page.fill("#id_opinion", RETURNED)
    page.locator("form.sheet button").click()
    page.wait_for_selector(".messages .success")


def review(page: Page, times: int, verdict: str = "pass", opinion: str = "") -> None:
    """Open what is asked of the one course, and give so many verdicts one after the other."""
    page.goto(ASKED)
    page.locator(".card", has_text=TITLE).locator(".acts .button").last.click()
    for _angle in range(times):
        page.check(f"input[name=verdict][value={verdict}]")
        page.fill("#id_opinion", opinion)
        page.locator("form.sheet button").click()
        page.wait_for_selector(".messages .success")


def test_a_course_is_reviewed_returned_and_released(
    visit: Callable[..., Visitor], picture: Callable[[str], Path]
) -> None:
    affairs, first, second = (visit(name) for name in ("affairs-jcgx", "reviewer-one", "reviewer-two"))
    page = affairs.page
    open_course(page)
    assert page.locator(".panel .badge").inner_text() == "草稿"
    act(page, "进入制作")
    hand_in(page)
    page.screenshot(path=picture("under-review"), full_page=True)

    first.page.goto(ASKED)
    first.page.locator(".card", has_text=TITLE).get_by_text("查看课程内容").click()
    first.page.get_by_role("heading", name=TITLE).first.wait_for()
    review(first.page, 3)
    send_back(second, picture("verdict-wrong"))

    open_course(page)
    assert page.locator(".panel .badge").inner_text() == "制作中"
    assert RETURNED in page.locator("section[aria-labelledby=history]").inner_text()
    hand_in(page)
    review(first.page, 3, opinion="符合要求。")
    review(second.page, 2)
    open_course(page)
    act(page, "发布")
    assert page.locator(".panel .badge").inner_text() == "已发布"
    check(page)
    page.screenshot(path=picture("released"), full_page=True)
    trainee = visit("trainee001").page
    trainee.goto(f"/cadretrain/catalogue/?words={TITLE}")
    assert trainee.locator("#found .card h3 a").all_inner_texts() == [TITLE]


def test_the_department_takes_note_of_what_was_taken_offline(
    visit: Callable[..., Visitor], picture: Callable[[str], Path]
) -> None:
    """The course of the test above."""
    page = visit("affairs-jcgx").page
    open_course(page)
    act(page, "下线", reason="讲师调离，内容须重做")
    department = visit("officer-jc").page
    department.goto(REPORTS)
    check(department)
    department.screenshot(path=picture("reports"), full_page=True)
    department.locator("tr", has_text=TITLE).locator(".acts a").click()
    department.wait_for_selector("form.sheet")
    check(department)
    department.fill("#id_remarks", "请于下月底前完成。")
    department.locator("form.sheet button").click()
    department.wait_for_selector(".messages .success")
    open_course(page)
    assert "请于下月底前完成。" in page.locator("section[aria-labelledby=history]").inner_text()
    act(page, "重新上线", reason="内容已重做")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_fits_every_screen_and_is_accessible(
    visit: Callable[..., Visitor], picture: Callable[[str], Path], size: str, language: str
) -> None:
    def look(page: Page, name: str, waited_for: str = "main") -> None:
        page.wait_for_selector(waited_for)
        check(page)
        page.screenshot(path=picture(f"{name}-{size}-{language}"), full_page=True)

    viewport = {"width": SIZES[size], "height": 900}
    affairs, reviewer, officer = (
        visit(name, viewport=viewport) for name in ("affairs-jcgx", "reviewer-one", "officer-jc")
    )
    for visitor in (affairs, reviewer, officer):
        visitor.speak(language)
    affairs.page.goto(COURSES)
    look(affairs.page, "courses")
    affairs.page.goto(f"{COURSES}?words=没有这门课")
    look(affairs.page, "nothing")
    affairs.page.goto(f"{COURSES}?state=under_review")
    affairs.page.locator("tbody a").first.click()
    look(affairs.page, "version", "#history")
    affairs.page.locator(".panel a.button").first.click()
    look(affairs.page, "reviewers", "form.sheet")
    reviewer.page.goto(ASKED)
    look(reviewer.page, "asked")
    reviewer.page.locator(".card .acts .button").last.click()
    look(reviewer.page, "verdict", "form.sheet")
    reviewer.page.goto(f"{ASKED}?show=given")
    look(reviewer.page, "given")
    officer.page.goto(f"{REPORTS}?show=all")
    look(officer.page, "reports")
    officer.page.goto(REPORTS)
    look(officer.page, "noted")


def test_a_verdict_is_given_by_keyboard_alone_and_without_script(visit: Callable[..., Visitor]) -> None:
    visitor = visit("reviewer-two")
    visitor.expect("400")
    page = visitor.page
    page.goto(ASKED)
    tab_to(page, "document.activeElement.matches('.card .acts a.button:last-child')")
    page.keyboard.press("Enter")
    page.wait_for_selector("#id_opinion")
    tab_to(page, "document.activeElement.name === 'verdict'")
    page.keyboard.press("ArrowDown")
    tab_to(page, "document.activeElement.matches('form.sheet button')")
    page.keyboard.press("Enter")
    page.wait_for_selector(".summary")

    plain = visit("affairs-jcgx", java_script_enabled=False).page
    plain.goto(COURSES)
    plain.fill("#id_words", "营商环境")
    plain.click("form.filters button")
    assert plain.locator("tbody tr").count() == 1
