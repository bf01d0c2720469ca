"""Acts on a version (7.1.2, 7.1.3): each on a page that says what follows, with the reason where one belongs."""

from __future__ import annotations

from functools import partial
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import require
from cadretrain_reports.web.act_forms import ReviewersForm, StepForm
from cadretrain_reports.web.course_steps import STEPS as _KNOWN
from cadretrain_reports.web.course_steps import Step
from cadretrain_reports.web.forms import PageForm
from cadretrain_reports.web.frame import Crumb, page, show
from cadretrain_reports.web.lookups import list_crumb, seen_version
from cadretrain_reports.workflows import courses as workflow


def _page_of(step: Step) -> Any:
    @page("GET", "POST", uuid=(courses.CourseVersion, "uuid"))
    def taken(request: HttpRequest, uuid: UUID) -> HttpResponse:
        return _take(request, uuid, step)

    return taken


STEPS: Final = {name: _page_of(step) for name, step in _KNOWN.items()}
"""The page of each step, by its name in the address."""


@page("GET", "POST", uuid=(courses.CourseVersion, "uuid"))
def reviewers(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask a person for a verdict from some of the five angles; the person needs no duty (7.1.3)."""
    version = _acted_on(request, uuid, "run_course")
    form = ReviewersForm(courses.missing_angles(version), request.POST if request.method == "POST" else None)
    if form.is_valid() and _done(form, partial(workflow.assign_reviewer, request.user, version, **form.asked)):
        messages.success(request, _("Asked. The person finds it under “Asked of me”."))
        return redirect("cadretrain:version", uuid)
    says = _("The person finds the course under “Asked of me”. Nobody reviews a course that they wrote or teach.")
    words = {"title": _("Name reviewers"), "says": says, "button": _("Ask for review")}
    return _form_page(request, version, form, words)


@page("GET", "POST", uuid=(courses.CourseVersion, "uuid"))
def lead(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Let another block, which ``block`` names, lead the course: it makes the versions from now on (R1)."""
    version = _acted_on(request, uuid, "run_course")
    key = (request.POST if request.method == "POST" else request.GET).get("block", "")
    block = next((one for one in courses.placements_of(version.course_id) if one.usage_key == key), None)
    if block is None:
        raise Http404
    if request.method == "POST":
        workflow.lead_course(request.user, block)
        messages.success(request, _("This block leads the course from its next publication on."))
        return redirect("cadretrain:version", uuid)
    words = {
        "title": _("Let another block lead"),
        "says": _("What this block publishes from now on makes the versions of the course; publish it to settle them."),
        "button": _("Let it lead"),
        "kept": {"block": key},
        "named": key,
    }
    return _form_page(request, version, PageForm(), words)


def _take(request: HttpRequest, uuid: UUID, step: Step) -> HttpResponse:
    version = _acted_on(request, uuid, step.right)
    form = StepForm(version, step, request.POST if request.method == "POST" else None)
    if form.is_valid() and _done(form, partial(step.take, request.user, version, **form.said)):
        messages.success(request, step.done)
        return redirect("cadretrain:version", uuid)
    words = {
        "title": step.label,
        "says": step.follows,
        "button": step.label,
        "is_grave": step.is_grave,
        "kept": {"state": version.state},
    }
    return _form_page(request, version, form, words)


def _acted_on(request: HttpRequest, uuid: UUID, act: str) -> courses.CourseVersion:
    """Return the version, if it is for this person to act on; that it is not is kept in the audit log."""
    version = seen_version(request.user, uuid)
    require(request.user, act, version.course.institution, courses.about_version(version))
    return version


def _done(form: PageForm, act: Any) -> bool:
    try:
        act()
    except Refused as refused:
        form.refuse(refused)
        return False
    return True


def _form_page(
    request: HttpRequest, version: courses.CourseVersion, form: PageForm, words: dict[str, Any]
) -> HttpResponse:
    back = reverse("cadretrain:version", args=(version.uuid,))
    crumbs = [list_crumb(request), Crumb(version.title, back), Crumb(words["title"])]
    about = _("%(title)s, version %(number)d") % {"title": version.title, "number": version.number}
    context = {"form": form, "about": about, "back": back, **words}
    return show(request, "act.html", context, crumbs=crumbs, status=400 if form.is_bound else 200)
