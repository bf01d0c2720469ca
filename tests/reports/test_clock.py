"""The server's clock, and a simulated one in its place."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Never

import pytest

from cadretrain_reports import clock

AT = datetime(2026, 1, 5, tzinfo=UTC)


def test_the_clock_is_the_servers_and_aware() -> None:
    before = datetime.now(UTC)
    now = clock.now()
    assert before <= now <= datetime.now(UTC)
    assert now.utcoffset() == timedelta(0)


def test_a_simulated_clock_stands_still_until_told() -> None:
    with clock.simulated(AT) as simulated:
        assert (clock.now(), clock.now()) == (AT, AT)
        simulated.advance(1.5)
        assert clock.now() == AT + timedelta(seconds=1.5)
    assert clock.now() > AT + timedelta(days=300)


def test_simulated_clocks_nest_and_end_with_an_error() -> Never:
    with clock.simulated(AT):
        with pytest.raises(RuntimeError), clock.simulated(AT + timedelta(days=1)):
            raise RuntimeError
        assert clock.now() == AT


def test_another_thread_keeps_the_real_clock() -> None:
    seen = []
    with clock.simulated(AT):
        thread = threading.Thread(target=lambda: seen.append(clock.now()))
        thread.start()
        thread.join()
    assert seen[0] != AT
