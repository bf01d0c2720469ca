"""The author's whole way: a block is added, filled in, refused, mended, saved, seen, and studied. By keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cadretrain_xblock.contract import PROPOSAL_URL
from cadretrain_xblock.typed_duration import format_course_duration
from tests.e2e.academy import Backstage
from tests.e2e.axe import violations
from tests.e2e.browsing import Visitor
from tests.e2e.test_studio import NOT_SAVED, SAVED, focused, press_save, tab_back_to, tab_to, type_over

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser

ADD = {"zh-hans": "添加学时课程组件", "en": "Add a Credit course block"}

WRONG = {"course_code": "课程", "course_duration": "半小时", "pass_mark": "120", "category": "长" * 65}
"""One mistake in each of several fields, but for the title, which is left empty."""
RIGHT = {"display_name": "调查研究的方法", "course_code": "", "course_duration": "15:01", "pass_mark": "80"}
MORE = {
    "category": "工作方法",
    "objectives": "能独立设计一次小型调查。",
    "lecturers": "周望舒\n陆知行",
    "knowledge_points": "选题与假设\n访谈提纲",
}
MISTAKES = {
    "zh-hans": {
        "display_name": "请填写课程名称。",
        "course_code": "课程代码为 1 至 64 个字符，只能使用英文字母、数字、点、下划线和连字符，"
        "且至少含一个字母或数字。",
        "course_duration": "无法识别的时长。请填写分钟，如 16 或 15.5；或分和秒，如 15:01。",
        "pass_mark": "请以百分比填写合格线：0 到 100 的整数，如 60。",
        "category": "课程分类超过 64 个字符，请缩短。",
    },
    "en": {
        "display_name": "Give the course a title.",
        "course_code": "A course code has 1 to 64 characters: letters A–Z, digits, dot, underscore, hyphen, among them"
        " a letter or digit.",
        "course_duration": "This is no duration. Write minutes, as 16 or 15.5, or minutes and seconds, as 15:01.",
        "pass_mark": "Write the pass mark in percent: a whole number from 0 to 100, as 60.",
        "category": "The category has more than 64 characters. Shorten it.",
    },
}
CARD = {
    "zh-hans": "考核方式 客观考核（线上） · 合格线 80% 主讲人 周望舒 · 陆知行",
    "en": "Assessment Objective test, online · pass mark 80 % Lecturers 周望舒 · 陆知行",
}


def words(part: Locator) -> str:
    """Return what can be read of a part, on one line."""
    return " ".join(part.inner_text().split())


def overflow(page: Page) -> int:
    """Return by how many pixels a page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def fill(page: Page, fields: dict[str, str]) -> None:
    """Type into the fields, going from one to the next by Tab."""
    for name, text in fields.items():
        tab_to(page, name)
        type_over(page, text)


def ring(page: Page) -> str:
    """Return how the element with the focus is outlined."""
    return str(page.evaluate("getComputedStyle(document.activeElement).outlineStyle"))


def told(form: Locator, page: Page) -> dict[str, str]:
    """Return what a reader without eyes on the page is told of each field that is wrong."""
    found = {}
    for field in form.locator("[aria-invalid=true]").all():
        error, explanation = (field.get_attribute("aria-describedby") or "").split()
        assert page.locator(f"#{explanation}").is_visible()
        found[field.get_attribute("name") or ""] = page.locator(f"#{error}").inner_text()
    return found


