"""Hours in theme classes: to what a credit is attributed, when a class is passed, and what it comes to (8.3.6, R5).

A course is credited once, at once, whatever classes contain it (R4). At that moment it is attributed, for good, to the
class in which it was finished, or else to elective learning. A class is worth nothing until it is passed; then it is
worth the credits attributed to it and the activities that were attended. Courses that were credited without it are
exempt: they fulfil what it asks for and add nothing. So no hour is ever counted twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final, NamedTuple

NONE: Final = Decimal(0)


class Membership(NamedTuple):
    """That somebody is confirmed in a running class: when they registered, and by which registration."""

    registered_at: datetime
    registration: int


def attributed_to(containing: Iterable[Membership]) -> int | None:
    """Return the registration that a credit is attributed to when it falls; ``None`` is elective learning (R5).

    ``containing`` are the trainee's memberships, then, of running classes that contain the course. The earliest
    registration has it; of equally early ones the first on record.
    """
    earliest = min(containing, default=None)
    return None if earliest is None else earliest.registration


@dataclass(frozen=True, slots=True)
class Activity:
    """A teaching activity, with the credit-hours of taking part; ``face_to_face`` hours are kept apart (R6)."""

    key: str
    credit_hours: Decimal
    is_required: bool = True
    face_to_face: bool = False


@dataclass(frozen=True, slots=True)
class Assessment:
    """One thing that is assessed: the pass mark in percent, and its weight among the others."""

    key: str
    pass_mark: int
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Asked:
    """What the teaching plan of a class asks for (8.3.2). ``courses`` says of each, by its key, if it is required.

    ``pass_mark`` is in percent, for all assessments together by their weights.
    """

    courses: Mapping[str, bool]
    activities: tuple[Activity, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    hour_requirement: Decimal = NONE
    pass_mark: int = 0


@dataclass(frozen=True, slots=True)
class Credited:
    """A standing credit, and the registration that it was attributed to when it fell."""

    credit_hours: Decimal
    registration: int | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What one trainee has done: standing credits by course, activities attended, marks in percent by assessment."""

    credits: Mapping[str, Credited] = field(default_factory=dict)
    attended: Collection[str] = ()
    marks: Mapping[str, Decimal] = field(default_factory=dict)


class Lack(StrEnum):
    """What is missing for passing."""

    COURSE = "course"
    ACTIVITY = "activity"
    HOURS = "hours"
    ASSESSMENT = "assessment"
    MARK = "mark"


class Missing(NamedTuple):
    """One thing that is missing: what ``key`` names of it, how much is asked and how much there is, both as texts.

    Of hours and of the mark in all there is no key; a course or activity is there or not, so nothing is asked.
    """

    lack: Lack
    key: str = ""
    asked: str = ""
    done: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one trainee has come to in a class, in credit-hours.

    ``attributed`` are credits of this class, ``exempt`` those of its courses that were credited otherwise. Activity
    hours are of those attended: ``activities`` online, ``face_to_face`` on the spot.
    """

    attributed: Decimal
    exempt: Decimal
    activities: Decimal
    face_to_face: Decimal
    missing: tuple[Missing, ...]

    @property
    def passed(self) -> bool:
        """Whether the class is passed (8.3.6)."""
        return not self.missing

    @property
    def fulfilled(self) -> Decimal:
        """The hours fulfilled, which the certificate prints: exempt courses included."""
        return self.attributed + self.exempt + self.activities + self.face_to_face

    @property
    def class_hours(self) -> Decimal:
        """The class's own hours: none until it is passed, exempt courses never (R5)."""
        return self.attributed + self.activities + self.face_to_face if self.passed else NONE


def assess(asked: Asked, done: Done, registration: int) -> Finding:
    """Return what a trainee has come to in the class, by their registration, and what is missing for passing it."""
    of_class = {course: done.credits[course] for course in asked.courses if course in done.credits}
    attributed = sum((one.credit_hours for one in of_class.values() if one.registration == registration), NONE)
    attended = [activity for activity in asked.activities if activity.key in done.attended]
    finding = Finding(
        attributed=attributed,
        exempt=sum((one.credit_hours for one in of_class.values()), NONE) - attributed,
        activities=sum((one.credit_hours for one in attended if not one.face_to_face), NONE),
        face_to_face=sum((one.credit_hours for one in attended if one.face_to_face), NONE),
        missing=(),
    )
    missing = (*_study_missing(asked, done, finding.fulfilled), *_marks_missing(asked, done.marks))
    return Finding(finding.attributed, finding.exempt, finding.activities, finding.face_to_face, missing)


def _study_missing(asked: Asked, done: Done, fulfilled: Decimal) -> Iterable[Missing]:
    for course, is_required in asked.courses.items():
        if is_required and course not in done.credits:
            yield Missing(Lack.COURSE, course)
    for activity in asked.activities:
        if activity.is_required and activity.key not in done.attended:
            yield Missing(Lack.ACTIVITY, activity.key)
    if fulfilled < asked.hour_requirement:
        yield Missing(Lack.HOURS, "", str(asked.hour_requirement), str(fulfilled))


def _marks_missing(asked: Asked, marks: Mapping[str, Decimal]) -> Iterable[Missing]:
    """Each assessment is passed by its own mark; all of them together by the weighted mean of the class."""
    for one in asked.assessments:
        mark = marks.get(one.key)
        if mark is None or mark < one.pass_mark:
            yield Missing(Lack.ASSESSMENT, one.key, str(one.pass_mark), "" if mark is None else str(mark))
    weights = sum(one.weight for one in asked.assessments)
    total = sum((marks.get(one.key, NONE) * one.weight for one in asked.assessments), NONE)
    if weights and total < asked.pass_mark * weights:
        yield Missing(Lack.MARK, "", str(asked.pass_mark), str((total / weights).quantize(Decimal("0.01"))))


@dataclass(frozen=True, slots=True)
class PeriodHours:
    """What an annual period comes to: every course once, and the activities of passed classes (R5).

    ``in_classes`` are credits attributed to classes, passed or not; ``elective`` all others. ``face_to_face`` hours
    fill no online requirement (R6).
    """

    elective: Decimal = NONE
    in_classes: Decimal = NONE
    activities: Decimal = NONE
    face_to_face: Decimal = NONE

    @property
    def courses(self) -> Decimal:
        """The hours of all courses credited, each once."""
        return self.elective + self.in_classes

    @property
    def online(self) -> Decimal:
        """What counts for an online requirement."""
        return self.courses + self.activities

    @property
    def total(self) -> Decimal:
        """All of it."""
        return self.online + self.face_to_face


def period_hours(standing: Iterable[Credited], passed: Iterable[tuple[Decimal, Decimal]]) -> PeriodHours:
    """Return what the standing credits of a period come to with the classes passed in it.

    Of each class it is the hours of the activities attended there, online and face to face.
    """
    elective = in_classes = activities = face_to_face = NONE
    for credit in standing:
        if credit.registration is None:
            elective += credit.credit_hours
        else:
            in_classes += credit.credit_hours
    for online, on_the_spot in passed:
        activities += online
        face_to_face += on_the_spot
    return PeriodHours(elective, in_classes, activities, face_to_face)
