"""What a publication makes of the versions of a course (7.1.2, R3)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from cadretrain_reports import conf
from cadretrain_reports.applets.courses.checks import RegistrationError
from cadretrain_reports.applets.courses.models import Course, CourseVersion
from cadretrain_reports.applets.courses.placing import differing, said_by
from cadretrain_reports.applets.courses.records import CourseReview, CourseStep
from cadretrain_reports.applets.courses.steps import close_reviews, enter, step
from cadretrain_reports.rules.credit_hours import CourseDurationError, bands_to_data, course_credit_hours
from cadretrain_xblock.contract import CreditCourseMarking

_State = CourseVersion.State
_FINISHED: Final = frozenset({_State.RELEASED, _State.OFFLINE, _State.REVOKED})
"""States in which a version never changes any more."""


def publish(course: Course, marking: CreditCourseMarking, at: datetime, authors: Iterable[int]) -> None:
    """Make of what the leading block says the newest version; call with the course locked.

    A version that was never released is rewritten. If somebody was asked to review it, it goes back into production,
    and what reviewers said so far holds no more. Over a released version a new one is put under review (R3), over a
    withdrawn one a draft is begun. Whoever wrote an earlier version is an author of the next one too. Raises
    ``RegistrationError``.
    """
    newest = CourseVersion.objects.filter(course=course).order_by("-number").first()
    wrote = sorted({*authors, *(newest.authors if newest else ())})
    if newest is None:
        _add(course, marking, at, wrote, 1, _State.DRAFT)
    elif not differing(newest, said_by(marking)):
        _complete(newest, marking, wrote)
    elif newest.state in _FINISHED:
        state = _State.UNDER_REVIEW if newest.state == _State.RELEASED else _State.DRAFT
        _add(course, marking, at, wrote, newest.number + 1, state)
    else:
        _rewrite(newest, marking, at, wrote)


def add_authors(course: Course, authors: Iterable[int]) -> None:
    """Add to the authors of the newest version, which there is; call with the course locked."""
    newest = CourseVersion.objects.filter(course=course).order_by("-number")[0]
    wrote = sorted({*newest.authors, *authors})
    if wrote != newest.authors:
        newest.authors = wrote
        newest.save(update_fields=["authors"])


def _with_hours(marking: CreditCourseMarking) -> dict[str, Any]:
    """Return what the marking says, with the credit-hours that the site's bands give for it now (3.8)."""
    bands = conf.credit_hour_bands()
    try:
        hours = course_credit_hours(marking.course_duration, bands)
    except CourseDurationError as error:
        raise RegistrationError("course_duration", f"{marking.usage_key}: {error}") from error
    return {**said_by(marking), "credit_hours": hours, "bands": bands_to_data(bands)}


def _add(
    course: Course, marking: CreditCourseMarking, at: datetime, authors: list[int], number: int, state: _State
) -> None:
    said = {**_with_hours(marking), **_rule(course)}
    version = CourseVersion.objects.create(course=course, number=number, authors=authors, created_at=at, **said)
    enter(version, CourseStep.Kind.REGISTER, state, None, at)


def _rule(course: Course) -> dict[str, Any]:
    """Return by what a new version is complete (8.2.5): by the rule of the one before, else by the site's."""
    earlier = CourseVersion.objects.filter(course=course).order_by("-number")
    kept = earlier.values("time_share", "asks_completion").first()
    rule = conf.completion_rule()
    return dict(kept) if kept else {"time_share": rule.time_share, "asks_completion": rule.content}


def _complete(newest: CourseVersion, marking: CreditCourseMarking, authors: list[int]) -> None:
    """Keep what is now known of a version that says the same as before."""
    newest.authors = authors
    newest.content = newest.content or marking.content
    newest.save(update_fields=["authors", "content"])


def _rewrite(newest: CourseVersion, marking: CreditCourseMarking, at: datetime, authors: list[int]) -> None:
    for field, value in _with_hours(marking).items():
        setattr(newest, field, value)
    newest.authors = authors
    newest.save()
    reviewed = CourseReview.objects.filter(version=newest, standing=True).exists()
    close_reviews(newest)
    step(newest, CourseStep.Kind.CHANGE, _State.IN_PRODUCTION if reviewed else _State(newest.state), None, at)
