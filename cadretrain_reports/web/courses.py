"""The courses of an institution as academic affairs works with them, and one version with all that is kept of it.

The departments above read the same pages (7.1.1); what can be done is offered to whoever may do it (7.1.2, 7.1.3).
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.scopes.api import ACTS, in_scope, posts_of
from cadretrain_reports.web import version_parts as parts
from cadretrain_reports.web.course_filter import CourseFilter
from cadretrain_reports.web.course_steps import possible
from cadretrain_reports.web.duty import covers
from cadretrain_reports.web.frame import Crumb, frame_of, page, show
from cadretrain_reports.web.lookups import list_crumb, seen_version
from cadretrain_reports.web.paging import key_page

_ANGLES = len(courses.CourseReview.Angle)


@page("GET")
def course_list(request: HttpRequest) -> HttpResponse:
    """List the courses that one runs or answers for as a department, by state, the newest first (7.1.2)."""
    if not frame_of(request).person.sees_courses:
        raise PermissionDenied
    form = CourseFilter(request.GET, _run_by(request.user))
    found = form.narrow()
    listed = key_page(courses.with_desk(form.in_state(found)), request.GET)
    missing = courses.missing_by_version(listed.rows)
    context = {
        "form": form,
        "tabs": form.tabs(found),
        "rows": [{"version": version, "passed": _ANGLES - len(missing[version.pk])} for version in listed.rows],
        "angles": _ANGLES,
        "page": listed,
        "shows_institution": "institution" in form.fields,
    }
    return show(request, "courses.html", context)


@page("GET", uuid=(courses.CourseVersion, "uuid"))
def version(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show one version: where it stands, its reviews, its blocks, what has to be mended, and every step (7.1.2).

    It is for whoever sees the courses of the institution in every state; others find released ones in the catalogue.
    """
    found = seen_version(request.user, uuid)
    steps = parts.steps_of(request.user, found)
    if not steps:
        raise PermissionDenied
    places, refused = parts.places_of(found)
    context = {"version": found, "steps": steps, "places": places, "refused": refused, **_standing(request.user, found)}
    return show(request, "version.html", context, crumbs=[list_crumb(request), Crumb(found.title)])


def _standing(user: Any, version: courses.CourseVersion) -> dict[str, Any]:
    """Return where a version stands in its life and review, and what ``user`` can do with it now."""
    versions = list(courses.CourseVersion.objects.filter(course=version.course_id).order_by("-number"))
    missing = courses.missing_angles(version) if version.state == version.State.UNDER_REVIEW else []
    may_run = covers(user, "run_course")(version.course.institution)
    reviews = parts.reviews_of(user, version)
    return {
        "versions": versions,
        "newest": versions[0],
        "missing": missing,
        "may_run": may_run,
        "acts": possible(version, versions, is_passed=not missing) if may_run else [],
        "angles": parts.by_angle(reviews),
        "past_reviews": [told for told in reviews if not told.review.standing],
    }


def _run_by(user: Any) -> QuerySet[courses.CourseVersion]:
    """Return the versions of the institutions that somebody's duties are for; released ones of others are not."""
    seen = in_scope(courses.current_versions(), user)
    if user.is_superuser:
        return seen
    roles = ACTS["run_course"].keys() | ACTS["acknowledge_report"].keys()
    fields = [post.field("course__institution__path") for post in posts_of(user) if post.role in roles]
    return seen.filter(reduce(or_, fields))
