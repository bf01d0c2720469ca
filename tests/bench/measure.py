"""Timing two things in turn, so that both see the same machine."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median

from django.test.utils import setup_databases, setup_test_environment, teardown_databases, teardown_test_environment


@dataclass(frozen=True)
class Comparison:
    """One row: how long ours and theirs take for ``units`` pieces of the same work."""

    what: str
    beside: str
    ours_s: float
    theirs_s: float
    units: int
    unit: str

    @property
    def ratio(self) -> float:
        """How many times as fast ours is; below 1 it is slower."""
        return self.theirs_s / self.ours_s

    @property
    def ours_text(self) -> str:
        return f"{self.units / self.ours_s:,.0f} {self.unit}/s"

    @property
    def theirs_text(self) -> str:
        return f"{self.units / self.theirs_s:,.0f} {self.unit}/s"


@dataclass(frozen=True)
class LeftOut:
    """One row that could not be measured here for want of something, and the command that adds it."""

    what: str
    missing: str
    command: str


@dataclass(frozen=True)
class Cost:
    """What an answer costs: queries, and how much the database does for them, in ``unit``."""

    queries: int
    work: int
    unit: str

    def __str__(self) -> str:
        return f"{self.queries} queries, {self.work:,} {self.unit}"


@dataclass(frozen=True)
class Costs:
    """One row of costs: what an answer costs ours and theirs."""

    what: str
    beside: str
    ours: Cost
    theirs: Cost

    @property
    def ratio(self) -> float:
        """How many times as little the database does for ours; below 1 it does more."""
        return self.theirs.work / self.ours.work

    @property
    def ours_text(self) -> str:
        return str(self.ours)

    @property
    def theirs_text(self) -> str:
        return str(self.theirs)


@contextmanager
def database() -> Iterator[None]:
    """Have a database of its own inside the ``with`` block."""
    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        yield
    finally:
        teardown_databases(databases, verbosity=0)
        teardown_test_environment()


def alternate(ours: Callable[[], object], theirs: Callable[[], object], rounds: int = 5) -> tuple[float, float]:
    """Return the median seconds of CPU that each takes, called in turn."""
    times: tuple[list[float], list[float]] = ([], [])
    for _round in range(rounds):
        for work, kept in zip((ours, theirs), times, strict=True):
            start = time.process_time()
            work()
            kept.append(time.process_time() - start)
    return median(times[0]), median(times[1])
