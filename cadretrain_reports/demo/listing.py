"""What the embedded host's pages list: courses, where the signed-in trainee stands in them, packages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from cadretrain_reports import conf
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.credits import api as credits
from cadretrain_reports.applets.learning import api as learning
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.demo.content import course_runs
from cadretrain_reports.demo.scenarios import credit_course_of
from cadretrain_reports.offline.publish import SUFFIX
from cadretrain_reports.rules.credit_hours import credit_hours_text
from cadretrain_reports.rules.minutes import course_minutes

if TYPE_CHECKING:
    from cadretrain_reports.demo.services import Person


@dataclass(frozen=True, slots=True)
class ListedCourse:
    """A line of the course list, minutes by R8; ``study`` is ``earned``, ``studying`` or empty."""

    course_run: str
    code: str
    title: str
    minutes: int
    hours: str
    requirement: str
    is_released: bool
    study: str


def listed_courses(user: Person) -> Iterator[ListedCourse]:
    """Yield every registered course, in order of course runs, as the newest version says."""
    study = _study_states(user)
    for course_run in course_runs():
        course = courses.course_at(credit_course_of(course_run))
        if course is not None:
            yield _listed(course_run, courses.latest_version(course.pk), study.get(course.pk, ""))


def credit_hours_earned(user: Person) -> str | None:
    """Return the hours of a trainee over all periods, ``None`` for whoever is no trainee."""
    account = people.account_of_user(user.pk) if user.is_authenticated else None
    if account is None:
        return None
    totals = credits.CreditTotal.objects.filter(trainee=account.pk).values_list("credit_hours", flat=True)
    return credit_hours_text(sum(totals, Decimal(0)))


def newest_package() -> Path | None:
    """Return the package written last, or ``None``."""
    root = conf.export_root()
    written = [path for path in root.iterdir() if path.is_dir() and path.suffix != SUFFIX] if root.is_dir() else []
    return max(written, key=lambda path: path.stat().st_mtime, default=None)


def _listed(course_run: str, version: courses.CourseVersion, study: str) -> ListedCourse:
    return ListedCourse(
        course_run=course_run,
        code=version.course.code,
        title=version.title,
        minutes=course_minutes(version.course_duration),
        hours=credit_hours_text(version.credit_hours),
        requirement=version.get_requirement_display(),
        is_released=version.state == courses.CourseVersion.State.RELEASED,
        study=study,
    )


def _study_states(user: Person) -> dict[int, str]:
    account = people.account_of_user(user.pk) if user.is_authenticated else None
    if account is None:
        return {}
    studies = learning.CourseStudy.objects.filter(trainee=account.pk)
    earned = set(studies.filter(credits__standing=True).values_list("course", flat=True))
    return {pk: "earned" if pk in earned else "studying" for pk in studies.values_list("course", flat=True)}
