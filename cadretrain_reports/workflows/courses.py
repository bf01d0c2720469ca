"""Courses from production to revocation (7.1.2, 7.1.3): who may do what, in one transaction with its record.

The institution's academic-affairs officers run its courses, reviewers answer what they were asked, the department above
takes note. All acts raise ``Denied`` or ``Refused``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import clock
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.learning import api as learning
from cadretrain_reports.refusals import Refused
from cadretrain_reports.rules.completion import CompletionRule
from cadretrain_reports.scopes.api import require
from cadretrain_reports.workflows.naming import named_account
from cadretrain_reports.workflows.study import grant_fulfilled

_STUDIES_PER_TASK: Final = 200


def produce_course(actor: Any, version: courses.CourseVersion) -> courses.CourseVersion:
    """Put a draft in production (7.1.2)."""
    return _act(actor, "run_course", version, courses.produce, "course.produce")


def set_completion_rule(
    actor: Any, version: courses.CourseVersion, time_share: int, *, content: bool
) -> courses.CourseVersion:
    """Let a version that is not under review yet be complete by a rule of its own (8.2.5)."""
    about = courses.about_version(version)
    require(actor, "run_course", version.course.institution, about)
    try:
        rule = CompletionRule(time_share, content)
    except ValueError:
        text = _("The share of the duration is a whole percentage from 1 to 100.")
        raise Refused("bad_share", text, "time_share") from None
    with transaction.atomic():
        current = courses.complete_by(version, rule)
        audit.record("course.complete_by", actor.pk, about, time_share=time_share, content=content)
    return current


def submit_course(actor: Any, version: courses.CourseVersion) -> courses.CourseVersion:
    """Put the newest version under review (7.1.3)."""
    return _act(actor, "run_course", version, courses.submit, "course.submit")


def assign_reviewer(
    actor: Any, version: courses.CourseVersion, user: str, method: str, angles: Sequence[str]
) -> list[courses.CourseReview]:
    """Ask a person, named by their account of the platform, for a verdict from each of some angles (7.1.3).

    The person needs no duty: they see the version by having been asked.
    """
    about = courses.about_version(version)
    require(actor, "run_course", version.course.institution, about)
    person = named_account(actor, "course.assign", about, user)
    with transaction.atomic():
        reviews = courses.assign_reviewer(version, person, method, angles, actor, clock.now())
        audit.record("course.assign", actor.pk, about, reviewer=person.pk, method=method, angles=list(angles))
    return reviews


def decide_review(actor: Any, review: courses.CourseReview, verdict: str, opinion: str = "") -> courses.CourseReview:
    """Give the verdict that one was asked for, once; returning a course needs an opinion (7.1.3)."""
    about = courses.about_review(review)
    if review.reviewer_id != actor.pk:
        require(actor, "decide_review", review, about)
    with transaction.atomic():
        decided = courses.decide(review, actor, verdict, opinion, clock.now())
        audit.record("course.review", actor.pk, about, verdict=verdict, angle=decided.angle, reason=decided.opinion)
    return decided


def release_course(actor: Any, version: courses.CourseVersion, reason: str = "") -> courses.CourseVersion:
    """Release a version that passed from all five angles, as an update with the reason if one was released before.

    Who has already studied enough gets the credit that waited for it (R3).
    """
    return _let_credit_fall(actor, version, partial(courses.release, reason=reason), "course.release", reason)


def put_online(actor: Any, version: courses.CourseVersion, reason: str) -> courses.CourseVersion:
    """Release a version again that was taken offline (7.1.3)."""
    return _let_credit_fall(actor, version, partial(courses.put_online, reason=reason), "course.online", reason)


def take_offline(actor: Any, version: courses.CourseVersion, reason: str) -> courses.CourseVersion:
    """Withdraw a course for the time being (7.1.3): nobody studies it, hours already earned stay."""
    withdraw = partial(courses.take_offline, reason=reason)
    return _act(actor, "release_course", version, withdraw, "course.offline", reason)


def revoke_course(actor: Any, version: courses.CourseVersion, reason: str) -> courses.CourseVersion:
    """Withdraw a version for ever (7.1.3): nobody studies it, hours already earned stay."""
    return _act(actor, "release_course", version, partial(courses.revoke, reason=reason), "course.revoke", reason)


def acknowledge_report(actor: Any, report: courses.CourseReport, remarks: str = "") -> courses.CourseReport:
    """Take note, as the department, of what was done with a released course (7.1.3)."""
    about = courses.about_report(report)
    require(actor, "acknowledge_report", report.department, about)
    with transaction.atomic():
        acknowledged = courses.acknowledge(report, actor, clock.now(), remarks)
        audit.record("course.acknowledge", actor.pk, about)
    return acknowledged


def lead_course(actor: Any, placement: courses.Placement) -> None:
    """Let another placement lead its course (R1): what its block publishes from now on makes the versions.

    A placement that makes no course leads nothing.
    """
    if placement.course is None:
        return
    institution = placement.course.institution
    about = audit.Target("course", str(placement.course.uuid), institution.code)
    require(actor, "run_course", institution, about)
    with transaction.atomic():
        courses.lead(placement)
        audit.record("course.lead", actor.pk, about)


_Step = Callable[[courses.CourseVersion, Any, datetime], courses.CourseVersion]


def _act(
    actor: Any, right: str, version: courses.CourseVersion, take: _Step, act: str, reason: str = ""
) -> courses.CourseVersion:
    about = courses.about_version(version)
    require(actor, right, version.course.institution, about)
    with transaction.atomic():
        current = take(version, actor, clock.now())
        audit.record(act, actor.pk, about, reason=reason.strip(), number=current.number)
    return current


def _let_credit_fall(
    actor: Any, version: courses.CourseVersion, take: _Step, act: str, reason: str
) -> courses.CourseVersion:
    """Take a step that lets credit fall, and have every study of the course asked whether it is fulfilled.

    The studies are locked before the course, as whoever studies does.
    """

    def stepped(version: courses.CourseVersion, by: Any, at: datetime) -> courses.CourseVersion:
        waiting = learning.recheck_studies(version.course_id, at)
        for start in range(0, len(waiting), _STUDIES_PER_TASK):
            transaction.on_commit(partial(grant_fulfilled.delay, waiting[start : start + _STUDIES_PER_TASK]))
        return take(version, by, at)

    return _act(actor, "release_course", version, stepped, act, reason)
