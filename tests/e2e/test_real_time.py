"""A break of the network at the pace of a real academy: nothing is hurried, no policy is set (3.9, R7)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from cadretrain_reports.rules.durations import StudyPolicy
from tests.e2e.academy import Academy
from tests.e2e.browsing import Card, Visitor
from tests.e2e.studying import Ledger, pass_time, study

pytestmark = [pytest.mark.browser, pytest.mark.load]

POLICY = StudyPolicy()
STUDY_S = 40
BREAK_S = 120
ROUNDING_S = 1
PATIENCE_MS = 2 * POLICY.period_s * 1000


@pytest.fixture
def unhurried(academy: Academy) -> Iterator[Academy]:
    """Return a second server on the same home, with the demonstration's own settings."""
    running = Academy(academy.home, "cadretrain_reports.demo.settings")
    running.start()
    yield running
    running.stop()


def test_offline_for_two_minutes_and_back(
    visit: Callable[..., Visitor], unhurried: Academy, ledger: Ledger, course_run: str
) -> None:
    visitor = visit("trainee001")
    visitor.expect("ERR_INTERNET_DISCONNECTED")
    visitor.context.set_default_timeout(PATIENCE_MS)
    began = time.monotonic()
    visitor.page.goto(f"{unhurried.url}/courses/{course_run}/")
    card = Card(visitor.page)
    pass_time(card, STUDY_S)
    before = ledger.learned
    assert before > 0

    # By the browser's own protocol; the driver's ``set_offline`` does no more than this.
    network = visitor.context.new_cdp_session(visitor.page)
    conditions = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", {"offline": True, **conditions})
    away = time.monotonic()
    pass_time(card, BREAK_S)
    assert ledger.learned == before
    network.send("Network.emulateNetworkConditions", {"offline": False, **conditions})
    away = time.monotonic() - away

    study(card)
    clock = time.monotonic() - began
    after = ledger.read()
    starts, ends = zip(*ledger.runs, strict=True)
    passed = max(ends) - min(starts)
    assert away >= BREAK_S
    assert after["learned"] - before >= away - POLICY.period_s
    assert passed - POLICY.period_s - ROUNDING_S <= after["learned"] <= passed <= clock
    assert after["late"] >= 1
