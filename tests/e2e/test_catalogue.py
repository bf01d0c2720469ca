"""The catalogue in a real browser: found, chosen, begun and dropped, by mouse and by keyboard, on every screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.axe import violations
from tests.e2e.browsing import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

CATALOGUE, OWN, ADVICE = "/cadretrain/catalogue/", "/cadretrain/my-courses/", "/cadretrain/recommendations/"
SIZES = {"phone": 375, "tablet": 768, "desktop": 1280}


def check(page: Page) -> None:
    """Fail where a page is wider than its screen, or axe finds something wrong with it."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
    assert violations(page) == [], page.url


def open_first_course(page: Page) -> None:
    page.goto(CATALOGUE)
    page.locator(".card h3 a").first.click()
    page.wait_for_selector("article.course")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_fits_every_screen_and_is_accessible(
    visit: Callable[..., Visitor], picture: Callable[[str], Path], size: str, language: str
) -> None:
    trainee = visit("trainee001", viewport={"width": SIZES[size], "height": 900})
    trainee.speak(language)
    trainee.expect("404", "403")
    page = trainee.page
    for name, url in {
        "catalogue": CATALOGUE,
        "nothing-found": f"{CATALOGUE}?words=没有这门课",
        "own": OWN,
        "own-2025": f"{OWN}?year=2025",
        "rules": "/cadretrain/rules/",
        "missing": f"{CATALOGUE}00000000-0000-4000-8000-00000000dead/",
        "refused": ADVICE,
    }.items():
        page.goto(url)
        check(page)
        page.screenshot(path=picture(f"{name}-{size}-{language}"), full_page=True)
    open_first_course(page)
    check(page)
    page.screenshot(path=picture(f"course-{size}-{language}"), full_page=True)


@pytest.mark.parametrize("size", SIZES)
def test_recommending_fits_every_screen_and_says_what_is_wrong(
    visit: Callable[..., Visitor], picture: Callable[[str], Path], size: str
) -> None:
    liaison = visit("liaison-jc-01", viewport={"width": SIZES[size], "height": 900})
    liaison.expect("400")
    page = liaison.page
    page.goto(ADVICE)
    check(page)
    page.locator("td.acts a").first.click()
    check(page)
    open_first_course(page)
    page.locator(".panel a[href$='/recommend/']").click()
    check(page)
    page.fill("#id_audience", "NOWHERE")
    page.locator("form.sheet button").click()
    page.wait_for_selector(".summary")
    assert page.evaluate("document.activeElement.className") == "summary"
    check(page)
    page.screenshot(path=picture(f"recommend-wrong-{size}"), full_page=True)
    page.locator(".summary a").click()
    assert page.evaluate("document.activeElement.id || location.hash") in {"id_audience", "#id_audience"}


def test_in_the_dark_the_contrast_is_kept(visit: Callable[..., Visitor], picture: Callable[[str], Path]) -> None:
    page = visit("trainee001", color_scheme="dark").page
    for name, url in {"catalogue": CATALOGUE, "own": OWN}.items():
        page.goto(url)
        check(page)
        page.screenshot(path=picture(f"{name}-dark"), full_page=True)


def test_a_course_is_found_chosen_begun_and_dropped_by_keyboard_alone(visit: Callable[..., Visitor]) -> None:
    trainee = visit("trainee003")
    page = trainee.page
    page.goto(CATALOGUE)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "words"
    page.keyboard.type("部门预算")
    page.keyboard.press("Enter")
    page.wait_for_url("**words=**")
    page.wait_for_function("document.querySelectorAll('#found .card').length === 1")
    tab_to(page, "document.activeElement.closest('.card') && document.activeElement.tagName === 'BUTTON'")
    page.keyboard.press("Enter")
    page.wait_for_selector(".messages .success")
    tab_to(page, "document.activeElement.matches('.card h3 a')")
    page.keyboard.press("Enter")
    page.wait_for_selector("article.course")
    tab_to(page, "document.activeElement.matches('.panel a.button')")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-cadretrain=card]")
    assert page.locator("p.note", has_text="课程目录").count() == 0
    page.goto(OWN)
    tab_to(page, "document.activeElement.matches(\".card form[action$='/drop/'] button\")")
    page.keyboard.press("Enter")
    page.wait_for_selector(".messages .success")


def test_the_list_is_narrowed_without_loading_the_page_and_also_without_script(
    visit: Callable[..., Visitor], browser: object
) -> None:
    page = visit("trainee001").page
    page.goto(CATALOGUE)
    page.evaluate("window.stays = true")
    page.select_option("#id_hours", "1")
    page.wait_for_url("**hours=1**")
    page.wait_for_function("document.querySelector('.count').textContent.includes('2')")
    assert page.evaluate("window.stays === true")
    narrowed = page.locator("#found h3").all_inner_texts()

    plain = visit("trainee001", java_script_enabled=False).page
    plain.goto(CATALOGUE)
    plain.select_option("#id_hours", "1")
    plain.click("form.filters button")
    assert plain.locator("#found h3").all_inner_texts() == narrowed


def tab_to(page: Page, where: str, most: int = 60) -> None:
    """Press Tab until the focus is where it is wanted."""
    for _press in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(f"Boolean({where})"):
            return
    pytest.fail(f"the keyboard does not reach: {where}")
