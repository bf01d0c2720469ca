"""A trainee's hours of training away from this platform: declared, seen, mended, taken back (8.2.5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.credits import api as credits
from cadretrain_reports.applets.declarations import api as declarations
from cadretrain_reports.applets.declarations.api import HoursDeclaration
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import in_scope
from cadretrain_reports.web.forms import PageForm
from cadretrain_reports.web.frame import Crumb, frame_of, page, show
from cadretrain_reports.web.hours_forms import TrainingForm
from cadretrain_reports.web.paging import key_page
from cadretrain_reports.web.uploads import takes_file
from cadretrain_reports.workflows import declarations as workflow
from cadretrain_reports.workflows.standing import current_year


@page("GET")
def my_hours(request: HttpRequest) -> HttpResponse:
    """Show what was declared and what became of it, and the hours of this period, each kind for itself."""
    account = frame_of(request).person.account
    if account is None:
        return show(request, "no_trainee.html", {})
    own = in_scope(HoursDeclaration.objects.filter(trainee=account.pk), request.user)
    listed, year = key_page(own, request.GET), current_year()
    context = {
        "rows": listed.rows,
        "page": listed,
        "year": year,
        "online": credits.total(account.pk, year),
        "declared": declarations.declared_in([account.pk], year)[account.pk],
        "being_made": declarations.BEING_MADE,
        "open": (*declarations.BEING_MADE, HoursDeclaration.State.SUBMITTED, HoursDeclaration.State.ENDORSED),
    }
    return show(request, "my_hours.html", context)


@takes_file
@page("GET", "POST")
def declare(request: HttpRequest) -> HttpResponse:
    """Take what was trained with its evidence, and hand it in to the unit."""
    account = frame_of(request).person.account
    if account is None:
        return show(request, "no_trainee.html", {})
    form = TrainingForm(request.POST, request.FILES) if request.method == "POST" else TrainingForm()
    if form.is_valid():
        said, trainee = form.cleaned_data, account.trainee
        if _done(form, lambda: workflow.declare_with_evidence(request.user, trainee, form.training, said["file"])):
            messages.success(request, _("Handed in. Your unit looks at it next."))
            return redirect("cadretrain:my-hours")
    return _shown(request, form, _("Declare hours"))


@takes_file
@page("GET", "POST", uuid=(HoursDeclaration, "uuid"))
def edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Change what was returned, or a draft, and hand it in anew; without a new file the one there is stays."""
    found = _own(request, uuid)
    said = request.POST if request.method == "POST" else None
    now = {name: getattr(found, name) for name in TrainingForm.base_fields if name != "file"}
    form = TrainingForm(said, request.FILES or None, initial=now)
    form.fields["file"].required = not found.stored_as
    if form.is_valid() and _done(form, lambda: _handed_in(request.user, found, form)):
        messages.success(request, _("Handed in. Your unit looks at it next."))
        return redirect("cadretrain:my-hours")
    return _shown(request, form, _("Change declared hours"), found)


@page("GET", "POST", uuid=(HoursDeclaration, "uuid"))
def withdraw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask whether it is meant, and take the declaration back."""
    found = _own(request, uuid)
    form = PageForm({} if request.method == "POST" else None)
    if form.is_valid() and _done(form, lambda: workflow.withdraw_declaration(request.user, found)):
        messages.success(request, _("Withdrawn."))
        return redirect("cadretrain:my-hours")
    back = reverse("cadretrain:my-hours")
    context = {
        "form": form,
        "title": _("Withdraw declared hours"),
        "about": found.title,
        "button": _("Withdraw"),
        "back": back,
    }
    crumbs = [Crumb(_("Declared hours"), back), Crumb(_("Withdraw"))]
    return show(request, "confirm.html", context, crumbs=crumbs, status=400 if form.is_bound else 200)


def _handed_in(user: Any, found: HoursDeclaration, form: TrainingForm) -> None:
    workflow.change_declaration(user, found, form.training)
    if form.cleaned_data["file"]:
        workflow.put_evidence(user, found, form.cleaned_data["file"])
    workflow.hand_declaration_in(user, found)


def _own(request: HttpRequest, uuid: UUID) -> HoursDeclaration:
    """Return one of the trainee's own declarations; raise ``Http404`` for any other."""
    account = frame_of(request).person.account
    rows = HoursDeclaration.objects.select_related("trainee__unit", "trainee__managing_department", "unit")
    own = rows.filter(uuid=uuid, trainee=account.pk if account else None)
    found: HoursDeclaration | None = in_scope(own, request.user).first()
    if found is None:
        raise Http404
    return found


def _done(form: PageForm, act: Callable[[], Any]) -> bool:
    """Do what a form asks for; tell whether it was done, else the form says why not."""
    try:
        act()
    except Refused as refused:
        form.refuse(refused)
        return False
    return True


def _shown(request: HttpRequest, form: PageForm, title: Any, found: HoursDeclaration | None = None) -> HttpResponse:
    back = reverse("cadretrain:my-hours")
    context = {"form": form, "title": title, "declaration": found, "back": back}
    crumbs = [Crumb(_("Declared hours"), back), Crumb(title)]
    return show(request, "declare_hours.html", context, crumbs=crumbs, status=400 if form.is_bound else 200)
