"""Learning duration (3.9): which time between the beats of a page counts as study.

A beat says "the page is still there". Within a session each beat closes the span since the one before it,
and a span counts only if it is short, seen and active enough; what counts is united over all sessions, so
that two tabs, two devices, replays and retries never count twice. `credited_intervals` sees one trainee and
one course, `allocate` then settles several courses and the daily cap (R7). Times are compared as instants, to
the microsecond, and come back in UTC; intervals are half-open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from math import isfinite
from typing import Literal
from zoneinfo import ZoneInfo

from cadretrain_reports.rules.periods import as_utc, day_start, local_day, zone_named

Interval = tuple[datetime, datetime]
"""From the first instant to before the second."""

SpanReason = Literal["hidden", "gap", "idle", "absent"]
"""Why a span does not count: page in the background, beats too far apart, no input, presence not confirmed."""

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


class StudyPolicyError(ValueError):
    """A study policy cannot be kept; the message names the field."""


class IntervalError(ValueError):
    """An interval ends before it starts, or beats come in the wrong order."""


@dataclass(frozen=True, slots=True)
class Beat:
    """One sign of life of one page at the server's time ``at`` (3.9).

    ``session`` is one rendering of one page; ``visible``: the page was in the foreground; ``active``: there
    was input since the beat before. Raises ``NaiveTimeError`` (a ``ValueError``) if ``at`` has no zone.
    """

    at: datetime
    session: str
    visible: bool
    active: bool

    def __post_init__(self) -> None:
        as_utc(self.at)


@dataclass(frozen=True, slots=True)
class StudyPolicy:
    """How beats become time (3.9, R7). Lengths are in seconds.

    ``period_s``: how often a page sends beats. ``grace_s``: the longest span that counts. ``idle_after_s``:
    how long after the last input study goes on. ``daily_cap_s``: how much of a local day of ``time_zone``
    counts. ``late_window_s``: how old a late beat may be. ``presence_every_s``: after how long presence has to be
    confirmed, 0 for never, and ``presence_wait_s``: how long study goes on unconfirmed from then on. Raises
    ``StudyPolicyError`` unless all are positive and finite (``presence_every_s`` may be 0) and the zone exists.
    """

    period_s: int = 30
    grace_s: int = 60
    idle_after_s: int = 600
    daily_cap_s: int = 28800
    time_zone: str = "Asia/Shanghai"
    late_window_s: int = 1800
    presence_every_s: int = 0
    presence_wait_s: int = 120

    def __post_init__(self) -> None:
        for name in ("period_s", "grace_s", "idle_after_s", "daily_cap_s", "late_window_s", "presence_wait_s"):
            _check_seconds(name, getattr(self, name))
        if self.presence_every_s != 0:
            _check_seconds("presence_every_s", self.presence_every_s)
        try:
            zone_named(self.time_zone)
        except ValueError as error:
            raise StudyPolicyError(f"time_zone: {error}") from None

    @property
    def grace(self) -> timedelta:
        """``grace_s`` as a length of time."""
        return _length(self.grace_s)

    @property
    def idle_after(self) -> timedelta:
        """``idle_after_s`` as a length of time."""
        return _length(self.idle_after_s)

    @property
    def daily_cap(self) -> timedelta:
        """``daily_cap_s`` as a length of time."""
        return _length(self.daily_cap_s)

    @property
    def late_window(self) -> timedelta:
        """``late_window_s`` as a length of time."""
        return _length(self.late_window_s)

    def presence_due(self, present_at: datetime) -> datetime:
        """Return when presence that was last confirmed at ``present_at`` has to be asked for."""
        return _after(present_at, _length(self.presence_every_s) if self.presence_every_s else timedelta.max)

    def presence_ends(self, present_at: datetime) -> datetime:
        """Return until when time counts on presence that was last confirmed at ``present_at``."""
        return _after(self.presence_due(present_at), _length(self.presence_wait_s))

    @property
    def zone(self) -> ZoneInfo:
        """``time_zone`` as a zone."""
        return zone_named(self.time_zone)


def span_reason(
    previous_at: datetime,
    at: datetime,
    visible: bool,
    last_active_at: datetime | None,
    policy: StudyPolicy,
) -> SpanReason | None:
    """Return ``None`` if the span from a session's previous beat to the one at ``at`` counts, else why not.

    The one step of 3.9, shared by `credited_intervals` and by a store that takes beats one by one.

    ``visible`` is that of the closing beat; ``last_active_at`` is the session's last active beat, the closing
    one included, or ``None`` if there was none yet. Of several reasons the plainest is given: ``hidden``,
    then ``gap``, then ``idle``. Raises ``IntervalError`` if ``at`` lies before ``previous_at``, and
    ``NaiveTimeError`` for a time without a zone.
    """
    start, end = _checked((previous_at, at))
    if not visible:
        return "hidden"
    if end - start > policy.grace:
        return "gap"
    if last_active_at is None or end - as_utc(last_active_at) > policy.idle_after:
        return "idle"
    return None


def credited_intervals(beats: Iterable[Beat], policy: StudyPolicy) -> list[Interval]:
    """Return what the beats of one trainee in one course are worth, as disjoint sorted intervals (3.9).

    Beats may come in any order and more than once. Those of a session at the same instant are one: visible if
    all are, active if any is. A session's first beat opens and counts nothing. The daily cap is not applied
    here: it runs over all courses (`allocate`, R7). Raises ``NaiveTimeError`` for a time without a zone.
    """
    sessions: defaultdict[str, dict[datetime, tuple[bool, bool]]] = defaultdict(dict)
    for beat in beats:
        at, marks = as_utc(beat.at), sessions[beat.session]
        visible, active = marks.get(at, (True, False))
        marks[at] = (visible and beat.visible, active or beat.active)
    return unite(span for marks in sessions.values() for span in _counted_spans(marks, policy))


def learning_duration(intervals: Iterable[Interval]) -> int:
    """Return the whole seconds that the union of the intervals lasts, rounded down once, at the end (3.9)."""
    return sum((end - start for start, end in unite(intervals)), timedelta()) // _SECOND


def allocate(intervals_by_course: Mapping[str, Iterable[Interval]], policy: StudyPolicy) -> dict[str, list[Interval]]:
    """Return what each course keeps of one trainee's time in all courses (R7).

    Each course's intervals are united first. An instant that several courses claim goes to the one whose
    interval began first, at a tie to the smaller course code. Of each local day only the first
    ``policy.daily_cap_s`` seconds of what was so given count; an interval across that edge is cut. Every
    course of the input is in the result, with disjoint sorted intervals or none.
    """
    kept: dict[str, list[Interval]] = {course: [] for course in intervals_by_course}
    for course, interval in _within_daily_cap(first_come(intervals_by_course), policy):
        kept[course].append(interval)
    return {course: unite(intervals) for course, intervals in kept.items()}


def unite(intervals: Iterable[Interval]) -> list[Interval]:
    """Return the union as disjoint sorted intervals in UTC: touching ones merged, empty ones left out (3.9).

    Raises ``IntervalError`` for an end before its start, ``NaiveTimeError`` for a time without a zone.
    """
    united: list[Interval] = []
    for start, end in sorted(_checked(interval) for interval in intervals):
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(united[-1][1], end))
        elif start < end:
            united.append((start, end))
    return united


def clip(intervals: Iterable[Interval], start: datetime, end: datetime) -> list[Interval]:
    """Return the union of the intervals as far as it lies from ``start`` to before ``end`` (9.1.2).

    Raises ``IntervalError`` if ``end`` lies before ``start``, ``NaiveTimeError`` for a time without a zone.
    """
    first, last = _checked((start, end))
    clipped = ((max(begin, first), min(until, last)) for begin, until in unite(intervals))
    return [(begin, until) for begin, until in clipped if begin < until]


def _counted_spans(marks: Mapping[datetime, tuple[bool, bool]], policy: StudyPolicy) -> Iterator[Interval]:
    """Walk one session's beats, ``{at: (visible, active)}``, and yield the spans that count."""
    previous_at: datetime | None = None
    last_active_at: datetime | None = None
    for at in sorted(marks):
        visible, active = marks[at]
        last_active_at = at if active else last_active_at
        if previous_at is not None and not span_reason(previous_at, at, visible, last_active_at, policy):
            yield previous_at, at
        previous_at = at


