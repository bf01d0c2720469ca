"""What counts as study when pages are hidden, doubled, cut off, left and come back to (3.9, R7)."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from tests.e2e.academy import Academy, Backstage, wait_for
from tests.e2e.browsing import BEAT_URL, STATE_URL, Visitor
from tests.e2e.policy import PERIOD_S
from tests.e2e.studying import HIDE, Ledger, pass_time, study

pytestmark = pytest.mark.browser


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
