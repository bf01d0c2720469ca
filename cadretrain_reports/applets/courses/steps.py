"""Taking one step in the life of a version: what all steps have in common (7.1.2)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cadretrain_reports import conf
from cadretrain_reports.applets.audit.api import LONGEST_REASON
from cadretrain_reports.applets.courses.models import Course, CourseVersion
from cadretrain_reports.applets.courses.records import CourseReport, CourseReview, CourseStep
from cadretrain_reports.applets.organizations.api import Organization, lineage
from cadretrain_reports.refusals import checked_text


def lock(version: CourseVersion) -> CourseVersion:
    """Return a version as it is now, with course and institution; its course is locked until the transaction ends.

    Publications, reviews and all other acts take the same lock, so they come one after the other.
    """
    Course.objects.select_for_update().get(pk=version.course_id)
    return CourseVersion.objects.select_related("course__institution").get(pk=version.pk)


def enter(
    version: CourseVersion, kind: CourseStep.Kind, state: CourseVersion.State, by: Any, at: datetime
) -> CourseStep:
    """Let a new version begin its life."""
    version.state = state
    version.save(update_fields=["state"])
    return CourseStep.objects.create(version=version, kind=kind, state=state, content=version.content, by=by, at=at)


def step(
    version: CourseVersion, kind: CourseStep.Kind, state: CourseVersion.State, by: Any, at: datetime, reason: str = ""
) -> CourseStep:
    """Bring a locked version into a state, keep that, and tell the department what the site wants it to be told."""
    before, version.state = version.state, state
    version.save(update_fields=["state", "released_at"])
    taken = CourseStep.objects.create(
        version=version, kind=kind, from_state=before, state=state, content=version.content, by=by, at=at, reason=reason
    )
    if kind in conf.reported_course_acts():
        _report(taken)
    return taken


def close_reviews(version: CourseVersion, **which: Any) -> None:
    """End the standing reviews of a locked version, or ``which`` of them: they say nothing of what comes now."""
    CourseReview.objects.filter(version=version, standing=True, **which).update(standing=None)


def checked_reason(reason: str, field: str = "reason", *, optional: bool = False) -> str:
    """Return a reason or opinion as it is kept; raise ``Refused``."""
    return checked_text(field, reason, LONGEST_REASON, optional=optional)


def _report(taken: CourseStep) -> None:
    """Report to the department above the institution, if there is one."""
    above = Organization.objects.filter(path__in=lineage(taken.version.course.institution.path)[:-1])
    department = above.filter(is_management_department=True).order_by("-path").first()
    if department is not None:
        CourseReport.objects.create(step=taken, department=department)
