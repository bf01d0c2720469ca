"""How far trainees have come in what they have to learn: requirements from plans, hours from credits (8.2.1, R6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal

from cadretrain_reports import clock, conf
from cadretrain_reports.applets.archives import api as archives
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.credits.api import Credited, activities_by_trainee, credited_hours_before, credited_in
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.applets.plans.api import Issuance, requirements_of
from cadretrain_reports.rules.periods import day_start, zone_named
from cadretrain_reports.rules.requirements import Figures, Form, Requirement

CourseState = Literal["open", "done", "exempt"]


@dataclass(frozen=True, slots=True)
class Attainment:
    """One requirement and what is done of it.

    ``done`` is ``None`` for a form that is not learned on this platform: concentrated training is no credit here, and
    face-to-face hours never fill an online requirement. ``courses`` says of each named course, by its key, whether it
    is still open, done in this period, or exempt, because an earlier period or another place credited it.
    """

    requirement: Requirement
    done: Figures | None
    courses: Mapping[int, CourseState]

    @property
    def is_met(self) -> bool | None:
        """Whether all is met; ``None`` where this platform cannot know."""
        if self.done is None:
            return None
        return self.requirement.is_met(self.done, {course for course, state in self.courses.items() if state == "done"})


def attainment_of(trainee: Trainee, year: int, on: date | None = None) -> tuple[Attainment, ...]:
    """Return what one trainee has to learn in an annual period and has done of it, as ``attainments_of`` does."""
    return attainments_of([trainee.pk], year, on)[trainee.pk]


def attainments_of(
    trainee_ids: Iterable[int], year: int, on: date | None = None, plan: Issuance | None = None
) -> dict[int, tuple[Attainment, ...]]:
    """Return by trainee what has to be learned in an annual period and what is done of it; a fixed number of queries.

    Both are of the reporting day ``on``, today if none is given: the editions in force then, the credits earned until
    its end. With a ``plan`` only that one is looked at. A course is a required one if a line that touches the trainee
    names it; of the others their authors' proposal holds (8.2.1). Online activities of passed classes count among the
    hours in all: they are no courses (R5).
    """
    ids = list(trainee_ids)

    def before(named: Collection[int]) -> Mapping[int, Mapping[int, Decimal]]:
        return _credited_before(ids, named, year) if named else {}

    required = requirements_of(ids, year, on, before, plan)
    spans = {requirement.over_years for asked in required.values() for requirement in asked}
    years, end = range(year - max(spans, default=1) + 1, year + 1), _end_of(on)
    earned: dict[int, list[Credited]] = defaultdict(list)
    for credited in credited_in(ids, years, end):
        earned[credited.trainee].append(credited)
    activities = activities_by_trainee(ids, years, end)
    return {
        trainee: tuple(
            _attainment(requirement, earned[trainee], activities.get(trainee, {}), year) for requirement in asked
        )
        for trainee, asked in required.items()
    }


def _credited_before(ids: Sequence[int], named: Collection[int], year: int) -> Mapping[int, Mapping[int, Decimal]]:
    """Return by trainee the hours of named courses that move no hours any more: of earlier periods, or other places."""
    subjects = {
        archives.course_subject(version.course.institution.code, version.course.code): course
        for course, version in courses.latest_versions(named).items()
    }
    before = {trainee: dict(hours) for trainee, hours in credited_hours_before(ids, named, year).items()}
    for (trainee, subject), hours in archives.credited_elsewhere(ids).items():
        if subject in subjects:
            before.setdefault(trainee, {}).setdefault(subjects[subject], hours)
    return before


def _attainment(
    requirement: Requirement, earned: Sequence[Credited], activities: Mapping[int, Decimal], year: int
) -> Attainment:
    first = year - requirement.over_years + 1
    of_span = [credited for credited in earned if credited.year >= first]
    in_classes = sum((hours for of_year, hours in activities.items() if of_year >= first), Decimal(0))
    done = {credited.course for credited in of_span}
    states: dict[int, CourseState] = {
        course: "exempt" if course in requirement.done_before else "done" if course in done else "open"
        for course in requirement.courses
    }
    figures = _figures(requirement, of_span, in_classes) if requirement.form == Form.ONLINE else None
    return Attainment(requirement, figures, states)


def _figures(requirement: Requirement, earned: Iterable[Credited], in_classes: Decimal) -> Figures:
    courses = required = Decimal(0)
    for credited in earned:
        courses += credited.credit_hours
        if credited.course in requirement.courses or credited.requirement == "required":
            required += credited.credit_hours
    return Figures(courses + in_classes, required, courses - required)


def _end_of(on: date | None) -> datetime:
    if on is None:
        return clock.now() + timedelta(seconds=1)
    return day_start(on + timedelta(days=1), zone_named(conf.time_zone()))
