"""One page's run of beats, beat by beat: what a store that takes them as they come has to keep (3.9, R7).

A run is all that the next beat needs to know of those before it. Whatever keeps runs – a table, a cache – asks the two
functions here what becomes of a beat, so that both count the same, and the same as `durations.credited_intervals`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cadretrain_reports.rules.durations import Interval, SpanReason, StudyPolicy, span_reason


@dataclass(frozen=True, slots=True)
class Signs:
    """What a beat says of the page: in the foreground, input since the last beat, presence confirmed since then."""

    visible: bool
    active: bool
    present: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Where one page stands. Times are aware.

    From ``start_at`` to ``end_at`` counts; ``end_at`` is the instant of the last beat. ``last_active_at`` is that of
    the last input and ``present_at`` that of the opening or the last confirmed presence. ``live_at`` is when the page
    was last heard of: no late beat can be older (R7).
    """

    start_at: datetime
    end_at: datetime
    last_active_at: datetime | None
    present_at: datetime
    live_at: datetime


@dataclass(frozen=True, slots=True)
class Step:
    """What became of a beat.

    ``run`` is the run as it is now. ``aside`` is what the run had counted before it was broken off, and ``lost`` the
    span that does not count, for ``reason``; all three are ``None`` when the span counts.
    """

    run: Run
    aside: Interval | None = None
    lost: Interval | None = None
    reason: SpanReason | None = None


def opened(at: datetime, signs: Signs) -> Run:
    """Return the run that a page's first beat begins: it counts nothing yet (3.9)."""
    return Run(at, at, at if signs.active else None, at, at)


def extended(run: Run, at: datetime, signs: Signs, policy: StudyPolicy) -> Step:
    """Return what becomes of a run by a further beat at ``at``, later than the run's end (3.9).

    Raises ``IntervalError`` for a beat before the run's end: whoever keeps runs takes it as said before.
    """
    reason = span_reason(run.end_at, at, signs.visible, at if signs.active else run.last_active_at, policy)
    present_at = at if signs.present else run.present_at
    if reason is None and policy.presence_ends(present_at) < at:
        reason = "absent"
    after = replace(
        run,
        start_at=run.start_at if reason is None else at,
        end_at=at,
        last_active_at=at if signs.active else run.last_active_at,
        present_at=present_at,
    )
    if reason is None:
        return Step(after)
    counted = (run.start_at, run.end_at)
    return Step(after, counted if run.start_at < run.end_at else None, (run.end_at, at), reason)


def beat_at(run: Run, received_at: datetime, age: timedelta) -> datetime:
    """Return the instant of a beat that is ``age`` old on the page's own clock when it is received (R7).

    It lies between the page's last live receipt and this one, whatever the page says of its age.
    """
    return min(max(received_at - max(age, timedelta()), run.live_at), received_at)
