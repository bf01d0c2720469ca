"""Media say where a trainee is, never how long they studied (3.9)."""

from __future__ import annotations

import base64
import io
import time
import wave
from collections.abc import Callable
from pathlib import Path

import pytest

from cadretrain_xblock.messages import CARD
from tests.e2e.academy import wait_for
from tests.e2e.axe import violations
from tests.e2e.browsing import Card, Visitor
from tests.e2e.policy import PERIOD_S
from tests.e2e.studying import Ledger, pass_time, study

pytestmark = pytest.mark.browser

VIDEO_S = 200
SAMPLES = 3000
"""A second; browsers play nothing slower."""


def silence() -> str:
    """Return some minutes of silence as an address."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(SAMPLES)
        sound.writeframes(b"\x80" * SAMPLES * VIDEO_S)
    return f"data:audio/wav;base64,{base64.b64encode(buffer.getvalue()).decode()}"


def put_video_in_units(visitor: Visitor) -> None:
    """Have every page that is opened from now on show a video first."""
    add = "document.body.prepend(Object.assign(document.createElement('video'), {src, controls: true, muted: true}))"
    visitor.context.add_init_script(
        f"addEventListener('DOMContentLoaded', () => {{ const src = '{silence()}'; {add}; }});"
    )


def position(card: Card) -> float:
    return float(card.page.evaluate("() => document.querySelector('video').currentTime"))


def test_speed_and_seeking_add_nothing(visit: Callable[..., Visitor], ledger: Ledger, course_run: str) -> None:
    visitor = visit("trainee001")
    put_video_in_units(visitor)
    began = time.monotonic()
    card = visitor.open_course(course_run)
    study(card)
    card.page.evaluate(
        "() => { const v = document.querySelector('video'); v.playbackRate = 16; v.loop = true; return v.play(); }"
    )
    wait_for(lambda: position(card) >= 40, "the video to run ahead", pause=card.pause)
    card.page.evaluate(f"() => {{ document.querySelector('video').currentTime = {VIDEO_S - 20}; }}")
    wait_for(lambda: position(card) < 40, "the video to begin again", pause=card.pause)
    study(card)
    learned, clock = ledger.learned, time.monotonic() - began
    assert learned <= clock
    (run,) = ledger.runs
    assert learned <= run[1] - run[0]

    visitor.context.close()
    assert ledger.learned <= time.monotonic() - began


def test_goes_on_where_the_video_stopped(
    visit: Callable[..., Visitor], ledger: Ledger, course_run: str, picture: Callable[[str], Path]
) -> None:
    visitor = visit("trainee001", viewport={"width": 900, "height": 740})
    visitor.speak("en")
    put_video_in_units(visitor)
    card = visitor.open_course(course_run)
    study(card)
    assert not card.part("resume").is_visible()
    card.page.evaluate("() => { document.querySelector('video').currentTime = 125; }")
    with card.page.expect_request(lambda asked: "media 0 125" in (asked.post_data or "")):
        pass
    learned = ledger.learned
    card.page.goto("/courses/")

    opened = time.monotonic()
    card = visitor.open_course(course_run)
    card.page.wait_for_selector("[data-part=resume]:not([hidden])")
    assert card.part("resume-text").inner_text() == CARD["resume_media"].format(time="2:05")
    assert violations(card.page, "[data-cadretrain=card]") == []
    card.page.screenshot(path=picture("resume"))
    card.page.get_by_role("button", name=CARD["resume"]).click()
    wait_for(lambda: position(card) >= 125, "the video to go on", pause=card.pause)
    assert not card.part("resume").is_visible()
    study(card)
    assert ledger.learned <= learned + 2 * PERIOD_S + 1 + time.monotonic() - opened


def test_goes_on_where_the_page_was_left(visit: Callable[..., Visitor], course_run: str) -> None:
    visitor = visit("trainee001", viewport={"width": 900, "height": 400})
    visitor.speak("en")
    visitor.context.add_init_script(
        "addEventListener('DOMContentLoaded', () => { document.body.style.minHeight = '5000px'; });"
    )
    card = visitor.open_course(course_run)
    study(card)
    card.page.evaluate("() => scrollTo(0, 2505)")
    with card.page.expect_request(lambda asked: '"page 50"' in (asked.post_data or "")):
        pass
    card.page.goto("/courses/")
    pass_time(card, PERIOD_S)

    card = visitor.open_course(course_run)
    card.page.wait_for_selector("[data-part=resume]:not([hidden])")
    assert card.part("resume-text").inner_text() == CARD["resume_page"].format(percent=50)
    card.page.evaluate("() => scrollTo(0, 0)")
    card.page.get_by_role("button", name=CARD["resume"]).click()
    wait_for(lambda: 2300 <= card.page.evaluate("() => scrollY") <= 2600, "the page to scroll", pause=card.pause)