class Way:
    """One author's way with one unit, in one language, on a window of one width."""

    def __init__(self, author: Visitor, language: str, picture: Callable[[str], Path]) -> None:
        self.author, self.page = author, author.page
        self.language = language
        self.course_run = f"course-v1:QHGX+WAY-{language}+2026"
        self.picture = lambda page, name: page.screenshot(path=picture(f"way-{name}-{language}"), full_page=True)
        self.form = self.page.locator("form.cadretrain-form")

    def add(self) -> None:
        """Add the block to a unit; its form opens."""
        self.author.speak(self.language)
        self.page.goto(f"/studio/{self.course_run}/")
        self.page.get_by_role("button", name=ADD[self.language]).press("Enter")
        self.page.wait_for_url(f"**/studio/{self.course_run}/edit/")

    def fail(self) -> None:
        """Fill in nothing but mistakes: each is named at its field, all at once, and the first one has the focus."""
        page, form = self.page, self.form
        choose_assessment(page, form)
        tab_back_to(page, "display_name")
        fill(page, WRONG)
        press_save(page, form, NOT_SAVED[self.language])
        assert told(form, page) == MISTAKES[self.language]
        assert (focused(page), ring(page)) == ("display_name", "solid")
        assert (violations(page), overflow(page)) == ([], 0)
        self.picture(page, "refused")
        links = form.locator("[data-part=mistakes] a")
        assert links.count() == len(MISTAKES[self.language])
        links.nth(3).press("Enter")
        assert focused(page) == "pass_mark"

    def mend(self) -> None:
        """Put it right, and save."""
        page, form = self.page, self.form
        tab_back_to(page, "display_name")
        type_over(page, RIGHT["display_name"])
        rest = {**RIGHT, "course_code": f"E2E-{self.language}", **MORE}
        fill(page, {name: text for name, text in rest.items() if name != "display_name"})
        tab_to(page, "save")
        press_save(page, form, SAVED[self.language])
        assert (told(form, page), violations(page)) == ({}, [])
        self.picture(page, "saved")

    def see(self) -> None:
        """See it as authors do."""
        self.page.goto(f"/studio/{self.course_run}/")
        shown = self.page.locator("[data-cadretrain=author]")
        shown.locator("[data-part=hours]").get_by_text("0.5", exact=True).wait_for()
        assert "周望舒 · 陆知行" in words(shown)
        assert (violations(self.page, "[data-cadretrain=author]"), overflow(self.page)) == ([], 0)
        self.picture(self.page, "author")

    def study(self, trainee: Visitor) -> None:
        """See and study it as a trainee, once it is released."""
        trainee.speak(self.language)
        card = trainee.open_course(self.course_run)
        card.wait_for_state("studying")
        assert CARD[self.language] in words(card.root)
        points = card.root.locator("details li")
        assert points.first.is_hidden()
        card.root.locator("summary").press("Enter")
        assert points.all_inner_texts() == MORE["knowledge_points"].split("\n")
        assert (violations(card.page, "[data-cadretrain=card]"), overflow(card.page)) == ([], 0)
        self.picture(card.page, "card")


@pytest.mark.parametrize(("language", "width"), [("zh-hans", 1000), ("en", 360)])
def test_the_whole_way(
    visit: Callable[..., Visitor],
    backstage: Backstage,
    picture: Callable[[str], Path],
    language: str,
    width: int,
) -> None:
    window = {"viewport": {"width": width, "height": 900}}
    way = Way(visit("author", **window), language, picture)
    backstage.do("load_unmarked_unit", course_run=way.course_run)
    way.add()
    way.fail()
    assert backstage.do("is_registered", course_run=way.course_run) is False
    way.mend()
    way.see()
    said = {"title": RIGHT["display_name"], "course_duration": 901, "requirement": "elective", "state": "draft"}
    assert backstage.do("versions", course_run=way.course_run) == [{"number": 1, **said}]
    backstage.do("release", course_run=way.course_run)
    way.study(visit("trainee001", **window))


def choose_assessment(page: Page, form: Locator) -> None:
    """Choose an assessment by keyboard; the field for the pass mark appears with it."""
    assert form.locator("[name=pass_mark]").is_hidden()
    tab_to(page, "assessment")
    page.keyboard.press("ArrowDown")
    assert form.locator("[name=assessment]").input_value() == "objective_online"
    assert form.locator("[name=pass_mark]").is_visible()


def test_cancel_brings_back_what_was_saved(visit: Callable[..., Visitor], shown_course: str) -> None:
    author = visit("author")
    form, page = author.open_form(shown_course), author.page
    before = form.locator("[name=knowledge_points]").input_value()
    choose_assessment(page, form)
    fill(page, {"pass_mark": "5", "lecturers": "无名氏", "knowledge_points": ""})
    tab_to(page, "cancel")
    page.keyboard.press("Enter")
    form.get_by_text("已放弃修改。").wait_for()
    assert form.locator("[name=knowledge_points]").input_value() == before
    assert form.locator("[name=assessment]").input_value() == "none"
    assert form.locator("[name=pass_mark]").is_hidden()


def proposal(*parts: tuple[str, str, int]) -> dict[str, Any]:
    """Return a proposal as the contract has it."""
    told = [{"kind": kind, "title": title, "seconds": took, "reason": f"因为 {took}"} for kind, title, took in parts]
    return {"course_duration": sum(took for _kind, _title, took in parts), "parts": told}


LONG = proposal(("video", "始末", 1205), ("text", "<b>讲义</b>", 455), ("video", "讨论", 800), ("problem", "", 120))


