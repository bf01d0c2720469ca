"""One step in the life of a theme class: shown with what it lacks, then taken (8.3)."""

from __future__ import annotations

from functools import partial
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cadretrain_reports.applets.roles.api import today
from cadretrain_reports.applets.theme_classes.api import Act, ThemeClass, about_class, missing
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import require
from cadretrain_reports.web.classes.common import class_of, crumb_of, crumbs_to
from cadretrain_reports.web.classes.one import ACT_NAMES, REASONS
from cadretrain_reports.web.forms import PageForm, ReasonForm
from cadretrain_reports.web.frame import Crumb, View, page, show
from cadretrain_reports.workflows import class_life


def _step(request: HttpRequest, uuid: UUID, act: Act) -> HttpResponse:
    """Ask whether a step is to be taken, with the reason where one belongs to it, and take it."""
    found = class_of(request, uuid)
    require(request.user, class_life.RIGHTS[act], found, about_class(found))
    form = _form(act, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            taken = class_life.take_step(request.user, found, act, form.cleaned_data.get("reason", ""))
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, taken.get_state_display())
            return redirect("cadretrain:class", uuid=uuid)
    context = {
        "form": form,
        "title": ACT_NAMES[act],
        "class": found,
        "missing": missing(found, act, today()),
        "back": reverse("cadretrain:class", args=(uuid,)),
    }
    crumbs = crumbs_to(crumb_of(found), Crumb(ACT_NAMES[act]))
    return show(request, "class_step.html", context, crumbs=crumbs, status=400 if form.is_bound else 200)


def _form(act: Act, said: Any) -> PageForm:
    if act not in REASONS:
        return PageForm(said)
    form = ReasonForm(said)
    form.fields["reason"].help_text = REASONS[act]
    return form


VIEWS: Final[dict[Act, View]] = {
    act: page("GET", "POST", uuid=(ThemeClass, "uuid"))(partial(_step, act=act)) for act in Act
}
"""The page of each act."""
