"""What counts as study when pages are hidden, doubled, cut off, left and come back to (3.9, R7)."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.e2e.academy import Academy, Backstage, wait_for
from tests.e2e.browsing import BEAT_URL, STATE_URL, Card, Visitor
from tests.e2e.policy import GRACE_S, PERIOD_S

pytestmark = pytest.mark.browser

OFFLINE = "网络已断开，正在重试；断网期间不计学习时长。"

# A page under this driver stays visible for ever: it emulates the focus of each, so neither a tab in front nor a
# minimised window hides it. The page is told what a browser would tell it.
HIDE = """isHidden => {
    Object.defineProperty(document, "hidden", {configurable: true, get: () => isHidden});
    const state = isHidden ? "hidden" : "visible";
    Object.defineProperty(document, "visibilityState", {configurable: true, get: () => state});
    document.dispatchEvent(new Event("visibilitychange"));
}"""


class Ledger:
    """What the server holds of one trainee's study of one course."""

    def __init__(self, backstage: Backstage, username: str, course_run: str) -> None:
        self._ask = lambda: backstage.do("studied", username=username, course_run=course_run)

    def read(self) -> dict[str, Any]:
        """Return it as it is now."""
        data: dict[str, Any] = self._ask()
        return data

    @property
    def learned(self) -> int:
        """Whole seconds that count."""
        return int(self.read()["learned"])

    @property
    def runs(self) -> list[tuple[float, float]]:
        """The runs that count, in order of time, as seconds since the epoch."""
        return sorted((start, end) for _session, start, end in self.read()["runs"] if start < end)


@pytest.fixture
def ledger(backstage: Backstage, course_run: str) -> Ledger:
    return Ledger(backstage, "trainee001", course_run)


def study(card: Card, beats: int = 2) -> None:
    """Study until so many further beats have counted."""
    counted = 0
    while counted < beats:
        counted += card.wait_for_beats()[0]["counted"]


def pass_time(card: Card, seconds: float) -> None:
    """Let the browser go on for so long."""
    end = time.monotonic() + seconds
    wait_for(lambda: time.monotonic() >= end, "time to pass", seconds + 5, card.pause)


def test_hidden_page_does_not_count(visit: Callable[..., Visitor], ledger: Ledger, course_run: str) -> None:
    visitor = visit("trainee001")
    card = visitor.open_course(course_run)
    study(card)
    in_front = visitor.context.new_page()
    in_front.bring_to_front()
    card.page.evaluate(HIDE, True)
    reasons: list[str | None] = []
    while len(reasons) < 2:
        reasons += [beat["reason"] for beat in card.wait_for_beats() if reasons or beat["reason"] == "hidden"]
    assert reasons == ["hidden"] * 2
    learned = ledger.learned
    assert [beat["reason"] for beat in card.wait_for_beats(2)] == ["hidden"] * 2
    assert ledger.learned == learned

    in_front.close()
    card.page.evaluate(HIDE, False)
    study(card)
    (_, left), (returned, _) = ledger.runs
    assert returned - left > 3 * PERIOD_S  # what the hidden beats covered
    assert ledger.learned >= learned


def test_two_tabs_count_once(visit: Callable[..., Visitor], ledger: Ledger, course_run: str) -> None:
    visitor = visit("trainee001")
    began = time.monotonic()
    visitor.open_course(course_run)
    second = visitor.open_course(course_run, visitor.context.new_page())

    def lengths() -> list[float]:
        return [end - start for start, end in ledger.runs]

    wait_for(lambda: len(lengths()) == 2 and min(lengths()) >= 3 * PERIOD_S, "both tabs to count", pause=second.pause)
    visitor.context.close()
    clock = time.monotonic() - began
    (start, first_end), (second_start, end) = ledger.runs
    assert second_start < first_end  # they ran side by side
    assert ledger.learned == int(max(end, first_end) - start)
    assert ledger.learned <= clock
    assert sum(lengths()) >= ledger.learned + 2 * PERIOD_S


def test_offline_and_back(visit: Callable[..., Visitor], ledger: Ledger, course_run: str) -> None:
    visitor = visit("trainee001")
    visitor.expect("ERR_INTERNET_DISCONNECTED")
    card = visitor.open_course(course_run)
    study(card)
    visitor.context.set_offline(True)
    card.wait_for_text("notice", OFFLINE)
    assert card.root.get_attribute("data-offline") == "true"
    pass_time(card, GRACE_S)
    learned = ledger.learned
    visitor.context.set_offline(False)
    card.wait_for_text("notice", "")
    assert card.root.get_attribute("data-offline") == "false"
    study(card)
    assert card.text("state") == "学习中。本页面处于前台时计入学习时长。"
    (_, cut_off), (back, _) = ledger.runs
    assert back - cut_off > GRACE_S
    assert ledger.learned >= learned + PERIOD_S