class TestProposalAsThePageShowsIt:
    """The plugin's side of it is answered by the test, in the shape of the contract."""

    def open(self, visitor: Visitor, course_run: str, status: int, answer: object) -> Locator:
        self.asked: list[Any] = []

        def fulfil(route: Any) -> None:
            self.asked.append((route.request.post_data_json, route.request.headers.get("x-csrftoken")))
            route.fulfill(status=status, json=answer)

        visitor.page.route("**/courses/duration-proposal/", fulfil)
        form = visitor.open_form(course_run)
        tab_to(visitor.page, "propose")
        visitor.page.keyboard.press("Enter")
        return form

    def test_its_sum_and_its_reasons(
        self, visit: Callable[..., Visitor], shown_course: str, picture: Callable[[str], Path]
    ) -> None:
        author = visit("author")
        form = self.open(author, shown_course, 200, LONG)
        form.locator("[data-part=proposal-parts] li").nth(3).wait_for()
        assert form.locator("[name=course_duration]").input_value() == "43"
        lines = [words(line) for line in form.locator("[data-part=proposal-parts] li").all()]
        assert lines == [
            "视频 始末 20:05 因为 1205",
            "阅读 <b>讲义</b> 7:35 因为 455",
            "视频 讨论 13:20 因为 800",
            "习题 2:00 因为 120",
        ]
        form.locator("output[data-part=hours]").get_by_text("1", exact=True).wait_for()
        split = form.locator("[data-part=split]")
        split.wait_for()
        assert [words(line) for line in split.locator("li").all()] == [
            "视频 始末 20:05",
            "阅读 <b>讲义</b> 7:35",
            "视频 讨论 13:20",
        ]
        assert focused(author.page) == "propose"
        assert violations(author.page) == []
        author.page.screenshot(path=picture("proposed"), full_page=True)
        ((wanted, csrf),) = self.asked
        assert wanted["extent"] == "unit"
        assert wanted["usage_key"].startswith(shown_course)
        assert csrf

        form.locator("[name=course_duration]").fill("29")
        split.wait_for(state="hidden")

    def test_a_short_course_is_not_to_be_split(self, visit: Callable[..., Visitor], shown_course: str) -> None:
        form = self.open(visit("author"), shown_course, 200, proposal(("video", "甲", 601), ("video", "乙", 600)))
        form.locator("output[data-part=hours]").get_by_text("0.5", exact=True).wait_for()
        assert form.locator("[name=course_duration]").input_value() == "20:01"
        assert form.locator("[data-part=split]").is_hidden()

    @pytest.mark.parametrize(
        ("status", "answer", "said"),
        [
            (200, proposal(("video", "外链视频", 0)), "内容中没有可以估算时长的部分，请自行填写课程时长。"),
            (403, {"code": "forbidden"}, "无法估算：只有本课程的作者才能估算时长。"),
            (404, {"code": "not_found"}, "无法估算：在此找不到课程内容。请自行填写课程时长。"),
            (500, {}, "无法估算：CadreTrain 没有响应。请重试，或自行填写课程时长。"),
        ],
    )
    def test_none_says_why(
        self, visit: Callable[..., Visitor], shown_course: str, status: int, answer: object, said: str
    ) -> None:
        author = visit("author")
        author.expect(str(status))
        form = self.open(author, shown_course, status, answer)
        form.locator("[data-part=proposal-status]").get_by_text(said, exact=True).wait_for()
        assert form.locator("[name=course_duration]").input_value() != "0"
        lines = form.locator("[data-part=proposal-parts] li").all_inner_texts()
        assert [" ".join(line.split()) for line in lines] == (["视频 外链视频 因为 0"] if status == 200 else [])


def test_a_proposal_of_the_plugin_itself(visit: Callable[..., Visitor], shown_course: str) -> None:
    """Nothing is put in between here: the unit of a demonstration's course is read by the plugin."""
    author = visit("author")
    form = author.open_form(shown_course)
    with author.page.expect_response(lambda answer: answer.url.endswith(PROPOSAL_URL)) as answered:
        form.locator("[data-part=propose]").press("Enter")
    proposal = answered.value.json()
    assert "text" in {part["kind"] for part in proposal["parts"]}
    together = sum(part["seconds"] for part in proposal["parts"])
    assert 0 < together <= proposal["course_duration"] < together + 60
    typed = format_course_duration(proposal["course_duration"])
    form.locator("[data-part=proposal-status]").get_by_text(f"建议：{typed} 分钟").wait_for()
    assert form.locator("[name=course_duration]").input_value() == typed
    lines = form.locator("[data-part=proposal-parts] li").all()
    assert all(part["reason"] in words(line) for part, line in zip(proposal["parts"], lines, strict=True))
    assert violations(author.page) == []
