"""The catalogue: where trainees find courses, read about them, choose and drop them (3.12, 8.2.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import compat
from cadretrain_reports.applets.choices import api as choices
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.learning import api as learning
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.applets.roles.api import today
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import in_scope
from cadretrain_reports.web.catalogue_filter import CatalogueFilter
from cadretrain_reports.web.frame import Crumb, back_to, frame_of, page, show
from cadretrain_reports.web.paging import key_page
from cadretrain_reports.web.requirement import demand_of
from cadretrain_reports.workflows import choices as workflow
from cadretrain_reports.workflows.standing import Standing, current_year, standings

_MOST_RECOMMENDED: Final = 6
"""Recommended courses above the first page; all of them are a filter away."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A course as the catalogue shows it: to a trainee also where they stand, who recommends it, why it is required."""

    version: courses.CourseVersion
    standing: Standing | None = None
    recommendation: choices.Recommendation | None = None
    required: str = ""

    @property
    def percent(self) -> int:
        """How much of the time is learned."""
        return self.standing.percent(self.version.required_duration) if self.standing else 0


@page("GET")
def catalogue(request: HttpRequest) -> HttpResponse:
    """Show what is on offer, the newest first, above it what is recommended; the address says what is asked for."""
    trainee = _trainee(request)
    advice, required = _advice(trainee), _required(request, trainee)
    asked = CatalogueFilter(request.GET, advice, required)
    versions = asked.narrow(courses.catalogue())
    listed = key_page(versions, request.GET)
    above = _recommended(advice) if listed.is_first and not asked.is_asked else []
    found = standings(trainee, [*above, *listed.rows]) if trainee else {}
    offered = partial(_offered, found=found, advice=advice, required=required)
    context = {
        "form": asked,
        "total": versions.count(),
        "recommended": offered([version for version in above if not found[version.course_id].is_done]),
        "courses": offered(listed.rows),
        "page": listed,
        "is_trainee": trainee is not None,
    }
    return show(request, "catalogue.html", context)


@page("GET", uuid=(courses.Course, "uuid"))
def course(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show a course that was ever released: what it teaches, how it is assessed, its history, and what one can do."""
    trainee = _trainee(request)
    versions = list(courses.public_versions(_course(request, uuid).pk))
    if not versions:
        raise Http404
    version = courses.catalogue().filter(course=versions[0].course_id).first()
    shown = version or versions[0]
    found = standings(trainee, [shown]) if trainee else {}
    standing = found.get(shown.course_id)
    context = {
        "offered": _offered([shown], found, _advice(trainee), _required(request, trainee))[0],
        "version": shown,
        "is_on_offer": version is not None,
        "credit_waits": getattr(version, "credit_waits", False),
        "versions": versions,
        "may_recommend": version is not None and "recommend" in frame_of(request).person.acts,
        "has_studied": trainee is not None and learning.find_study(trainee.pk, shown.course_id) is not None,
        "has_left": bool(standing and _has_left(request.user, standing)),
        "study_url": study_url(shown.course_id) if standing and standing.state != "open" else "",
    }
    return show(request, "course.html", context, crumbs=[Crumb(_("Course catalogue"), _home()), Crumb(shown.title)])


@page("POST", uuid=(courses.Course, "uuid"))
def choose(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Choose a course for oneself, and go back to where the button was."""
    return _act(request, uuid, _choose)


@page("POST", uuid=(courses.Course, "uuid"))
def drop(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Drop a course that one has chosen, and go back to where the button was."""
    return _act(request, uuid, _drop)


def study_url(course_id: int) -> str:
    """Return the address at which a course is studied, or nothing where its block is gone."""
    place = courses.study_place(course_id)
    return compat.study_url(place.course_run, place.usage_key) if place else ""


def _choose(request: HttpRequest, course: courses.Course) -> None:
    workflow.choose(request.user, course)
    messages.success(request, _("Chosen. You are enrolled and can begin at once."))


def _drop(request: HttpRequest, course: courses.Course) -> None:
    if workflow.drop(request.user, course):
        messages.success(request, _("Dropped. What you have studied stays on record."))


def _act(request: HttpRequest, uuid: UUID, act: Any) -> HttpResponse:
    try:
        act(request, _course(request, uuid))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(back_to(request, reverse("cadretrain:course", args=(uuid,))))


def _course(request: HttpRequest, uuid: UUID) -> courses.Course:
    found: courses.Course | None = in_scope(courses.Course.objects.filter(uuid=uuid), request.user).first()
    if found is None:
        raise Http404
    return found


def _home() -> str:
    return reverse("cadretrain:catalogue")


def _trainee(request: HttpRequest) -> Trainee | None:
    account = frame_of(request).person.account
    return account.trainee if account else None


def _advice(trainee: Trainee | None) -> dict[int, choices.Recommendation]:
    found = choices.recommended_to(trainee, today()) if trainee else []
    return {recommendation.course_id: recommendation for recommendation in found}


def _required(request: HttpRequest, trainee: Trainee | None) -> Mapping[int, str]:
    """Return why courses are required of a trainee this year, by course id: a plan names them, not their authors."""
    return demand_of(trainee, current_year(), request.user).courses if trainee else {}


def _recommended(advice: Mapping[int, choices.Recommendation]) -> list[courses.CourseVersion]:
    return list(courses.catalogue().filter(course__in=list(advice)).order_by("-pk")[:_MOST_RECOMMENDED])


def _offered(
    versions: Sequence[courses.CourseVersion],
    found: Mapping[int, Standing],
    advice: Mapping[int, choices.Recommendation],
    required: Mapping[int, str],
) -> list[Offered]:
    return [
        Offered(version, found.get(key), advice.get(key), required.get(key, ""))
        for version in versions
        for key in (version.course_id,)
    ]


def _has_left(user: Any, standing: Standing) -> bool:
    """Tell whether the platform has let a trainee go from the run of a choice that stands."""
    if standing.choice is None or standing.is_done:
        return False
    return standing.choice.course_run not in compat.enrolled_runs(user.pk)
