"""What tests of learning time have in common: the server's ledger, and a trainee who studies, waits or looks away."""

from __future__ import annotations

import time
from typing import Any

from tests.e2e.academy import Backstage, wait_for
from tests.e2e.browsing import Card

MOST_BEATS = 60
"""How many beats are waited for; on a machine that is busy some come too far apart to count."""

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


def study(card: Card, beats: int = 2) -> None:
    """Study until so many further beats have counted."""
    reasons: list[str | None] = []
    while reasons.count(None) < beats:
        reasons += [beat["reason"] for beat in card.wait_for_beats()]
        assert len(reasons) < MOST_BEATS, f"waited in vain for {beats} beats to count: {reasons}"


def pass_time(card: Card, seconds: float) -> None:
    """Let the browser go on for so long."""
    end = time.monotonic() + seconds
    wait_for(lambda: time.monotonic() >= end, "time to pass", seconds + 5, card.pause)
