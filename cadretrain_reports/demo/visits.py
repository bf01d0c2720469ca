"""What trainees of the demonstration do in a year, drawn by lot but the same every time (3.9).

Some finish, some stop half-way, some leave the page in the background or walk away from it, lose the network, open a
course twice or two courses at once, and some come back to what they have finished.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final

from cadretrain_reports.demo.academy import local_time
from cadretrain_reports.demo.catalogue import COURSES, CatalogueCourse
from cadretrain_reports.rules.periods import Period

STEP: Final = 60
"""Seconds between two beats: as far apart as still counts by default, to spare requests."""

IDLE_COUNTS: Final = 600
"""Seconds without input that still count by default."""

_FIRST_DAY: Final = 10
_LAST_DAY: Final = 350
_SHORT: Final = 600


@dataclass(frozen=True, slots=True)
class PlannedBeat:
    """A beat, so many seconds after the sitting began, with what the page says of itself."""

    after: int
    visible: bool = True
    active: bool = True


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """A course page, opened with its first beat."""

    course_run: str
    beats: tuple[PlannedBeat, ...]


@dataclass(frozen=True, slots=True)
class Sitting:
    """One time that a trainee sits down to study, with one page or several side by side."""

    trainee: int
    start: datetime
    pages: tuple[PlannedPage, ...]

    @property
    def end(self) -> datetime:
        """The instant of the last beat."""
        return self.start + timedelta(seconds=max(page.beats[-1].after for page in self.pages))

    @property
    def beats(self) -> int:
        """How many beats there are in all pages."""
        return sum(len(page.beats) for page in self.pages)


Habit = Callable[[int, Random], tuple[PlannedBeat, ...]]
"""Given the seconds of a course, says which beats its page sends."""


def sittings_of(trainee: int, period: Period) -> Iterator[Sitting]:
    """Yield the sittings of the ``trainee``-th trainee, counted from 1, in order of time. Every tenth has none."""
    chance = Random(f"cadretrain study {trainee}")  # noqa: S311 - the same year every time is what is wanted
    chosen = _choose(chance) if trainee % 10 else []
    starts = _starts(chance, period, len(chosen) + 1)
    for course in chosen:
        yield Sitting(trainee, next(starts), _pages(course, period, chance))
    if len(chosen) > 1 and chance.random() < 0.25:  # noqa: PLR2004 - one in four comes back
        yield Sitting(trainee, next(starts), (_page(chosen[0], period, _straight(4 * STEP)),))


def _choose(chance: Random) -> list[CatalogueCourse]:
    popular = [course for course in COURSES if course.is_popular]
    return chance.sample(popular, k=chance.choice((2, 3, 3, 4)))


def _starts(chance: Random, period: Period, count: int) -> Iterator[datetime]:
    for day in sorted(chance.sample(range(_FIRST_DAY, _LAST_DAY), k=count)):
        yield local_time(period, day, chance.choice((8, 9, 10, 12, 14, 15, 19, 20)), chance.randrange(60))


def _pages(course: CatalogueCourse, period: Period, chance: Random) -> tuple[PlannedPage, ...]:
    """Return one page, or for some short courses two: the course twice, or another one beside it."""
    if course.course_duration <= _SHORT and chance.random() < 0.3:  # noqa: PLR2004 - three in ten
        tab = _page(course, period, _straight(course.course_duration))
        if chance.random() < 0.5:  # noqa: PLR2004 - even odds
            return tab, _page(course, period, _later(tab.beats, 20))
        return tab, _beside(course, period, chance)
    habit = chance.choices(list(_HABITS), weights=list(_HABITS.values()))[0]
    return (_page(course, period, habit(course.course_duration, chance)),)


def _beside(course: CatalogueCourse, period: Period, chance: Random) -> PlannedPage:
    """Return a page of another short course, open until it has its own time after the first one has had its (R7)."""
    others = [c for c in COURSES if c.is_popular and c.course_duration <= _SHORT and c != course]
    other = chance.choice(others)
    beats = _straight(course.course_duration - 30 + other.course_duration)
    return _page(other, period, _later(beats, 30))


def _page(course: CatalogueCourse, period: Period, beats: Sequence[PlannedBeat]) -> PlannedPage:
    return PlannedPage(course.as_unit(period.label).course_run, tuple(beats))


def _straight(seconds: int, _chance: Random | None = None) -> tuple[PlannedBeat, ...]:
    """Study to the end without a break; the last beat falls on the last second."""
    return tuple(PlannedBeat(after) for after in [*range(0, seconds, STEP), seconds])


def _half(seconds: int, chance: Random) -> tuple[PlannedBeat, ...]:
    """Stop somewhere in the middle."""
    return _straight(max(1, int(seconds * chance.uniform(0.2, 0.8)) // STEP) * STEP)


def _hidden(seconds: int, chance: Random) -> tuple[PlannedBeat, ...]:
    """Leave the page in the background for some minutes, which do not count, and stay so much longer."""
    away = chance.randint(2, 5)
    before = chance.randint(1, seconds // STEP)
    beats = _straight(seconds + away * STEP)
    hidden = range(before, before + away)
    return tuple(PlannedBeat(b.after, visible=n not in hidden) for n, b in enumerate(beats))


def _idle(seconds: int, chance: Random) -> tuple[PlannedBeat, ...]:
    """Walk away with the page open; the first ten minutes still count, the rest is made up for."""
    lost = chance.randint(1, 3)
    idle = range(2, 2 + IDLE_COUNTS // STEP + lost)
    beats = _straight(seconds + lost * STEP) if seconds > IDLE_COUNTS + STEP else _straight(seconds)
    return tuple(PlannedBeat(b.after, active=n not in idle) for n, b in enumerate(beats))


def _gap(seconds: int, chance: Random) -> tuple[PlannedBeat, ...]:
    """Lose the network for some minutes."""
    lost = chance.randint(3, 9) * STEP
    beats = _straight(seconds)
    broken = chance.randrange(1, len(beats))
    kept, pushed = beats[:broken], _later(beats[broken - 1 :], lost)
    return (*kept, *pushed)


def _later(beats: Iterable[PlannedBeat], seconds: int) -> tuple[PlannedBeat, ...]:
    return tuple(PlannedBeat(b.after + seconds, b.visible, b.active) for b in beats)


_HABITS: Final[dict[Habit, int]] = {_straight: 10, _half: 4, _hidden: 2, _idle: 2, _gap: 2}


def in_order(sittings: Iterable[Sitting]) -> list[Sitting]:
    """Return sittings of many trainees in order of time."""
    return sorted(sittings, key=lambda sitting: (sitting.start, sitting.trainee))


def moments(sitting: Sitting) -> list[tuple[int, int, PlannedBeat]]:
    """Return (seconds after the start, page, beat) of all pages of a sitting, in order of time."""
    found = [(beat.after, number, beat) for number, page in enumerate(sitting.pages) for beat in page.beats]
    return sorted(found, key=lambda moment: moment[:2])
