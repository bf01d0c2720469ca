"""Where units and departments review declared hours (8.2.5), and a unit declares them for its trainees."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.declarations.api import HoursDeclaration, about_declaration
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import has_liaison_officer, in_scope, may, require
from cadretrain_reports.web.forms import ReasonForm
from cadretrain_reports.web.frame import Crumb, frame_of, page, show
from cadretrain_reports.web.hours_forms import HoursVerdictForm, TraineesTrainingForm
from cadretrain_reports.web.paging import key_page
from cadretrain_reports.web.tabs import tabs_of
from cadretrain_reports.web.uploads import takes_file
from cadretrain_reports.workflows import declarations as workflow

_State = HoursDeclaration.State
_AWAITED: Final = {"endorse_hours": (_State.SUBMITTED,), "approve_hours": (_State.ENDORSED, _State.SUBMITTED)}


@page("GET")
def declared_hours(request: HttpRequest) -> HttpResponse:
    """List what waits for a verdict; with ``show=all``, all that was declared to one's bodies."""
    acts = frame_of(request).person.acts
    if not frame_of(request).person.reviews_hours:
        raise PermissionDenied
    seen = _seen(request).exclude(state=_State.DRAFT)
    awaited = seen.filter(state__in={state for act, states in _AWAITED.items() if act in acts for state in states})
    shows_all = request.GET.get("show") == "all"
    listed = key_page(seen if shows_all else awaited, request.GET)
    parts = [
        ("", pgettext_lazy("declared hours", "to be reviewed"), awaited.count()),
        ("all", pgettext_lazy("declared hours", "all"), seen.count()),
    ]
    audit.record("read", request.user.pk, audit.Target("hours_declaration"), rows=len(listed.rows))
    context = {
        "tabs": tabs_of(request.GET, "show", "all" if shows_all else "", parts),
        "rows": listed.rows,
        "page": listed,
        "may_declare": "declare_hours" in acts,
    }
    return show(request, "declared_hours.html", context)


@page("GET", "POST", uuid=(HoursDeclaration, "uuid"))
def declaration(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show what is declared with its evidence, and take the verdict of whoever may give one now."""
    found = _found(request, uuid)
    act = _act_on(request.user, found)
    form = HoursVerdictForm(request.POST if request.method == "POST" else None)
    if form.is_bound and not act:
        require(request.user, "endorse_hours", found.trainee, about_declaration(found))
        raise PermissionDenied
    if form.is_valid() and _decided(request, found, act, form):
        return redirect("cadretrain:declared-hours")
    audit.record("read", request.user.pk, about_declaration(found))
    back = reverse("cadretrain:declared-hours") if frame_of(request).person.reviews_hours else ""
    context = {
        "declaration": found,
        "form": form if act else None,
        "is_endorsed": act == "endorse_hours",
        "may_revoke": found.state == _State.APPROVED and may(request.user, "revoke_hours", found.trainee),
        "back": back,
    }
    crumbs = [Crumb(_("Hours to review"), back), Crumb(found.title)]
    return show(request, "declared_hours_review.html", context, crumbs=crumbs, status=400 if form.is_bound else 200)


@page("GET", "POST", uuid=(HoursDeclaration, "uuid"))
def revoke(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask for the reason, and take approved hours back."""
    found = _found(request, uuid)
    require(request.user, "revoke_hours", found.trainee, about_declaration(found))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            workflow.revoke_hours(request.user, found, form.cleaned_data["reason"])
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Revoked. The archive says so too."))
            return redirect("cadretrain:declared-hours")
    back = reverse("cadretrain:declared-hours-review", args=(uuid,))
    context = {
        "form": form,
        "title": _("Revoke approved hours"),
        "about": found.title,
        "button": _("Revoke"),
        "back": back,
    }
    crumbs = [Crumb(_("Hours to review"), reverse("cadretrain:declared-hours")), Crumb(_("Revoke"))]
    return show(request, "confirm.html", context, crumbs=crumbs, status=400 if form.is_bound else 200)


@takes_file
@page("GET", "POST")
def declare(request: HttpRequest) -> HttpResponse:
    """Declare, for the unit, training that one of its trainees had."""
    if "declare_hours" not in frame_of(request).person.acts:
        raise PermissionDenied
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = TraineesTrainingForm(request.user, *given)
    if form.is_valid():
        said = form.cleaned_data
        try:
            workflow.declare_with_evidence(request.user, said["trainee"], form.training, said["file"])
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Handed in. Whoever approves it looks at it next."))
            return redirect("cadretrain:declared-hours")
    back, title = reverse("cadretrain:declared-hours"), _("Declare hours of a trainee")
    crumbs = [Crumb(_("Hours to review"), back), Crumb(title)]
    context = {"form": form, "title": title, "back": back}
    return show(request, "declare_hours.html", context, crumbs=crumbs, status=400 if form.is_bound else 200)


def _act_on(user: Any, found: HoursDeclaration) -> str:
    """Return the act by which somebody may agree to a declaration as it stands, empty for none."""
    if found.state == _State.SUBMITTED and may(user, "endorse_hours", found.trainee):
        return "endorse_hours"
    waits = found.state == _State.ENDORSED or (
        found.state == _State.SUBMITTED and not has_liaison_officer(found.trainee.unit)
    )
    return "approve_hours" if waits and may(user, "approve_hours", found.trainee) else ""


def _decided(request: HttpRequest, found: HoursDeclaration, act: str, form: HoursVerdictForm) -> bool:
    opinion = form.cleaned_data["opinion"]
    agree = workflow.endorse_hours if act == "endorse_hours" else workflow.approve_hours
    decide = agree if form.cleaned_data["verdict"] == "agree" else workflow.return_declaration
    try:
        decided = decide(request.user, found, opinion)
    except Refused as refused:
        form.refuse(refused)
        return False
    messages.success(request, decided.get_state_display())
    return True


def _seen(request: HttpRequest) -> QuerySet[HoursDeclaration]:
    rows = HoursDeclaration.objects.select_related("trainee__unit", "trainee__managing_department", "unit")
    return in_scope(rows, request.user)


def _found(request: HttpRequest, uuid: UUID) -> HoursDeclaration:
    found = _seen(request).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found
