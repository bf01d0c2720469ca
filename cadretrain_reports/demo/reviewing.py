"""How courses of the invented academy come to be released: handed in, reviewed from five angles, released (7.1.3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.db import transaction

from cadretrain_reports import clock
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.courses.api import CourseReview, CourseVersion
from cadretrain_reports.demo import scenarios
from cadretrain_reports.demo.academy import local_time
from cadretrain_reports.demo.accounts import PASSWORD
from cadretrain_reports.demo.catalogue import COURSES, DRAFTS
from cadretrain_reports.rules.periods import Period
from cadretrain_reports.workflows import courses as workflow

_Angle = CourseReview.Angle
_Method = CourseReview.Method
_State = CourseVersion.State

REVIEWERS: Final = {"reviewer-one": "夏承远", "reviewer-two": "罗思齐"}
"""A reviewer of the academy and an expert from elsewhere. Neither has a duty: they see what they are to review."""

_ASKED: Final[Sequence[tuple[str, _Method, tuple[_Angle, ...], str]]] = (
    ("reviewer-one", _Method.INTERNAL, (_Angle.POLITICAL, _Angle.REASONABLENESS, _Angle.COMPLETENESS), "符合要求。"),
    ("reviewer-two", _Method.EXTERNAL, (_Angle.SCIENTIFIC, _Angle.CONFORMITY), "内容准确，符合标准。"),
)

WAITING: Final = max(DRAFTS)
"""The course that the reviewers have been asked about and have not answered yet."""


def open_reviewers() -> None:
    """Make sure that the reviewers have accounts."""
    password = make_password(PASSWORD)
    for username, name in REVIEWERS.items():
        User.objects.get_or_create(username=username, defaults={"first_name": name, "password": password})


def release_courses(period: Period) -> Iterator[bool]:
    """Have every published course but the drafts reviewed and released; yield whether it was not released before.

    Later versions than the first are the visitor's own.
    """
    for course in COURSES:
        course_run = course.as_unit(period.label).course_run
        with clock.simulated(local_time(period, 3, 10)):
            version = _first_version(course_run)
            is_due = version is not None and course.code not in DRAFTS
            if version is not None and course.code == WAITING:
                ask_reviewers(version)
            if version is not None and is_due:
                review_and_release(version)
        yield is_due


def ask_reviewers(version: CourseVersion) -> list[CourseReview]:
    """Have the institution's academic affairs hand a version in, and the reviewers asked; return what was asked."""
    officer = _officer_of(version)
    if version.state != _State.UNDER_REVIEW:
        workflow.submit_course(officer, version)
    asked: list[CourseReview] = []
    for username, method, angles, _opinion in _ASKED:
        asked += workflow.assign_reviewer(officer, version, username, method, angles)
    return asked


def review_and_release(version: CourseVersion) -> CourseVersion:
    """Have a version handed in, passed from all five angles and released: all of it or nothing."""
    opinions = {username: opinion for username, _method, _angles, opinion in _ASKED}
    with transaction.atomic():
        for review in ask_reviewers(version):
            workflow.decide_review(review.reviewer, review, "pass", opinions[review.reviewer.username])
        return workflow.release_course(_officer_of(version), version, "内容更新")


def _first_version(course_run: str) -> CourseVersion | None:
    """Return the version of a course run's course if it is the first one, and nobody has done anything with it yet."""
    registered = courses.course_at(scenarios.credit_course_of(course_run))
    if registered is None:
        raise RuntimeError(f"{course_run}: publishing did not register the course; see the log for the reason")
    version = courses.latest_version(registered.pk)
    return version if version.number == 1 and version.state == _State.DRAFT else None


def _officer_of(version: CourseVersion) -> Any:
    return User.objects.get(username=f"affairs-{version.course.institution.code.lower()}")
