"""Breaks of the network and of the server during study: less than one period is lost by each (3.9, R7)."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from cadretrain_xblock.messages import CARD
from tests.e2e.academy import Academy, wait_for
from tests.e2e.browsing import BEAT_URL, Card, Visitor
from tests.e2e.policy import GRACE_S, PATIENT_PERIOD_S, PERIOD_S
from tests.e2e.studying import HIDE, Ledger, pass_time, study

pytestmark = pytest.mark.browser

ROUNDING_S = 1
"""Whole seconds are rounded down."""


@contextmanager
def sent_beats(visitor: Visitor) -> Iterator[list[dict[str, Any]]]:
    """Give the list to which every message of a beat is added, arrived or not."""
    messages: list[dict[str, Any]] = []
    visitor.context.on(
        "request", lambda asked: messages.append(json.loads(asked.post_data)) if asked.url.endswith(BEAT_URL) else None
    )
    yield messages


def offline(card: Card) -> None:
    card.page.context.set_offline(True)
    card.page.wait_for_selector("[data-offline=true]")


def online(card: Card) -> None:
    card.page.context.set_offline(False)
    card.page.wait_for_selector("[data-offline=false]")


def span(ledger: Ledger) -> float:
    """Return how long it took from the first instant that counts to the last."""
    runs = ledger.runs
    return max(end for _start, end in runs) - runs[0][0]


def test_offline_for_a_while_and_back(visit: Callable[..., Visitor], ledger: Ledger, course_run: str) -> None:
    visitor = visit("trainee001")
    visitor.expect("ERR_INTERNET_DISCONNECTED")
    visitor.speak("en")
    began = time.monotonic()
    with sent_beats(visitor) as messages:
        card = visitor.open_course(course_run)
        study(card)
        offline(card)
        assert card.text("notice") == CARD["offline"]
        before = ledger.learned
        pass_time(card, 2 * GRACE_S)
        assert ledger.learned == before
        online(card)
        assert card.text("notice") == ""
        study(card)
        assert card.text("state") == CARD["state_studying"]
        learned, passed = ledger.learned, span(ledger)
    clock = time.monotonic() - began
    assert 2 * GRACE_S <= passed <= clock
    assert passed - PERIOD_S - ROUNDING_S <= learned <= passed
    late = [message["late"] for message in messages if "late" in message]
    ages = [beat["age_ms"] for beat in late[-1]]
    assert ages == sorted(ages, reverse=True)
    assert ages[0] >= 2 * GRACE_S * 1000
    assert [len(beats) for beats in late] == list(range(1, len(late) + 1))  # kept until one message arrives
    assert "late" not in messages[-1]


def test_what_is_hidden_while_offline_does_not_count(
    visit: Callable[..., Visitor], ledger: Ledger, course_run: str
) -> None:
    visitor = visit("trainee001")
    visitor.expect("ERR_INTERNET_DISCONNECTED")
    card = visitor.open_course(course_run)
    study(card)
    offline(card)
    card.page.evaluate(HIDE, True)
    hidden_at = time.monotonic()
    pass_time(card, GRACE_S)
    hidden = time.monotonic() - hidden_at
    card.page.evaluate(HIDE, False)
    pass_time(card, GRACE_S)
    online(card)
    study(card)
    passed = span(ledger)
    assert ledger.learned <= passed - hidden
    assert ledger.learned >= passed - hidden - 2 * PERIOD_S - 2 * ROUNDING_S


def test_no_clock_of_the_computer_makes_beats_older(
    visit: Callable[..., Visitor], ledger: Ledger, course_run: str
) -> None:
    """The computer's clock is set forward by a day while beats are kept: their age does not know of it."""
    visitor = visit("trainee001")
    visitor.expect("ERR_INTERNET_DISCONNECTED")
    began = time.monotonic()
    with sent_beats(visitor) as messages:
        card = visitor.open_course(course_run)
        study(card)
        offline(card)
        card.page.evaluate("() => { const now = Date.now; Date.now = () => now() + 86400e3; }")
        pass_time(card, GRACE_S)
        online(card)
        study(card)
    clock = time.monotonic() - began
    assert max(beat["age_ms"] for message in messages for beat in message.get("late", [])) <= clock * 1000
    assert span(ledger) - PERIOD_S - ROUNDING_S <= ledger.learned <= clock


def test_what_was_kept_goes_out_on_leaving(visit: Callable[..., Visitor], ledger: Ledger, course_run: str) -> None:
    card = visit("trainee001").open_course(course_run)
    study(card)
    began = ledger.runs[0][0]
    # From now on there are no ordinary beats.
    card.page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('no network')); }")
    pass_time(card, GRACE_S + PERIOD_S)
    left = time.time()
    assert ledger.runs[0][1] < left - GRACE_S
    card.page.goto("/courses/")
    wait_for(lambda: ledger.runs[-1][1] >= left, "the last beat", pause=card.pause)
    assert ledger.learned >= left - began - PERIOD_S - ROUNDING_S


@pytest.fixture
def patient(academy: Academy) -> Iterator[Academy]:
    """Return a second server on the same home, with a policy beside which a restart is short."""
    running = Academy(academy.home, "tests.e2e.patient_settings")
    running.start()
    yield running
    running.stop()


def test_server_is_killed_during_study(
    visit: Callable[..., Visitor], patient: Academy, ledger: Ledger, course_run: str
) -> None:
    visitor = visit("trainee001")
    visitor.expect("ERR_CONNECTION_REFUSED", "ERR_CONNECTION_RESET", "ERR_EMPTY_RESPONSE")
    began = time.monotonic()
    visitor.page.goto(f"{patient.url}/courses/{course_run}/")
    card = Card(visitor.page)
    study(card)
    patient.kill()
    before = ledger.read()
    card.page.wait_for_selector("[data-offline=true]")
    patient.start()
    card.page.wait_for_selector("[data-offline=false]")
    study(card, 3)
    clock = time.monotonic() - began
    after, passed = ledger.read(), span(ledger)
    assert ledger.runs[0][0] == before["runs"][0][1]
    assert passed - PATIENT_PERIOD_S - ROUNDING_S <= after["learned"] <= passed <= clock
    (session,) = {session for session, _start, _end in after["runs"]}
    assert session == before["runs"][0][0]
