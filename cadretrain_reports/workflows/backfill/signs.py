"""From events to signs of trainees: whose an event is, of what course, and whether it lies before the first beat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, TypeVar

from cadretrain_reports.applets.backfill.api import Noted
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.rules.traces import Trace
from cadretrain_reports.rules.tracking import Event

K = TypeVar("K")
V = TypeVar("V")

_MOST_KNOWN: Final = 50_000
"""Answers that are remembered at once."""


@dataclass(slots=True)
class Batch:
    """What some lines or rows gave: signs and facts, each with its trainee's id, and what became of every event."""

    signs: list[tuple[int, Trace]] = field(default_factory=list)
    facts: list[Noted] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


class Known:
    """Whose a user is and where a course is placed, asked once and remembered as long as there is room."""

    def __init__(self) -> None:
        self._trainees: dict[int | str, int | None] = {}
        self._courses: dict[str, int | None] = {}

    def look_up(self, users: Collection[int | str], keys: Collection[str]) -> None:
        """Ask for what is not known yet, in one query each."""
        _learn(self._trainees, users, _trainees_of)
        _learn(self._courses, keys, courses.placed_at)

    def trainee(self, user_id: int | None, username: str) -> int | None:
        """Return the trainee's id: by the user's id where an event has one, else by the username."""
        return self._trainees.get(username if user_id is None else user_id)

    def course(self, keys: Iterable[str]) -> int | None:
        """Return the course that the nearest of these keys belongs to."""
        return next((course for key in keys if (course := self._courses.get(key)) is not None), None)


@dataclass(frozen=True, slots=True)
class Limits:
    """Until when signs are taken, and what time it is: nothing can have happened later."""

    until: datetime
    now: datetime

    def fault(self, at: datetime) -> str:
        """Return why what happened at ``at`` is not taken, or an empty text."""
        if at > self.now:
            return "future"
        return "after_start" if at >= self.until else ""


def signs_of(events: Iterable[Event], known: Known, limits: Limits) -> Batch:
    """Return what events come to; each is counted exactly once as what it is or why it is nothing."""
    batch, kept = Batch(), []
    for event in events:
        fault = limits.fault(event.at) or ("anonymous" if _is_anonymous(event) else "")
        if fault:
            batch.counts[f"event.{fault}"] += 1
        else:
            kept.append(event)
    known.look_up({user for event in kept for user in _users(event)}, {key for event in kept for key in event.keys})
    for event in kept:
        batch.counts[f"event.{_take(event, known, batch)}"] += 1
    return batch


def _take(event: Event, known: Known, batch: Batch) -> str:
    is_fact = _take_fact(event, known, batch)
    if event.sign:
        trainee = known.trainee(event.user_id, event.username)
        if trainee is not None:
            course = known.course(event.keys)
            sign = Trace(event.at, event.sign, course, event.session, event.video, event.length)
            batch.signs.append((trainee, sign))
            return "unmarked" if course is None else "course"
    return "fact" if is_fact else "unknown_user"


def _take_fact(event: Event, known: Known, batch: Batch) -> bool:
    fact = event.fact
    trainee = known.trainee(fact.user_id, fact.username) if fact else None
    if fact is None or trainee is None:
        return False
    batch.facts.append(Noted(trainee, fact.kind, fact.subject, event.at, fact.value))
    return True


def _is_anonymous(event: Event) -> bool:
    return not any(_users(event))


def _users(event: Event) -> list[int | str]:
    said = [(event.user_id, event.username)] if event.sign else []
    said += [(event.fact.user_id, event.fact.username)] if event.fact else []
    users = (username if user_id is None else user_id for user_id, username in said)
    return [user for user in users if user != ""]


def _trainees_of(users: Collection[int | str]) -> dict[int | str, int]:
    ids = [user for user in users if isinstance(user, int)]
    return people.trainees_of_users(ids, [user for user in users if isinstance(user, str)])


def _learn(known: dict[K, V | None], wanted: Collection[K], ask: Callable[[Collection[K]], Mapping[K, V]]) -> None:
    new = [key for key in wanted if key not in known]
    if not new:
        return
    if len(known) + len(new) > _MOST_KNOWN:
        known.clear()
        new = list(wanted)
    found = ask(new)
    known.update({key: found.get(key) for key in new})
