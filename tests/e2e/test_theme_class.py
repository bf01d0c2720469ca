"""A theme class in a course page: chosen by its author, seen by who is in it and by who is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.academy import Backstage
from tests.e2e.axe import violations
from tests.e2e.browsing import Visitor
from tests.e2e.test_authoring import overflow, words
from tests.e2e.test_studio import focused, tab_to, type_over

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser

COURSE_RUN = "course-v1:QHGX+CLASS+2026"


def class_card(page: Page) -> Locator:
    """Return the card of the course run, once the plugin has answered."""
    page.goto(f"/courses/{COURSE_RUN}/")
    card = page.locator("[data-cadretrain=class]")
    page.wait_for_selector("[data-cadretrain=class]:is([data-state], [data-error])")
    return card


def test_a_class_is_put_into_a_page(
    visit: Callable[..., Visitor], backstage: Backstage, picture: Callable[[str], Path]
) -> None:
    uuid = backstage.do("theme_class", username="trainee001")
    backstage.do("load_unmarked_unit", course_run=COURSE_RUN)
    author = visit("author")
    author.expect("404")  # this author is not of the class
    page = author.page
    page.goto(f"/studio/{COURSE_RUN}/")
    page.get_by_role("button", name="添加专题班组件").press("Enter")
    page.wait_for_url("**/edit/")
    form = page.locator("form.cadretrain-form")
    tab_to(page, "theme_class")
    type_over(page, "K1")
    page.keyboard.press("Enter")
    form.get_by_text("这不是专题班标识。").wait_for()
    assert focused(page) == "theme_class"
    assert violations(page) == []
    type_over(page, f"https://lms.example/theme-classes/{uuid.upper()}/")
    page.keyboard.press("Enter")
    form.get_by_text("已保存。").wait_for()
    assert form.locator("[name=theme_class]").input_value() == uuid
    page.screenshot(path=picture("class-form"), full_page=True)
    page.goto(f"/studio/{COURSE_RUN}/")
    page.get_by_text("您不能查看本专题班。").wait_for()


def test_each_trainee_sees_where_they_stand(visit: Callable[..., Visitor], picture: Callable[[str], Path]) -> None:
    """In the class of the test above."""
    inside = visit("trainee001", viewport={"width": 360, "height": 740})
    card = class_card(inside.page)
    assert words(card) == "专题班 青年干部专题班 班级状态 进行中 我的报名 已通过审核 专题班类型 开放式专题班"
    assert (violations(inside.page, "[data-cadretrain=class]"), overflow(inside.page)) == ([], 0)
    inside.page.screenshot(path=picture("class-card"), full_page=True)

    outside = visit("trainee002")
    outside.expect("404")
    outside.speak("en")
    assert words(class_card(outside.page)) == "Theme class Theme class This class is not open to you."


def test_progress_is_shown_as_far_as_it_is_known(visit: Callable[..., Visitor], picture: Callable[[str], Path]) -> None:
    """What later the plugin answers of a class, in the shape of the contract."""
    visitor = visit("trainee001")
    answer = {
        "title": "青年干部专题班",
        "class_type": "assigned",
        "state": "running",
        "registration": "confirmed",
        "required_hours": "10",
        "fulfilled_hours": "7.25",
        "required_courses": 12,
        "fulfilled_courses": 9,
        "certificate_url": "/certificates/1",
    }
    visitor.page.route("**/theme-classes/*/card/", lambda route: route.fulfill(json=answer))
    card = class_card(visitor.page)
    told = words(card)
    assert "学时 7.25／共 10 课程 9／共 12" in told
    assert "还需 2.75 学时" in told
    assert "还需完成 3 门课程" in told
    bar = card.get_by_role("progressbar")
    assert (bar.get_attribute("aria-valuenow"), bar.get_attribute("aria-valuetext")) == ("72", "72%")
    assert card.get_by_role("link", name="查看我的证书").get_attribute("href") == "/certificates/1"
    assert violations(visitor.page, "[data-cadretrain=class]") == []
    visitor.page.screenshot(path=picture("class-progress"), full_page=True)