def test_beat_on_leaving_arrives(visit: Callable[..., Visitor], ledger: Ledger, course_run: str) -> None:
    card = visit("trainee001").open_course(course_run)
    study(card)
    card.page.evaluate(
        "() => { window.fetch = () => new Promise(() => {}); }"
    )  # from now on there are no ordinary beats
    pass_time(card, 2 * PERIOD_S)
    left = time.time()
    assert ledger.runs[0][1] < left - PERIOD_S
    card.page.goto("/courses/")
    wait_for(lambda: ledger.runs[0][1] >= left, "the last beat", pause=card.pause)
    assert len(ledger.runs) == 1


def test_going_back_does_not_count_what_went_by(visit: Callable[..., Visitor], ledger: Ledger, course_run: str) -> None:
    """The browser shows its stored copy of the page, so the session is the same; the absence is no study."""
    card = visit("trainee001").open_course(course_run)
    study(card)
    token = card.config["token"]
    card.page.goto("/courses/")
    pass_time(card, PERIOD_S)
    card.page.go_back()
    study(card)
    assert card.config["token"] == token
    (_, left), (returned, _) = ledger.runs
    assert returned - left >= PERIOD_S


def test_page_of_another_account_is_refused(visit: Callable[..., Visitor], shown_course: str) -> None:
    token = visit("trainee002").open_course(shown_course).config["token"]
    visitor = visit("trainee001")
    visitor.expect("403")
    visitor.open_course(shown_course)
    for url, message in ((BEAT_URL, {"token": token, "visible": True, "active": True}), (STATE_URL, {"token": token})):
        answer = visitor.post(url, message)
        assert (answer["status"], answer["data"]["error"]["code"]) == (403, "wrong_user")


def test_signed_out(visit: Callable[..., Visitor], ledger: Ledger, course_run: str) -> None:
    visitor = visit("trainee001")
    visitor.expect("401")
    visitor.speak("en")
    card = visitor.open_course(course_run)
    study(card)
    in_front = visitor.context.new_page()
    in_front.goto("/courses/")
    in_front.get_by_role("button", name="Sign out").click()
    card.page.wait_for_selector("[data-error=signed_out]")
    told = card.part("notice").evaluate("notice => notice.firstChild.textContent")
    assert told == "You are signed out. Sign in again to go on."
    assert (card.text("state"), card.text("rest")) == ("", "")
    learned = ledger.learned

    card.page.get_by_role("button", name="Reload the page").click()
    card.page.wait_for_selector("input[name=password]")
    visitor.fill_in("trainee001")
    study(card)
    assert ledger.learned > learned


def test_somebody_else_signs_in(visit: Callable[..., Visitor], ledger: Ledger, course_run: str) -> None:
    visitor = visit("trainee001")
    visitor.expect("403")
    visitor.speak("en")
    card = visitor.open_course(course_run)
    study(card)
    visitor.context.add_cookies(visit("trainee002").context.cookies())
    card.page.wait_for_selector("[data-error=wrong_user]")
    learned = ledger.learned
    told = card.part("notice").evaluate("notice => notice.firstChild.textContent")
    assert told == "This page belongs to another account. Load it again."
    card.page.get_by_role("button", name="Reload the page").click()
    study(card)
    assert card.root.get_attribute("data-error") is None
    assert ledger.learned == learned


def test_server_is_killed_during_study(
    visit: Callable[..., Visitor], academy: Academy, ledger: Ledger, course_run: str
) -> None:
    visitor = visit("trainee001")
    visitor.expect("ERR_CONNECTION_REFUSED", "ERR_CONNECTION_RESET", "ERR_EMPTY_RESPONSE")
    card = visitor.open_course(course_run)
    study(card)
    academy.kill()
    killed = time.time()
    before = ledger.read()
    card.wait_for_text("notice", OFFLINE)
    academy.start()
    card.wait_for_text("notice", "")
    back = time.time()
    study(card, 3)
    after = ledger.read()
    runs = ledger.runs
    passed = runs[-1][1] - runs[0][0]
    assert runs[0][0] == before["runs"][0][1]
    assert after["learned"] <= passed
    assert passed - after["learned"] <= back - killed + PERIOD_S + 1
    assert after["learned"] >= before["learned"] + 2 * PERIOD_S
    (session,) = {session for session, _start, _end in after["runs"]}
    assert session == before["runs"][0][0]


def test_edit_survives_a_restart(
    visit: Callable[..., Visitor], academy: Academy, backstage: Backstage, course_run: str
) -> None:
    author = visit("author")
    form = author.open_form(course_run)
    form.locator("[name=display_name]").fill("重启之后还在的名称")
    with author.page.expect_response(lambda answer: answer.url.endswith("course_duration=754")):
        form.locator("[name=course_duration]").fill("12:34")
    form.locator("[data-part=save]").click()
    form.get_by_text("已保存。").wait_for()
    academy.kill()
    academy.start()
    form = author.open_form(course_run)
    assert form.locator("[name=display_name]").input_value() == "重启之后还在的名称"
    assert form.locator("[name=course_duration]").input_value() == "12:34"
    admin = visit("admin")
    admin.page.goto(f"/admin/cadretrain_reports/courseversion/?q={course_run.split('+')[1]}")
    newest = admin.page.locator("#result_list tbody tr", has_text="重启之后还在的名称")
    assert [newest.locator(f".field-{name}").inner_text() for name in ("number", "course_duration")] == ["2", "754"]
