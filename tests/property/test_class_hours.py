"""What holds for hours of classes whatever happened (R5), against a recount that knows nothing of the rules.

A history is a list of events: classes begin and end, people join and leave, courses are finished, failed, taken back
and re-taken, people move, classes are passed. The rules are asked at each event, as the workflows ask them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any, NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from cadretrain_reports.rules.class_hours import (
    Activity,
    Asked,
    Credited,
    Done,
    Finding,
    Membership,
    assess,
    attributed_to,
    period_hours,
)

COURSES = {"A": Decimal("0.25"), "B": Decimal("0.5"), "C": Decimal(1), "D": Decimal(1)}
CLASSES = {
    1: Asked({"A": True, "B": False}, (Activity("p", Decimal(2)),), hour_requirement=Decimal("0.25")),
    2: Asked({"B": True, "C": False}, (Activity("q", Decimal(4), face_to_face=True),), hour_requirement=Decimal(1)),
    3: Asked({"A": False, "C": True, "D": False}, hour_requirement=Decimal(2)),
}
ACTIVITIES = {"p": 1, "q": 2}
YEARS = (2026, 2027)
START = datetime(2026, 1, 1, tzinfo=UTC)


class Event(NamedTuple):
    """Something that happened: ``what``, and to which class, course or activity."""

    what: str
    which: Any = None


EVENTS = st.one_of(
    st.builds(Event, st.sampled_from(["begin", "end", "join", "leave", "pass"]), st.sampled_from(sorted(CLASSES))),
    st.builds(Event, st.sampled_from(["finish", "fail", "reverse", "finish"]), st.sampled_from(sorted(COURSES))),
    st.builds(Event, st.just("attend"), st.sampled_from(sorted(ACTIVITIES))),
    st.builds(Event, st.sampled_from(["move", "new year"]), st.none()),
)
HISTORIES = st.lists(EVENTS, max_size=40)


@dataclass
class Story:
    """What the workflows keep, by asking the rules: standing credits with attribution and year, classes passed."""

    credits: dict[str, tuple[Credited, int]] = field(default_factory=dict)
    passed: dict[int, tuple[Finding, int]] = field(default_factory=dict)
    running: set[int] = field(default_factory=set)
    joined: dict[int, datetime] = field(default_factory=dict)
    attended: set[str] = field(default_factory=set)
    year: int = YEARS[0]
    now: datetime = START

    def tell(self, events: Iterable[Event]) -> Story:
        for event in events:
            self.now += timedelta(days=1)
            getattr(self, event.what.replace(" ", "_") + "_")(event.which)
        return self

    def begin_(self, which: int) -> None:
        self.running.add(which)

    def end_(self, which: int) -> None:
        self.running.discard(which)

    def join_(self, which: int) -> None:
        self.joined.setdefault(which, self.now)

    def leave_(self, which: int) -> None:
        self.joined.pop(which, None)

    def fail_(self, _which: str) -> None:
        """Give nothing."""

    def move_(self, _which: None) -> None:
        """Change the unit, which changes no hours."""

    def new_year_(self, _which: None) -> None:
        self.year = YEARS[1]

    def attend_(self, which: str) -> None:
        self.attended.add(which)

    def finish_(self, which: str) -> None:
        if which not in self.credits:
            now = self.joined.keys() & self.running
            inside = [Membership(self.joined[one], one) for one in now if which in CLASSES[one].courses]
            self.credits[which] = (Credited(COURSES[which], attributed_to(inside)), self.year)

    def reverse_(self, which: str) -> None:
        self.credits.pop(which, None)

    def pass_(self, which: int) -> None:
        found = self.found(which)
        if which in self.joined and found.passed and which not in self.passed:
            self.passed[which] = (found, self.year)

    def found(self, which: int) -> Finding:
        standing = {course: credit for course, (credit, _year) in self.credits.items()}
        return assess(CLASSES[which], Done(standing, self.attended), which)

    def total(self, year: int) -> Decimal:
        standing = [credit for credit, of in self.credits.values() if of == year]
        classes = [(found.activities, found.face_to_face) for found, of in self.passed.values() if of == year]
        return period_hours(standing, classes).total


def recounted(events: list[Event], year: int) -> Decimal:
    """Count a year in quarters, from its events alone and backwards: no class is looked at but where it was passed."""
    turn = next((place for place, event in enumerate(events) if event.what == "new year"), len(events))
    of_year = range(turn) if year == YEARS[0] else range(turn, len(events))
    quarters = 0
    for course, worth in COURSES.items():
        taken_back = max((at for at, event in enumerate(events) if event == ("reverse", course)), default=-1)
        after = [at for at, event in enumerate(events) if event == ("finish", course) and at > taken_back]
        quarters += int(worth * 4) * (bool(after) and after[0] in of_year)
    for which, asked in CLASSES.items():
        if (at := _passed_at(events, which)) is not None and at in of_year:
            before = {event.which for event in events[:at] if event.what == "attend"}
            quarters += sum(int(one.credit_hours * 4) for one in asked.activities if one.key in before)
    return Decimal(quarters) / 4


def _passed_at(events: list[Event], which: int) -> int | None:
    """Return where a class was passed first: tried while a member, with all that it asks for there."""
    for at, event in enumerate(events):
        if event == ("pass", which) and _is_member(events[:at], which) and _has_all(events[:at], CLASSES[which]):
            return at
    return None


def _is_member(before: list[Event], which: int) -> bool:
    moves = [event.what for event in before if event.which == which and event.what in ("join", "leave")]
    return bool(moves) and moves[-1] == "join"


def _has_all(before: list[Event], asked: Asked) -> bool:
    standing = set()
    for what, which in before:
        if what == "finish":
            standing.add(which)
        elif what == "reverse":
            standing.discard(which)
    attended = {which for what, which in before if what == "attend"}
    done = sum((COURSES[course] for course in asked.courses if course in standing), Decimal(0))
    done += sum((one.credit_hours for one in asked.activities if one.key in attended), Decimal(0))
    wanted = {course for course, required in asked.courses.items() if required}
    return wanted <= standing and {one.key for one in asked.activities} <= attended and done >= asked.hour_requirement


@given(HISTORIES)
def test_a_period_is_every_standing_course_once_and_the_activities_of_passed_classes(events: list[Event]) -> None:
    story = Story().tell(events)
    for year in YEARS:
        assert story.total(year) == recounted(events, year)


@given(HISTORIES)
def test_a_credit_is_attributed_to_the_earliest_registration_of_then_for_good(events: list[Event]) -> None:
    """Recounted from the events before the credit: who was in it, what ran, who came first."""
    for course, (credit, _year) in Story().tell(events).credits.items():
        taken_back = max((at for at, event in enumerate(events) if event == ("reverse", course)), default=-1)
        at = next(at for at, event in enumerate(events) if event == ("finish", course) and at > taken_back)
        inside = []
        for which, asked in CLASSES.items():
            state = [event.what for event in events[:at] if event.which == which and event.what in ("begin", "end")]
            if course in asked.courses and _is_member(events[:at], which) and state[-1:] == ["begin"]:
                left = max((n for n, event in enumerate(events[:at]) if event == ("leave", which)), default=-1)
                inside.append(
                    (next(n for n, event in enumerate(events) if event == ("join", which) and n > left), which)
                )
        assert credit.registration == (min(inside)[1] if inside else None)


@given(HISTORIES)
def test_no_hour_is_counted_by_two_classes(events: list[Event]) -> None:
    """The classes' own hours and elective learning together are what is credited; exempt courses are in none."""
    story = Story().tell(events)
    own = sum((story.found(which).attributed for which in CLASSES), Decimal(0))
    elective = sum(
        (credit.credit_hours for credit, _year in story.credits.values() if credit.registration is None), Decimal(0)
    )
    assert own + elective == sum((credit.credit_hours for credit, _year in story.credits.values()), Decimal(0))
    for which, asked in CLASSES.items():
        found = story.found(which)
        in_class = [credit for course, (credit, _year) in story.credits.items() if course in asked.courses]
        assert found.attributed + found.exempt == sum((credit.credit_hours for credit in in_class), Decimal(0))


@given(HISTORIES, st.randoms(use_true_random=False))
def test_the_order_matters_only_by_what_was_attributed(events: list[Event], chance: Random) -> None:
    """The same standing credits, in any order, come to the same in every class and in every year."""
    story = Story().tell(events)
    shuffled = list(story.credits.items())
    chance.shuffle(shuffled)
    other = Story(dict(shuffled), story.passed, story.running, story.joined, story.attended, story.year)
    assert [other.found(which) for which in CLASSES] == [story.found(which) for which in CLASSES]
    assert [other.total(year) for year in YEARS] == [story.total(year) for year in YEARS]
