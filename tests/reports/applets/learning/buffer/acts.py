"""What further processes do with the buffer."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from typing import Any

from cadretrain_reports.applets.learning.buffer import store


def flush() -> int:
    """Store what is held."""
    from cadretrain_reports.workflows.flushing import flush_beats

    return flush_beats()


def die_before_acknowledging() -> None:
    """Flush, and be killed when the database has everything and Redis has not been told."""

    def die(_stored: Sequence[Any]) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    store.acknowledge = die
    flush()


def beats_until_killed(study: int, session: str, usage_key: str) -> None:
    """Send a beat, then be killed as a web process is."""
    from cadretrain_reports.applets.learning.api import OpenPage
    from cadretrain_reports.workflows.study import next_beat
    from tests.factories import SEEN

    assert next_beat(OpenPage(study, session, usage_key), SEEN)
    os.kill(os.getpid(), signal.SIGKILL)
