"""What a course asks for besides time: that its content is completed and its assessment passed (8.2.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cadretrain_reports import compat
from cadretrain_reports.applets.assessments import api as assessments
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.learning import api as learning
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.workflows.results import parts_of


@dataclass(frozen=True, slots=True)
class Fulfilled:
    """That all is met besides time, at these instants as far as they are known; ``result`` is what passed, if any."""

    at: tuple[datetime, ...] = ()
    result: assessments.AssessmentResult | None = None


def asks_platform(version: courses.CourseVersion) -> bool:
    """Tell whether it takes the platform to know whether a version is fulfilled, which no beat should wait for."""
    is_graded = version.assessment == version.Assessment.OBJECTIVE_ONLINE
    return is_graded or (version.asks_completion and compat.tracks_completion())


def fulfilled(study: learning.CourseStudy, version: courses.CourseVersion) -> Fulfilled | None:
    """Return that content and assessment are as the version asks, or ``None`` while one of them is open (8.2.5, R3).

    Where the platform keeps no count of what is completed, that is not asked. Since a reversal for fraud only what was
    assessed after it counts (R4).
    """
    instants: list[datetime] = []
    result = None
    if version.is_assessed:
        result = assessments.counted_of(study.pk, version.assessment, study.counts_from)
        if result is None or not assessments.passes(result, version):
            return None
        instants.append(result.assessed_at)
    if version.asks_completion and compat.tracks_completion():
        done = _completion(study, version)
        if done is None:
            return None
        instants += [done.at] if done.at else []
    return Fulfilled(tuple(instants), result)


def _completion(study: learning.CourseStudy, version: courses.CourseVersion) -> compat.Completion | None:
    """Return the completion of the course in the run in which it was completed first, or ``None``."""
    account = people.account_of(study.trainee)
    if account is None:
        return None
    parts = parts_of(study.course_id, version.extent, account.user_id)
    found = [compat.completion(account.user, part) for part in parts]
    done = [completion for completion in found if completion is not None and completion.is_done]
    return min(done, key=lambda one: (one.at is None, one.at and one.at.timestamp()), default=None)
