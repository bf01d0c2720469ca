"""How far trainees are in their classes, worked out in a fixed number of queries (8.3.4, 8.3.5)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db.models import Max

from cadretrain_reports import clock, conf
from cadretrain_reports.applets.class_life import api as class_life
from cadretrain_reports.applets.class_life.api import Assignment, AssignmentWork, Attendance
from cadretrain_reports.applets.courses.api import CourseVersion
from cadretrain_reports.applets.credits.api import CreditEntry
from cadretrain_reports.applets.learning.api import StudyInterval
from cadretrain_reports.applets.theme_classes.api import (
    ClassActivity,
    ClassAssessment,
    ClassCourse,
    ClassRegistration,
    ThemeClass,
)
from cadretrain_reports.rules.class_progress import Part, Standing, points_behind
from cadretrain_reports.rules.leave import is_over
from cadretrain_reports.rules.periods import local_day, zone_named

_REQUIRED: Final = CourseVersion.Requirement.REQUIRED
_MARKED: Final = AssignmentWork.State.MARKED


@dataclass(frozen=True, slots=True)
class Planned:
    """What a class asks of each of its trainees, read once."""

    theme_class: ThemeClass
    courses: Mapping[int, bool]
    activities: Mapping[int, ClassActivity]
    assignments: Mapping[int, Assignment]
    assessments: Mapping[int, ClassAssessment]
    hours: Decimal

    @property
    def begun(self) -> list[ClassActivity]:
        """The required activities that have begun: whether one attends the others is not known yet."""
        now = clock.now()
        return [one for one in self.activities.values() if one.is_required and one.starts_at and one.starts_at <= now]


@dataclass(frozen=True, slots=True)
class ClassProgress:
    """How far one trainee is in a class; ``behind`` are points of a hundred by its days.

    ``over_leave``: more is missed by leave than may be, so that the trainee is named for dropping out. ``scores`` are
    those that count by assessment.
    """

    registration: ClassRegistration
    standing: Standing
    behind: int
    absences: int
    leave_hours: Decimal
    over_leave: bool
    scores: Mapping[int, class_life.ExamResult]
    last_studied_at: datetime | None

    @property
    def lags(self) -> bool:
        """Whether something is left, and they are behind by what the site's policy calls a lag."""
        return not self.standing.left.is_nothing and self.behind >= conf.reminder_policy().lag_percent


def planned_of(theme_class: ThemeClass) -> Planned:
    """Return what a class asks of its trainees; four queries, five where hours are not asked for."""
    of = {"theme_class": theme_class}
    courses = ClassCourse.objects.filter(**of).values_list("course", "requirement")
    activities = {row.pk: row for row in ClassActivity.objects.filter(**of)}
    assignments = Assignment.objects.filter(**of, withdrawn_at=None)
    return Planned(
        theme_class,
        {course: requirement == _REQUIRED for course, requirement in courses},
        activities,
        {row.pk: row for row in assignments},
        {row.pk: row for row in ClassAssessment.objects.filter(**of)},
        class_life.class_hours(theme_class),
    )


def progress_of(planned: Planned, registrations: Sequence[ClassRegistration]) -> list[ClassProgress]:
    """Return how far some trainees of a class are, in their order; seven queries, however many they are."""
    done = _Done(planned, registrations)
    return [done.progress(registration) for registration in registrations]


def local_today() -> date:
    """Return the day of now in the site's zone."""
    return local_day(clock.now(), zone_named(conf.time_zone()))


class _Done:
    """What some trainees of a class have done."""

    def __init__(self, planned: Planned, registrations: Sequence[ClassRegistration]) -> None:
        ids = [one.pk for one in registrations]
        trainees = {one.trainee_id for one in registrations}
        self._planned, self._today = planned, local_today()
        self._begun = {one.pk for one in planned.begun}
        self._limit = conf.leave_limit()
        self._credited = _credited(trainees, planned.courses)
        self._attended = class_life.attended(ids)
        self._absences = _absences(ids)
        self._works = _works(class_life.works_of(ids))
        self._exams = class_life.exam_results(ids)
        self._leave = class_life.leave_hours(ids)
        studied = StudyInterval.objects.filter(study__trainee__in=trainees, study__course__in=planned.courses)
        self._studied = dict(studied.order_by().values_list("study__trainee").annotate(last=Max("end_at")))

    def progress(self, registration: ClassRegistration) -> ClassProgress:
        """Return how far one of them is."""
        key, planned = registration.pk, self._planned
        standing, leave = self._standing(registration), self._leave.get(key, Decimal(0))
        days = planned.theme_class.starts_on, planned.theme_class.ends_on
        return ClassProgress(
            registration,
            standing,
            points_behind(*days, self._today, standing.percent),
            self._absences[key],
            leave,
            is_over(leave, planned.hours, self._limit),
            self._exams.get(key, {}),
            self._studied.get(registration.trainee_id),
        )

    def _standing(self, registration: ClassRegistration) -> Standing:
        planned, key = self._planned, registration.pk
        credited, attended = self._credited[registration.trainee_id], self._attended.get(key, set())
        required = [course for course, is_required in planned.courses.items() if is_required]
        handed_in, passed = self._works[key], self._exams.get(key, {}).values()
        asked = [one for one in planned.assignments.values() if one.is_required]
        hours = sum(credited.values(), Decimal(0))
        hours += sum((one.credit_hours for one in planned.activities.values() if one.pk in attended), Decimal(0))
        return Standing(
            hours_asked=planned.hours,
            hours_done=hours,
            courses=Part(len(required), sum(course in credited for course in required)),
            activities=Part(len(self._begun), len(self._begun & attended)),
            assignments=Part(len(asked), sum(_is_done(one, handed_in) for one in asked)),
            exams=Part(len(planned.assessments), sum(result.passed for result in passed)),
        )


def _credited(trainees: Collection[int], courses: Collection[int]) -> Mapping[int, dict[int, Decimal]]:
    """Return by trainee the hours of each course that is credited: in the class, or before it, which exempts (R5)."""
    rows = CreditEntry.objects.filter(study__trainee__in=trainees, study__course__in=courses, standing=True)
    found: dict[int, dict[int, Decimal]] = defaultdict(dict)
    for trainee, course, hours in rows.values_list("study__trainee", "study__course", "credit_hours"):
        found[trainee][course] = hours
    return found


def _absences(registration_ids: Collection[int]) -> Counter[int]:
    rows = Attendance.objects.filter(registration__in=registration_ids, state=Attendance.State.ABSENT)
    return Counter(rows.values_list("registration", flat=True))


def _works(works: Iterable[AssignmentWork]) -> Mapping[int, dict[int, AssignmentWork]]:
    found: dict[int, dict[int, AssignmentWork]] = defaultdict(dict)
    for work in works:
        found[work.registration_id][work.assignment_id] = work
    return found


def _is_done(assignment: Assignment, works: Mapping[int, AssignmentWork]) -> bool:
    """Work that waits for its mark is done as far as the trainee can; marked below the pass mark it is not."""
    work = works.get(assignment.pk)
    if work is None:
        return False
    return work.state != _MARKED or (work.score is not None and work.score >= assignment.pass_mark)
