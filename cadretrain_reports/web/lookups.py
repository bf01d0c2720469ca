"""What an address names, if it is for this person to see, and the way back from there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.scopes.api import in_scope
from cadretrain_reports.web.frame import Crumb, frame_of


def seen_version(user: Any, uuid: UUID) -> courses.CourseVersion:
    """Return a version with course and institution; raise ``Http404`` for what is not there or not for ``user``."""
    found: courses.CourseVersion = _seen(
        courses.CourseVersion.objects.select_related("course__institution"), user, uuid
    )
    return found


def seen_review(user: Any, uuid: UUID) -> courses.CourseReview:
    """Return a review with its version; raise ``Http404`` as above."""
    asked = courses.CourseReview.objects.select_related("version__course__institution")
    found: courses.CourseReview = _seen(asked, user, uuid)
    return found


def seen_report(user: Any, uuid: UUID) -> courses.CourseReport:
    """Return what a department was told, with step and version; raise ``Http404`` as above."""
    told = courses.CourseReport.objects.select_related("department", "step__version__course__institution")
    found: courses.CourseReport = _seen(told, user, uuid)
    return found


def list_crumb(request: HttpRequest) -> Crumb:
    """Return the way back to the list of courses; for whoever has none it is but a word."""
    has_list = frame_of(request).person.sees_courses
    return Crumb(pgettext_lazy("navigation", "Courses"), reverse("cadretrain:courses") if has_list else "")


def _seen(rows: Any, user: Any, uuid: UUID) -> Any:
    found = in_scope(rows.filter(uuid=uuid), user).first()
    if found is None:
        raise Http404
    return found
