"""The author's form, by keyboard alone; and who may not come near it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.academy import Backstage
from tests.e2e.browsing import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser

FIELDS = [
    *["display_name", "course_code", "extent", "requirement", "provider", "course_duration", "assessment", "pass_mark"],
    *["source", "category", "objectives", "lecturers", "knowledge_points"],
]
STOPS = [name for name in FIELDS if name != "pass_mark"]
"""Where Tab stops while there is no assessment, and so no pass mark to give; the button comes after the duration."""
STOPS.insert(STOPS.index("course_duration") + 1, "propose")
DURATION = STOPS.index("course_duration")

REFUSED = {
    "zh-hans": {
        "0": "课程时长为 0 分钟或负数，不能计算学时。请填写课程的实际时长，如 16 或 15:01。",
        "-1": "课程时长为 0 分钟或负数，不能计算学时。请填写课程的实际时长，如 16 或 15:01。",
        "abc": "无法识别的时长。请填写分钟，如 16 或 15.5；或分和秒，如 15:01。",
        "": "请填写课程时长（分钟），如 16 或 15:01。",
    },
    "en": {
        "0": "A course of 0 minutes or less yields no credit-hours. Write how long the course is, as 16 or 15:01.",
        "-1": "A course of 0 minutes or less yields no credit-hours. Write how long the course is, as 16 or 15:01.",
        "abc": "This is no duration. Write minutes, as 16 or 15.5, or minutes and seconds, as 15:01.",
        "": "Give the course a duration in minutes, as 16 or 15:01.",
    },
}
NOT_SAVED = {
    "zh-hans": "未保存。请更正标出的内容后再保存。",
    "en": "Not saved. Mend what is marked and save again.",
}
SAVED = {"zh-hans": "已保存。", "en": "Saved."}


def typed(form: Locator) -> dict[str, str]:
    """Return what stands in the fields."""
    return {name: form.locator(f"[name={name}]").input_value() for name in FIELDS}


def focused(page: Page) -> str:
    """Return the name of the field that has the focus, or the part that the button is."""
    return str(page.evaluate("document.activeElement.name || document.activeElement.dataset.part || ''"))


def tab_to(page: Page, name: str) -> list[str]:
    """Press Tab until the field has the focus; return the names of all that had it on the way."""
    passed: list[str] = []
    while not passed or passed[-1] != name:
        assert len(passed) < 30, passed
        page.keyboard.press("Tab")
        passed.append(focused(page))
    return passed


def tab_back_to(page: Page, name: str) -> None:
    """Press Shift and Tab until the field has the focus."""
    for _press in FIELDS:
        page.keyboard.press("Shift+Tab")
        if focused(page) == name:
            return
    raise AssertionError(name)


def type_over(page: Page, text: str) -> None:
    """Replace what stands in the focused field."""
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.keyboard.type(text)


def press_save(page: Page, form: Locator, outcome: str) -> None:
    """Send the form by Enter from the field that has the focus, and wait for what came of it."""
    with page.expect_response(lambda response: "/save_marking/" in response.url):
        page.keyboard.press("Enter")
    form.locator("[data-part=status]").get_by_text(outcome, exact=True).wait_for()


def type_duration(page: Page, form: Locator, text: str, seconds: int, hours: str) -> None:
    """Type a duration; wait until these whole seconds have been asked for, and these hours are shown."""
    with page.expect_response(lambda answer: answer.url.endswith(f"course_duration={seconds}")):
        type_over(page, text)
    form.locator("output[data-part=hours]").get_by_text(hours, exact=True).wait_for()


def test_hours_appear_while_typing(
    visit: Callable[..., Visitor], backstage: Backstage, shown_course: str, picture: Callable[[str], Path]
) -> None:
    author = visit("author", viewport={"width": 900, "height": 1180}, device_scale_factor=2)
    form, page = author.open_form(shown_course), author.page
    before = backstage.do("versions", course_run=shown_course)
    assert tab_to(page, "cancel")[-len(STOPS) - 2 :] == [*STOPS, "save", "cancel"]
    page.keyboard.press("Shift+Tab")
    for name in [*reversed(STOPS)][:-DURATION]:
        page.keyboard.press("Shift+Tab")
        assert focused(page) == name
    assert form.locator("output[data-part=hours]").get_attribute("aria-live") == "polite"
    edges = [("15", 900, "0.25"), ("15:01", 901, "0.5"), ("30", 1800, "0.5"), ("30:01", 1801, "1")]
    for text, seconds, hours in [*edges, ("１５：０１", 901, "0.5"), ("３０。５", 1830, "1")]:
        type_duration(page, form, text, seconds, hours)
        if text == "15:01":
            page.evaluate("scrollTo(0, 0)")
            page.screenshot(path=picture("studio-form"))
    hint = form.locator("[data-part=hint]")
    assert "30 分钟" in hint.inner_text()
    type_duration(page, form, "30", 1800, "0.5")
    assert hint.is_hidden()
    type_over(page, "0")
    form.locator("[data-error=course_duration]").wait_for()
    assert form.locator("output[data-part=hours]").inner_text() == "–"
    assert backstage.do("versions", course_run=shown_course) == before


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_bad_duration_is_refused_and_good_one_published(
    visit: Callable[..., Visitor],
    backstage: Backstage,
    course_run: str,
    picture: Callable[[str], Path],
    language: str,
) -> None:
    author = visit("author")
    author.speak(language)
    form, page = author.open_form(course_run), author.page
    (before,) = backstage.do("versions", course_run=course_run)
    title = f"{before['title']}（修订）"
    tab_to(page, "display_name")
    type_over(page, title)
    tab_to(page, "course_duration")
    for text, reason in REFUSED[language].items():
        type_over(page, text)
        expected = {**typed(form), "display_name": title, "course_duration": text}
        press_save(page, form, NOT_SAVED[language])
        assert typed(form) == expected
        assert refusal(form, page) == {"focus": "course_duration", "invalid": "true", "described": reason}
        if text == "abc":
            page.screenshot(path=picture(f"studio-form-refused-{language}"))
    assert backstage.do("versions", course_run=course_run) == [before]

    type_duration(page, form, "１５：０１", 901, "0.5")
    assert form.locator("[aria-invalid=true]").count() == 0
    assert form.locator("[data-part=status]").inner_text() == ""
    tab_back_to(page, "requirement")
    page.keyboard.press("ArrowUp" if before["requirement"] == "elective" else "ArrowDown")
    tab_to(page, "save")
    press_save(page, form, SAVED[language])
    other = {"required": "elective", "elective": "required"}[before["requirement"]]
    assert backstage.do("versions", course_run=course_run) == [
        before,
        {"number": 2, "title": title, "course_duration": 901, "requirement": other, "state": "under_review"},
    ]
    page.goto(f"/studio/{course_run}/")
    shown = page.locator("[data-cadretrain=author]")
    shown.locator("[data-part=hours]").get_by_text("0.5", exact=True).wait_for()
    assert (shown.locator("h3").inner_text(), shown.locator("dd").all_inner_texts()[1]) == (title, "15:01")


def refusal(form: Locator, page: Page) -> dict[str, Any]:
    """Return how a reader without eyes on the page is told of the refusal."""
    field = form.locator("[name=course_duration]")
    ids = (field.get_attribute("aria-describedby") or "").split()
    error = page.locator(f"#{ids[0]}")
    assert error.is_visible()
    assert form.locator("[data-error]:visible").count() == form.locator("[aria-invalid=true]").count() == 1
    form.locator("output").get_by_text("–", exact=True).wait_for()
    return {"focus": focused(page), "invalid": field.get_attribute("aria-invalid"), "described": error.inner_text()}


def test_trainee_is_kept_out(visit: Callable[..., Visitor], backstage: Backstage, course_run: str) -> None:
    before = backstage.do("versions", course_run=course_run)
    trainee = visit("trainee001")
    trainee.expect("403")
    for path in (f"/studio/{course_run}/", f"/studio/{course_run}/edit/"):
        answer = trainee.page.goto(path)
        assert answer is not None
        assert answer.status == 403
        assert trainee.page.locator("form.cadretrain-form").count() == 0
    trainee.open_course(course_run).wait_for_state("studying")
    block = trainee.page.locator("[data-cadretrain=card]").evaluate(
        "card => card.closest('[data-usage]').dataset.usage"
    )
    marking = {
        "display_name": "别人的课程",
        "course_code": "X1",
        "course_duration": "60",
        "requirement": "elective",
        "provider": "",
    }
    for side in ("/handler", "/studio/handler"):
        assert trainee.post(f"{side}/{block}/save_marking/", marking)["status"] == 403
    assert backstage.do("versions", course_run=course_run) == before


def test_nobody_is_sent_to_sign_in(visit: Callable[..., Visitor], shown_course: str) -> None:
    nobody = visit()
    for path in (f"/studio/{shown_course}/edit/", f"/courses/{shown_course}/"):
        nobody.page.goto(path)
        assert nobody.page.url.startswith(f"{nobody.url}/login/?next=")
