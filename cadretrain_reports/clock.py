"""The server's clock, the only one that counts learning time (3.9).

Everything that dates a fact asks ``now()``. A demonstration or a test may put a simulated clock in its place for
the code it calls in the same thread; nothing that arrives over the network can.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone


@dataclass(slots=True)
class SimulatedClock:
    """A clock that stands still until it is told to go on."""

    at: datetime

    def advance(self, seconds: float) -> None:
        """Let ``seconds`` pass."""
        self.at += timedelta(seconds=seconds)


_simulated: ContextVar[SimulatedClock | None] = ContextVar("cadretrain_simulated_clock", default=None)


def now() -> datetime:
    """Return the current instant, aware."""
    clock = _simulated.get()
    return timezone.now() if clock is None else clock.at


@contextmanager
def simulated(at: datetime) -> Iterator[SimulatedClock]:
    """Replace the clock inside the ``with`` block; ``at`` is aware."""
    clock = SimulatedClock(at)
    token = _simulated.set(clock)
    try:
        yield clock
    finally:
        _simulated.reset(token)
