"""The learner card before, during and after study, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from tests.e2e.academy import Academy, Backstage, wait_for
from tests.e2e.browsing import BEAT_URL, Card, Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Route

pytestmark = pytest.mark.browser

WORDS = {
    "zh-hans": {
        "labels": ("学时", "课程时长", "已学时长"),
        "minutes": "{} 分钟",
        "ready": "尚未开始。本页面处于前台时计入学习时长。",
        "studying": "学习中。本页面处于前台时计入学习时长。",
        "not_released": "本课程尚未发布。学习时长照常记录，课程发布后再认定学时。",
        "rest": "还需学习：{} 分钟",
        "earned": "已完成，您于 {} 获得 0.25 学时。",
        "exempt": "免修。本课程已于 {} 获得学时，再次学习不重复计算学时。",
    },
    "en": {
        "labels": ("Credit-hours", "Course duration", "Learned so far"),
        "minutes": "{} min",
        "ready": "Not started. Time counts while this page is open in front of you.",
        "studying": "Studying. Time counts while this page is open in front of you.",
        "not_released": "This course is not released yet. Your study is recorded; credit follows the release.",
        "rest": "Still needed: {} min",
        "earned": "Completed. You earned 0.25 credit-hours on {}.",
        "exempt": "Exempt. This course was credited on {}; studying it again adds no credit-hours.",
    },
}
LEARNED_BEFORE_S = 59


@contextmanager
def held_beats(visitor: Visitor) -> Iterator[None]:
    """Let no beat reach the server inside the block: the card shows what stood before this page was opened."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    visitor.context.route(f"**{BEAT_URL}", hold)
    yield
    for route in held:
        route.continue_()
    visitor.context.unroute(f"**{BEAT_URL}")


def publish(author: Visitor, course_run: str, duration: str) -> None:
    """Have the author give a course this duration through the form."""
    form = author.open_form(course_run)
    form.locator("[name=course_duration]").fill(duration)
    form.locator("[data-part=save]").click()
    form.get_by_text("已保存。").wait_for()


def sight(language: str, state: str, *, learned: int, rest: int, percent: int, day: str = "") -> dict[str, Any]:
    """Return what must be seen of the short course in a state; ``learned`` and ``rest`` in minutes."""
    words = WORDS[language]
    # 62 s are 2 minutes, rounded up (R8).
    figures = ("0.25", words["minutes"].format(2), words["minutes"].format(learned))
    return {
        "facts": dict(zip(words["labels"], figures, strict=True)),
        "state": words[state].format(day),
        "rest": words["rest"].format(rest) if rest else "",
        "notice": "",
        "percent": percent,
    }


def earned_on(backstage: Backstage, username: str, course_run: str) -> str:
    """Return the day in Shanghai on which the one credit was earned."""
    (credit,) = backstage.do("studied", username=username, course_run=course_run)["credits"]
    return datetime.fromtimestamp(credit["earned_at"], ZoneInfo("Asia/Shanghai")).date().isoformat()


def drawn_percent(card: Card) -> int:
    """Return how much of its track the bar covers."""
    share = "bar => Math.round(100 * bar.getBoundingClientRect().width / bar.parentNode.clientWidth)"
    return int(card.part("bar").evaluate(share))


def percents_until_earned(card: Card) -> list[int]:
    """Return what the progress bar said, without repetition, until the course was completed."""
    said: list[int] = []

    def look() -> bool:
        is_earned = card.root.get_attribute("data-state") == "earned"
        if card.percent not in said:
            said.append(card.percent)
        return is_earned

    wait_for(look, "the credit", pause=card.pause)
    return said


@pytest.fixture(scope="module")
def short_course(browser: Browser, academy: Academy, backstage: Backstage, _untouched: Iterator[str]) -> str:
    """Return the course run of a released course that its author has made a minute and two seconds long."""
    course_run = next(_untouched)
    author = Visitor(browser, academy.url)
    author.sign_in("author")
    publish(author, course_run, "1:02")
    author.context.close()
    assert author.complaints == []
    backstage.do("release", course_run=course_run)
    return course_run


