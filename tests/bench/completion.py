"""A beat that only extends an interval beside edx-completion's ``submit_completion`` with a changed value.

Both are called as the platform's code calls them, the same number of times for the same number of rows, on the same
database, in turn. A lane is a process of its own, since each has another database: ``python -m tests.bench.completion``
prints what it measured as JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Final

from tests import services
from tests.bench.measure import Comparison, LeftOut

PAGES: Final = 200
SWEEPS: Final = 2
"""Beats of each page in one round; what the buffer holds is then flushed, as it is every minute."""

CALLS: Final = PAGES * SWEEPS
ROUNDS: Final = 5
_SCRIPT: Final = Path(__file__).parent / "peer" / "submit_completion.py"


def sqlite_direct() -> Comparison | LeftOut:
    """Every beat in SQLite: WAL, ``synchronous`` NORMAL."""
    return _lane("beat that extends, SQLite direct", "sqlite", buffered=False)


def mariadb_direct() -> Comparison | LeftOut:
    """Every beat in MariaDB."""
    return _lane("beat that extends, MariaDB direct", "mariadb", buffered=False)


def mariadb_buffered() -> Comparison | LeftOut:
    """Beats in a Redis that writes its log as it answers, on its disk each second, and their flush to MariaDB.

    MariaDB has each commit on its disk: a power cut of the Redis machine may cost a second of beats, which is why the
    buffered path promises no more than that a process that dies loses nothing.
    """
    return _lane(
        "beat that extends, MariaDB buffered (Redis on disk each second), flushes included", "mariadb", buffered=True
    )


def _lane(what: str, database: str, *, buffered: bool) -> Comparison | LeftOut:
    missing = services.missing_for_database(database) or (services.missing_for_redis() if buffered else None)
    if missing:
        return LeftOut(what, *missing)
    environment = {**os.environ, "CADRETRAIN_TEST_DATABASE": database}
    command = [sys.executable, "-m", "tests.bench.completion", *(["buffered"] if buffered else [])]
    said = subprocess.run(command, env=environment, cwd=services.ROOT, stdout=subprocess.PIPE, check=True).stdout
    ours, theirs = json.loads(said)
    return Comparison(what, "edx-completion, submit_completion, changed", ours, theirs, CALLS, "calls")


def main(*, buffered: bool) -> None:
    """Measure one lane and print [seconds of ours, seconds of theirs], medians of rounds in turn."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from tests.bench.environment import peer_python
    from tests.bench.measure import database

    python = peer_python()
    with ExitStack() as stack:
        stack.enter_context(database())
        if buffered:
            stack.enter_context(_redis())
        beat, submit = stack.enter_context(_beats(buffered)), stack.enter_context(_peer(python))
        for warm in (beat, submit):
            warm()
        times = [(beat(), submit()) for _round in range(ROUNDS)]
    sys.stdout.write(json.dumps([median(ours for ours, _ in times), median(theirs for _, theirs in times)]))


@contextmanager
def _beats(buffered: bool) -> Iterator[Callable[[], float]]:
    """Give the function that has every page send its beats, and returns how many seconds that took."""
    from cadretrain_reports import clock
    from cadretrain_reports.applets.learning.api import Heard, OpenPage
    from cadretrain_reports.workflows import study
    from cadretrain_reports.workflows.flushing import flush_beats
    from tests import factories

    with clock.simulated(datetime(2026, 3, 2, 1, tzinfo=UTC)) as simulated:
        factories.released("BENCH", 7200 * 30)
        opened = [factories.Page(factories.trainee(), "block-BENCH", simulated) for _ in range(PAGES)]
        for page in opened:
            page.beat()
        pages, heard = (
            [OpenPage(page.study or 0, page.session, page.usage_key) for page in opened],
            Heard(factories.PRESENT),
        )

        def beat() -> float:
            started = time.perf_counter()
            for _sweep in range(SWEEPS):
                simulated.advance(30)
                for page in pages:
                    stored = study.next_beat(page, heard)
                    assert stored is not None
                    assert stored.reason is None
            if buffered:
                assert flush_beats() == PAGES
            return time.perf_counter() - started

        yield beat


@contextmanager
def _peer(python: Path) -> Iterator[Callable[[], float]]:
    """Give the function that has edx-completion do the same number of calls on the same database."""
    from django.db import connection

    names = ("ENGINE", "NAME", "HOST", "PORT", "USER", "PASSWORD", "OPTIONS")
    database = {name: connection.settings_dict[name] for name in names}
    environment = {**os.environ, "PEER_DATABASE": json.dumps(database, default=str)}
    process = subprocess.Popen(
        [str(python), str(_SCRIPT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=tempfile.gettempdir(),
    )
    assert process.stdin
    assert process.stdout
    ask, told = process.stdin, process.stdout

    def submit() -> float:
        ask.write(f"{CALLS}\n")
        ask.flush()
        return float(told.readline())

    try:
        yield submit
    finally:
        ask.close()
        process.wait(timeout=30)


@contextmanager
def _redis() -> Iterator[None]:
    """Have beats go through a Redis of the bench's own."""
    from django.test import override_settings

    from tests.redis_server import RedisServer

    with tempfile.TemporaryDirectory() as folder:
        server = RedisServer(Path(folder))
        try:
            with override_settings(CADRETRAIN_BEAT_BUFFER=server.url):
                yield
        finally:
            server.kill()


if __name__ == "__main__":
    main(buffered="buffered" in sys.argv)
