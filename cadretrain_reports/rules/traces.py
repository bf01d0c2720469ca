"""Learning time out of the traces of old days (3.9): what can be defended of the years before beats were sent.

A trace is a sign of a person at the server's time. Two rules make time of them, and both err on the side of less:

- **Pages.** From one sign to the person's next the page of the first is taken for studied, if no more than the idle
  limit lies between them; of a longer gap nothing counts, and the last sign opens nothing.
- **Videos.** From the start of a video to its stop, both seen by the server, it is taken for watched, for no longer
  than the whole video lasts and, where that is not said, than the idle limit. It ends early where the person shows up
  in something else.

Nothing follows from positions in a video: speed, jumps and loops never add time. The union of both, several courses
at once and the daily cap are for ``durations.unite`` and ``durations.allocate`` (R7).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from cadretrain_reports.rules.durations import Interval, StudyPolicy, unite
from cadretrain_reports.rules.tracking import Sign

Reason = Literal["gap", "beyond_video", "unpaired", "repeated", "out_of_order"]
"""Why a span does not count: nothing seen for too long; longer than the video; a start without a stop, or the reverse;
the same sign once more; a sign before the one that it follows."""

_MOST_VIDEOS: Final = 32
"""Videos of one person that may be running at once; more than nobody watches, the oldest are let go."""


@dataclass(frozen=True, slots=True)
class Trace:
    """One sign of one person at ``at``; ``course`` is an id, ``None`` for what is no course.

    ``session`` and ``video`` together name one running video, ``length`` is the whole video's in seconds.
    """

    at: datetime
    sign: Sign
    course: int | None
    session: str = ""
    video: str = ""
    length: int | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A span between two signs in a course. It counts if ``reason`` is ``None``."""

    course: int
    interval: Interval
    reason: Reason | None = None


def spans(traces: Iterable[Trace], policy: StudyPolicy) -> Iterator[Span]:
    """Yield the spans between the signs of one person, which come in the order of their times.

    What is kept between two signs does not grow with their number.
    """
    walk = _Walk(policy.idle_after)
    for trace in traces:
        yield from walk.step(trace)
    yield from walk.end()


def subtract(intervals: Iterable[Interval], known: Iterable[Interval]) -> list[Interval]:
    """Return what of the union of ``intervals`` lies in none of ``known``, as disjoint sorted intervals."""
    left: list[Interval] = []
    taken, place = unite(known), 0
    for start, end in unite(intervals):
        begin = start
        while place < len(taken) and taken[place][1] <= begin:
            place += 1
        while place < len(taken) and taken[place][0] < end:
            from_, until = taken[place]
            if begin < from_:
                left.append((begin, from_))
            begin = max(begin, until)
            if until >= end:
                break
            place += 1
        if begin < end:
            left.append((begin, end))
    return left


def overlap(intervals: Iterable[Interval], known: Iterable[Interval]) -> list[Interval]:
    """Return what of the union of ``intervals`` lies in ``known`` too, as disjoint sorted intervals."""
    united = unite(intervals)
    return subtract(united, subtract(united, known))


class _Walk:
    """One person's signs, one after the other."""

    def __init__(self, idle: timedelta) -> None:
        self._idle = idle
        self._last: Trace | None = None
        self._running: dict[tuple[str, str], Trace] = {}

    def step(self, trace: Trace) -> Iterator[Span]:
        last = self._last
        if last is not None and trace.at < last.at:
            yield from _nothing(trace, "out_of_order")
            return
        if trace == last:
            yield from _nothing(trace, "repeated")
            return
        if last is not None and last.sign != "leave":
            yield from self._page(last, trace.at)
        yield from self._away(trace)
        yield from self._video(trace)
        self._last = trace

    def end(self) -> Iterator[Span]:
        """Let go what was never stopped."""
        for started in self._running.values():
            yield from _nothing(started, "unpaired")
        self._running.clear()

    def _page(self, last: Trace, at: datetime) -> Iterator[Span]:
        if last.course is not None and last.at < at:
            yield Span(last.course, (last.at, at), None if at - last.at <= self._idle else "gap")

    def _away(self, trace: Trace) -> Iterator[Span]:
        """End the videos of other courses than the one in which the person is seen now."""
        for key, started in list(self._running.items()):
            if started.course != trace.course:
                del self._running[key]
                yield from self._watched(started, trace.at)

    def _video(self, trace: Trace) -> Iterator[Span]:
        if trace.sign not in ("play", "seek", "pause") or trace.course is None:
            return
        key = (trace.session, trace.video)
        started = self._running.pop(key, None)
        if started is not None:
            # Started twice without a stop between: only the second start was certainly followed by playing.
            yield from _nothing(started, "unpaired") if trace.sign == "play" else self._watched(started, trace.at)
        elif trace.sign == "pause":
            yield from _nothing(trace, "unpaired")
        if trace.sign == "play" or (trace.sign == "seek" and started is not None):
            self._running[key] = trace
        while len(self._running) > _MOST_VIDEOS:
            yield from _nothing(self._running.pop(next(iter(self._running))), "unpaired")

    def _watched(self, started: Trace, at: datetime) -> Iterator[Span]:
        longest = self._idle if started.length is None else timedelta(seconds=started.length)
        until = min(at, started.at + longest)
        if started.course is not None and started.at < until:
            yield Span(started.course, (started.at, until))
            if until < at:
                yield Span(started.course, (until, at), "beyond_video")


def _nothing(trace: Trace, reason: Reason) -> Iterator[Span]:
    if trace.course is not None:
        yield Span(trace.course, (trace.at, trace.at), reason)
