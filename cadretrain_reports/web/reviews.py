"""What is asked of a reviewer (7.1.3): the list, and one review with the course to study and the verdict to give.

A reviewer needs no duty: being asked is all. Every verdict is given from one angle; the next one asked follows.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports import compat
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import in_scope
from cadretrain_reports.web.act_forms import VerdictForm
from cadretrain_reports.web.catalogue import study_url
from cadretrain_reports.web.frame import Crumb, page, show
from cadretrain_reports.web.lookups import seen_review
from cadretrain_reports.web.paging import key_page
from cadretrain_reports.web.tabs import tabs_of
from cadretrain_reports.workflows import courses as workflow


@page("GET")
def reviews(request: HttpRequest) -> HttpResponse:
    """List what is asked of oneself and still to be said; with ``show=given``, what one has said."""
    own = _asked_of(request.user)
    if not own.exists():
        raise PermissionDenied
    awaited, given = own.filter(**courses.AWAITED), own.exclude(verdict="")
    shows_given = request.GET.get("show") == "given"
    listed = key_page(given if shows_given else awaited, request.GET)
    parts = [
        ("", pgettext_lazy("reviews", "to be given"), awaited.count()),
        ("given", pgettext_lazy("reviews", "given"), given.count()),
    ]
    context = {
        "tabs": tabs_of(request.GET, "show", "given" if shows_given else "", parts),
        "given": listed.rows if shows_given else [],
        "asked": [] if shows_given else _by_version(listed.rows),
        "shows_given": shows_given,
        "page": listed,
    }
    return show(request, "reviews.html", context)


@page("GET", "POST", uuid=(courses.CourseReview, "uuid"))
def review(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show the course that is to be reviewed from one angle, and take the verdict."""
    found = seen_review(request.user, uuid)
    if request.method == "GET" and found.reviewer_id != request.user.pk:
        raise PermissionDenied
    is_open = bool(found.standing and not found.verdict)
    form = VerdictForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _decided(request, found, form):
        return redirect(_next_of(request, found))
    if found.reviewer_id != request.user.pk:
        raise PermissionDenied
    context = {
        "review": found,
        "version": found.version,
        "form": form,
        "is_open": is_open or form.is_bound,
        "study_url": study_url(found.version.course_id),
        "others": list(_awaited_beside(request.user, found)),
    }
    crumbs = [Crumb(_("Asked of me"), reverse("cadretrain:reviews")), Crumb(found.version.title)]
    return show(request, "review.html", context, crumbs=crumbs, status=400 if form.is_bound else 200)


def _asked_of(user: Any) -> QuerySet[courses.CourseReview]:
    asked = courses.CourseReview.objects.select_related("version__course__institution").filter(reviewer=user.pk)
    return in_scope(asked, user)


def _awaited_beside(user: Any, review: courses.CourseReview) -> QuerySet[courses.CourseReview]:
    """Return what else of the same version is asked of the reviewer."""
    return _asked_of(user).filter(version=review.version_id, **courses.AWAITED).exclude(pk=review.pk).order_by("pk")


def _by_version(rows: Iterable[courses.CourseReview]) -> list[dict[str, Any]]:
    """Return what is asked of each version, where it is studied and since when it is asked."""
    rows = sorted(rows, key=lambda row: (-row.version_id, row.pk))
    places = courses.study_places([row.version.course_id for row in rows])
    urls = {pk: compat.study_url(place.course_run, place.usage_key) for pk, place in places.items()}
    asked = [list(group) for _version, group in groupby(rows, key=lambda row: row.version_id)]
    return [
        {"version": group[0].version, "reviews": group, "study_url": urls.get(group[0].version.course_id, "")}
        for group in asked
    ]


def _decided(request: HttpRequest, review: courses.CourseReview, form: VerdictForm) -> bool:
    try:
        decided = workflow.decide_review(request.user, review, **form.cleaned_data)
    except Refused as refused:
        form.refuse(refused)
        return False
    passed = decided.verdict == courses.CourseReview.Verdict.PASS
    messages.success(request, _("Said: it passes.") if passed else _("Said: it goes back to be mended."))
    return True


def _next_of(request: HttpRequest, review: courses.CourseReview) -> str:
    """Return where a reviewer goes on: to what else of the version is asked, else to the list."""
    following = _awaited_beside(request.user, review).first()
    return reverse("cadretrain:review", args=(following.uuid,)) if following else reverse("cadretrain:reviews")
