"""Reviewing a version from the five angles (7.1.3, R3). Call every function inside a transaction.

Nobody reviews a course of their own: who wrote it or an earlier version, who is named as its lecturer, who handed it
in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from cadretrain_reports import compat
from cadretrain_reports.applets.audit.api import Target
from cadretrain_reports.applets.courses.models import CourseVersion
from cadretrain_reports.applets.courses.records import CourseReview, CourseStep
from cadretrain_reports.applets.courses.steps import checked_reason, close_reviews, lock, step
from cadretrain_reports.applets.courses.texts import CourseRefused, wrong_state

_Angle = CourseReview.Angle
_Verdict = CourseReview.Verdict
_State = CourseVersion.State


def assign_reviewer(
    version: CourseVersion, reviewer: Any, method: str, angles: Sequence[str], by: Any, at: datetime
) -> list[CourseReview]:
    """Ask a person for a verdict from each of some angles; return one review for each. Raises ``Refused``."""
    _check_method(method, angles)
    current = lock(version)
    if current.state != _State.UNDER_REVIEW:
        raise wrong_state(current)
    if reviewer.pk == by.pk:
        raise CourseRefused("own_assignment", "reviewer")
    _refuse_own(current, reviewer.pk)
    said = {"version": current, "reviewer": reviewer, "method": method, "assigned_by": by, "assigned_at": at}
    try:
        with transaction.atomic():
            return [CourseReview.objects.create(angle=angle, **said) for angle in angles]
    except IntegrityError:
        raise CourseRefused("already_assigned", "angles") from None


def decide(review: CourseReview, by: Any, verdict: str, opinion: str, at: datetime) -> CourseReview:
    """Give the verdict that was asked for, once; return the review as it is now. Raises ``Refused``.

    A version that is returned goes back into production with the opinion, and every review of it is over.
    """
    if verdict not in _Verdict:
        raise CourseRefused("bad_verdict", "verdict")
    version = lock(review.version)
    current = CourseReview.objects.select_related("version__course__institution").get(pk=review.pk)
    if current.reviewer_id != by.pk:
        raise CourseRefused("not_asked")
    if not current.standing or current.verdict or version.state != _State.UNDER_REVIEW:
        raise CourseRefused("review_over")
    _refuse_own(version, by.pk)
    current.verdict, current.decided_at = verdict, at
    current.opinion = checked_reason(opinion, "opinion", optional=verdict == _Verdict.PASS)
    current.save(update_fields=["verdict", "opinion", "decided_at"])
    if verdict == _Verdict.RETURN:
        close_reviews(version)
        step(version, CourseStep.Kind.RETURN, _State.IN_PRODUCTION, by, at, current.opinion)
        current.refresh_from_db(fields=["standing", "version"])
    return current


def missing_angles(version: CourseVersion) -> list[CourseReview.Angle]:
    """Return the angles from which nobody who may review the version as it is has passed it, in their order."""
    return missing_by_version([version])[version.pk]


def missing_by_version(versions: Iterable[CourseVersion]) -> dict[int, list[CourseReview.Angle]]:
    """Return ``missing_angles`` of each of some versions by their keys, in one query."""
    authors = {version.pk: version.authors for version in versions}
    passed = CourseReview.objects.filter(version__in=authors, standing=True, verdict=_Verdict.PASS)
    reviewers = passed.values_list("version", "angle", "reviewer")
    done = {(version, angle) for version, angle, reviewer in reviewers if reviewer not in authors[version]}
    return {pk: [angle for angle in _Angle if (pk, angle) not in done] for pk in authors}


def about_version(version: CourseVersion) -> Target:
    """Return how the audit log names a version."""
    return Target("course_version", str(version.uuid), version.course.institution.code)


def about_review(review: CourseReview) -> Target:
    """Return how the audit log names a review."""
    return Target("course_review", str(review.uuid), review.version.course.institution.code)


def _check_method(method: str, angles: Sequence[str]) -> None:
    if method not in CourseReview.Method:
        raise CourseRefused("bad_method", "method")
    if not angles or len(set(angles)) < len(angles) or any(angle not in _Angle for angle in angles):
        raise CourseRefused("bad_angles", "angles")


def _refuse_own(version: CourseVersion, user_id: int) -> None:
    handed_in = version.steps.filter(kind=CourseStep.Kind.SUBMIT, by=user_id).exists()
    if handed_in or user_id in version.authors or _teaches(version, user_id):
        raise CourseRefused("own_course", "reviewer")


def _teaches(version: CourseVersion, user_id: int) -> bool:
    """Tell whether a person has the name of a lecturer; whoever merely shares it gives way too."""
    return bool(version.lecturers) and compat.names_of([user_id]).get(user_id) in version.lecturers
