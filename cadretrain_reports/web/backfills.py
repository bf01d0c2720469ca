"""Where site operators read what backfills inferred, and admit what another operator ran (3.9, 8.2.5)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cadretrain_reports.applets.backfill.api import Backfill
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import in_scope
from cadretrain_reports.web.forms import PageForm
from cadretrain_reports.web.frame import Crumb, frame_of, page, show
from cadretrain_reports.web.paging import key_page
from cadretrain_reports.workflows.backfill import admit_backfill, report_of


@page("GET")
def backfills(request: HttpRequest) -> HttpResponse:
    """List the backfills, the newest first."""
    if "admit_backfill" not in frame_of(request).person.acts:
        raise PermissionDenied
    listed = key_page(_seen(request), request.GET)
    return show(request, "backfills.html", {"rows": listed.rows, "page": listed})


@page("GET", "POST", uuid=(Backfill, "uuid"))
def backfill(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show what a backfill read and inferred; a second person lets its time yield credit."""
    run = _seen(request).filter(uuid=uuid).first()
    if run is None:
        raise Http404
    form = PageForm({} if request.method == "POST" else None)
    if form.is_valid() and _admitted(request, run, form):
        return redirect("cadretrain:backfills")
    is_open = run.ended_at is not None and run.admitted_at is None
    is_own = run.started_by_id == request.user.pk
    back = reverse("cadretrain:backfills")
    context = {
        "run": run,
        "sentences": list(report_of(run).sentences()),
        "form": form,
        "may_admit": is_open and not is_own,
        "is_own": is_open and is_own,
        "back": back,
    }
    crumbs = [Crumb(_("Backfills"), back), Crumb(str(run.uuid))]
    return show(request, "backfill.html", context, crumbs=crumbs, status=400 if form.is_bound else 200)


def _admitted(request: HttpRequest, run: Backfill, form: PageForm) -> bool:
    try:
        count = admit_backfill(request.user, run.uuid)
    except Refused as refused:
        form.refuse(refused)
        return False
    text = ngettext("Admitted: %(count)d credit granted.", "Admitted: %(count)d credits granted.", count)
    messages.success(request, text % {"count": count})
    return True


def _seen(request: HttpRequest) -> QuerySet[Any]:
    rows = Backfill.objects.filter(trial=False).select_related("started_by", "admitted_by")
    return in_scope(rows, request.user)