@pytest.mark.parametrize(("username", "language"), [("trainee001", "zh-hans"), ("trainee002", "en")])
def test_before_during_and_after(
    visit: Callable[..., Visitor],
    backstage: Backstage,
    short_course: str,
    picture: Callable[[str], Path],
    username: str,
    language: str,
) -> None:
    course_run = short_course
    title = backstage.do("versions", course_run=course_run)[-1]["title"]
    visitor = visit(username, viewport={"width": 900, "height": 740})
    visitor.speak(language)

    with held_beats(visitor):
        card = visitor.open_course(course_run)
        card.wait_for_state("ready")
        assert card.root.locator("h3").inner_text() == title
        assert card.sight == sight(language, "ready", learned=0, rest=2, percent=0)
        card.page.screenshot(path=picture(f"card-before-{language}"))
        backstage.do("study_before", username=username, course_run=course_run, seconds=LEARNED_BEFORE_S)

    card.wait_for_state("studying")
    assert card.sight == sight(language, "studying", learned=0, rest=1, percent=95)
    card.page.screenshot(path=picture(f"card-during-{language}"))
    percents = percents_until_earned(card)
    assert percents == sorted(percents)
    assert (percents[0], percents[-1]) == (95, 100)
    assert len(percents) >= 3
    day = earned_on(backstage, username, course_run)
    assert card.sight == sight(language, "earned", learned=1, rest=0, percent=100, day=day)
    card.page.screenshot(path=picture(f"card-earned-{language}"))

    card.page.reload()
    card.wait_for_state("exempt")
    assert card.sight == sight(language, "exempt", learned=1, rest=0, percent=100, day=day)
    card.page.screenshot(path=picture(f"card-exempt-{language}"))
    card.wait_for_beats()
    (credit,) = backstage.do("studied", username=username, course_run=course_run)["credits"]
    assert (credit["credit_hours"], credit["standing"]) == ("0.25", True)
    assert 62 <= credit["learning_duration"] <= 64


def test_sittings_add_up(
    visit: Callable[..., Visitor], backstage: Backstage, course_run: str, picture: Callable[[str], Path]
) -> None:
    duration = backstage.do("versions", course_run=course_run)[-1]["course_duration"]
    learned = duration // 2 + 21
    studied = {"username": "trainee003", "course_run": course_run}
    backstage.do("study_before", **studied, seconds=learned, hours_ago=2)
    visitor = visit("trainee003", viewport={"width": 900, "height": 860}, device_scale_factor=2)
    with held_beats(visitor):
        card = visitor.open_course(course_run)
        card.wait_for_state("studying")
        assert card.text("learned") == f"{learned // 60} 分钟"
        assert card.text("rest") == f"还需学习：{-(-(duration - learned) // 60)} 分钟"
        assert card.percent == 100 * learned // duration
        assert card.part("progress").get_attribute("aria-valuetext") == f"{card.percent}%"
        wait_for(lambda: drawn_percent(card) == card.percent, "the bar to be drawn", pause=card.pause)
        card.page.screenshot(path=picture("learner-card"))
        backstage.do("study_before", **studied, seconds=duration - learned - 1, hours_ago=1)
    card.wait_for_state("earned")
    assert card.text("learned") == f"{duration // 60} 分钟"
    wait_for(lambda: drawn_percent(card) == 100, "the bar to be drawn", pause=card.pause)
    card.page.screenshot(path=picture("learner-card-earned"))


def test_credit_waits_for_the_release(visit: Callable[..., Visitor], backstage: Backstage, course_run: str) -> None:
    publish(visit("author"), course_run, "0:02")
    card = visit("trainee003").open_course(course_run)
    card.wait_for_state("not_released")
    assert card.text("state") == WORDS["zh-hans"]["not_released"]
    wait_for(lambda: card.percent == 100, "the whole course to be studied", pause=card.pause)
    assert card.text("rest") == ""
    assert backstage.do("studied", username="trainee003", course_run=course_run)["credits"] == []

    backstage.do("release", course_run=course_run)
    card.wait_for_state("earned")
    day = earned_on(backstage, "trainee003", course_run)
    assert card.text("state") == WORDS["zh-hans"]["earned"].format(day)


def test_fits_a_phone(visit: Callable[..., Visitor], shown_course: str, picture: Callable[[str], Path]) -> None:
    visitor = visit("author", viewport={"width": 390, "height": 844}, device_scale_factor=2)
    pages = {
        "/": "main",
        "/courses/": "table",
        f"/studio/{shown_course}/": "[data-part=hours]:text-matches('[0-9]')",
        f"/studio/{shown_course}/edit/": "[data-part=hours]:text-matches('[0-9]')",
        f"/courses/{shown_course}/": "[data-state=not_a_trainee]",
    }
    for language in ("zh-hans", "en"):
        visitor.speak(language)
        for path, ready in pages.items():
            visitor.page.goto(path)
            visitor.page.wait_for_selector(ready)
            measure = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
            assert visitor.page.evaluate(measure) == [390, 390], path
        visitor.page.screenshot(path=picture(f"phone-{language}"), full_page=True)
