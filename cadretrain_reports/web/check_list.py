"""A liaison officer's check list: who of the unit lags, and a reminder to those who are chosen (8.2.4)."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import ACTS, in_scope, posts_of
from cadretrain_reports.web.frame import back_to, frame_of, page, show
from cadretrain_reports.workflows import checking as workflow
from cadretrain_reports.workflows.standing import current_year


@page("GET")
def check_list(request: HttpRequest) -> HttpResponse:
    """Show one page of a unit's trainees, by default of the first unit that one speaks for."""
    _require_act(request)
    units = list(_own_units(request))
    asked = request.GET.get("unit", "")
    unit = next((unit for unit in units if not asked or unit.code == asked), None)
    if unit is None:
        raise Http404
    year = current_year()
    found = workflow.check_list(request.user, unit, year, _key(request.GET.get("after", "")))
    context = {"unit": unit, "units": units, "year": year, "rows": found.rows, "following": found.following}
    return show(request, "check_list.html", context)


@page("POST")
def follow_up(request: HttpRequest) -> HttpResponse:
    """Remind those who were chosen, with the note."""
    _require_act(request)
    keys = [key for key in map(_key, request.POST.getlist("trainee")[: workflow.PAGE]) if key]
    trainees = list(in_scope(Trainee.objects.select_related("unit").filter(uuid__in=keys), request.user))
    try:
        made = workflow.follow_up(request.user, trainees, request.POST.get("note", ""))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Reminded: %(number)s.") % {"number": len(made)})
    return redirect(back_to(request, reverse("cadretrain:check-list")))


def _own_units(request: HttpRequest) -> Iterable[Organization]:
    posted = {post.organization for post in posts_of(request.user) if post.role in ACTS["follow_up"]}
    units: Iterable[Organization] = Organization.objects.filter(pk__in=posted).order_by("path")
    return units


def _require_act(request: HttpRequest) -> None:
    if "follow_up" not in frame_of(request).person.acts:
        raise PermissionDenied


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