def first_come(intervals_by_course: Mapping[str, Iterable[Interval]]) -> Iterator[tuple[str, Interval]]:
    """Yield disjoint pieces in time order, each with the course that has the right to it, before any cap (R7).

    In the order of right (start, code) whoever comes later started no earlier, so all that is taken of the
    own interval is its beginning, up to the latest end so far.
    """
    claims = sorted(
        (start, course, end) for course, intervals in intervals_by_course.items() for start, end in unite(intervals)
    )
    taken_until: datetime | None = None
    for start, course, end in claims:
        begin = start if taken_until is None else max(start, taken_until)
        if begin < end:
            yield course, (begin, end)
            taken_until = end


def _within_daily_cap(pieces: Iterable[tuple[str, Interval]], policy: StudyPolicy) -> Iterator[tuple[str, Interval]]:
    """Yield what the cap leaves of pieces that come in time order."""
    today: date | None = None
    left = policy.daily_cap
    for course, piece in pieces:
        for day, (start, end) in by_local_day(piece, policy.zone):
            if day != today:
                today, left = day, policy.daily_cap
            counted = min(end - start, left)
            left -= counted
            if counted:
                yield course, (start, start + counted)


def by_local_day(interval: Interval, zone: ZoneInfo) -> Iterator[tuple[date, Interval]]:
    """Yield the parts of an interval, each with the local day of ``zone`` in which it lies (9.1.2)."""
    start, end = interval
    while start < end:
        day = local_day(start, zone)
        until = min(end, day_start(day + _DAY, zone))
        yield day, (start, until)
        start = until


def _checked(interval: Interval) -> Interval:
    start, end = as_utc(interval[0]), as_utc(interval[1])
    if end < start:
        raise IntervalError(f"the end {end.isoformat()} lies before the start {start.isoformat()}")
    return start, end


def _check_seconds(name: str, seconds: object) -> None:
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)):
        raise StudyPolicyError(f"{name} is a number of seconds; got {seconds!r}")
    if seconds <= 0 or (isinstance(seconds, float) and not isfinite(seconds)):
        raise StudyPolicyError(f"{name} is positive and finite; got {seconds!r}")


def _length(seconds: float) -> timedelta:
    # "Practically never" is a fair setting: what no timedelta can hold is longer than any study.
    try:
        return timedelta(seconds=seconds)
    except OverflowError:
        return timedelta.max


def _after(at: datetime, length: timedelta) -> datetime:
    try:
        return at + length
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC)
