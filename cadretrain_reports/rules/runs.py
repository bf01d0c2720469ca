"""One page's run of beats, beat by beat: what a store that takes them as they come has to keep (3.9, R7).

A run is all that the next message of the page needs to know of those before it. Whatever keeps runs – a table, a
cache – asks `opened` and `taken` what becomes of a message, so that all count the same, and the same as
`durations.credited_intervals`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Literal

from cadretrain_reports.rules.durations import Interval, SpanReason, StudyPolicy, span_reason

LostReason = SpanReason | Literal["too_late", "clock"]
"""Why a span is lost: of the page, or the beat that would close it was too late, or the server's clock was set back."""

BeatReason = LostReason | Literal["first", "repeat"]
"""Why a beat counts nothing: as above, or it was the page's first, or no time has passed since the one before."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What a beat says of the page: in the foreground, input since the last beat, presence confirmed since then."""

    visible: bool
    active: bool
    present: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """What one message of a page says.

    ``signs`` are those of now. ``late`` are the beats that could not be sent before, oldest first, each with its age on
    the page's monotonic clock. ``leaving``: the page is being left. ``position``: where it stands, in its own words.
    """

    signs: Signs
    late: tuple[tuple[timedelta, Signs], ...] = ()
    leaving: bool = False
    position: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Where one page stands. Times are aware.

    From ``start_at`` to ``end_at`` counts; ``end_at`` is the instant of the last beat. ``last_active_at`` is that of
    the last input. ``present_at`` is that of the opening or the last confirmed presence; where presence fell due while
    the page could not be asked, it is as much later. ``live_at`` is when the page was last heard of: no late beat can
    be older (R7). ``late``: something of what counts rests on late beats. ``left``: the page is no longer open.
    """

    start_at: datetime
    end_at: datetime
    last_active_at: datetime | None
    present_at: datetime
    live_at: datetime
    late: bool = False
    left: bool = False


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


@dataclass(frozen=True, slots=True)
class Aside:
    """What a run had counted before it was broken off; ``late`` as in ``Run``."""

    start_at: datetime
    end_at: datetime
    late: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a message.

    ``run`` is the run as it is now, ``asides`` and ``lost`` what its beats have put aside and lost, in order of time.
    ``reason`` says why the span that its live beat closed does not count, ``None`` if it does.
    """

    run: Run
    asides: tuple[Aside, ...]
    lost: tuple[tuple[Interval, LostReason], ...]
    reason: BeatReason | None


def opened(at: datetime, heard: Heard) -> Run:
    """Return the run that a page's first message begins: it counts nothing yet (3.9).

    Late beats in it are older than anything that the server has seen of the page, so they are left aside (R7).
    """
    return Run(at, at, at if heard.signs.active else None, at, at, left=heard.leaving)


def taken(run: Run, heard: Heard, received_at: datetime, policy: StudyPolicy) -> Taken:
    """Return what becomes of a run by a further message: its late beats, oldest first, then the live one (3.9, R7).

    A beat no later than the run's end says nothing new: a message that is received twice counts once. While the
    server's clock lies behind where it has been, what passes cannot be told from what has counted and is lost for
    ``clock``.
    """
    current, asides, lost = run, list[Aside](), _set_back(run, received_at)
    reason: BeatReason | None = None
    for at, signs, refusal in _beats(run, heard, received_at, policy):
        if at <= current.end_at:
            reason = "clock" if at < current.end_at else "repeat"
            continue
        step = extended(current, at, signs, policy)
        reason = step.reason
        if step.lost is not None and step.reason is not None:
            reason = refusal or step.reason
            lost.append((step.lost, reason))
        if step.aside is not None:
            asides.append(Aside(*step.aside, current.late))
        current = replace(step.run, late=reason is None and (current.late or at < received_at))
    present_at = _asked(current.present_at, run.live_at, received_at, policy)
    after = replace(current, live_at=received_at, present_at=present_at, left=heard.leaving)
    return Taken(after, tuple(asides), tuple(lost), reason)


def extended(run: Run, at: datetime, signs: Signs, policy: StudyPolicy) -> Step:
    """Return what becomes of a run by a further beat at ``at``, later than the run's end (3.9).

    Presence that was asked for when the page was last heard of, and was not confirmed in time, ends study. Raises
    ``IntervalError`` for a beat before the run's end: whoever keeps runs takes it as said before.
    """
    last_active_at = at if signs.active else run.last_active_at
    reason = span_reason(run.end_at, at, signs.visible, last_active_at, policy)
    is_absent = asks_presence(run, policy) and policy.presence_ends(run.present_at) < at
    if reason is None and is_absent and not signs.present:
        reason = "absent"
    after = replace(
        run,
        start_at=run.start_at if reason is None else at,
        end_at=at,
        last_active_at=last_active_at,
        present_at=at if signs.present else run.present_at,
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


def asks_presence(run: Run, policy: StudyPolicy) -> bool:
    """Tell whether the answer to the page's last message asks whether the trainee is still there."""
    return policy.presence_due(run.present_at) <= run.live_at


_UNBELIEVED: Final = Signs(visible=False, active=False)
"""What is taken of a beat that is refused: it breaks the run and says nothing."""


def _set_back(run: Run, received_at: datetime) -> list[tuple[Interval, LostReason]]:
    """Return what has passed since the page was last heard of, as far as the clock had been there before."""
    caught_up = min(received_at, run.end_at)
    return [((run.live_at, caught_up), "clock")] if run.live_at < caught_up else []


def _beats(
    run: Run, heard: Heard, received_at: datetime, policy: StudyPolicy
) -> Iterator[tuple[datetime, Signs, Literal["too_late"] | None]]:
    """Yield (instant, signs, why it is refused) of every beat of a message, the live one last."""
    for age, signs in heard.late:
        at = beat_at(run, received_at, age)
        if age > policy.late_window:
            yield at, _UNBELIEVED, "too_late"
        else:
            yield at, signs, None
    yield received_at, heard.signs, None


def _asked(present_at: datetime, live_at: datetime, received_at: datetime, policy: StudyPolicy) -> datetime:
    """Return from when presence runs. The wait for an answer begins with the message at which it can first be asked."""
    due_at = policy.presence_due(present_at)
    return present_at + (received_at - due_at) if live_at < due_at <= received_at else present_at
