"""The annual assessment on pages (8.2.1): the institution proposes, confirms and reports, the department answers."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from cadretrain_reports.applets.assessments.api import AnnualAssessment, State, about_annual
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.refusals import Refused
from cadretrain_reports.rules.requirements import FIGURES, Source
from cadretrain_reports.scopes.api import in_scope, require
from cadretrain_reports.web.annual_forms import FindingForm, YearForm, steps_of
from cadretrain_reports.web.frame import Crumb, frame_of, page, show
from cadretrain_reports.web.paging import key_page
from cadretrain_reports.web.requirement import FIGURE_LABELS, reasons_of
from cadretrain_reports.web.tabs import tabs_of
from cadretrain_reports.workflows import annual as workflow

_RELIEF = {
    "credited_before": _("Credited in earlier years, counted as done"),
    "let_off": _("Let off by relief"),
    "put_off": _("Put off into a later year"),
    "put_here": _("Put off from an earlier year"),
}


@page("GET")
def annual_assessments(request: HttpRequest) -> HttpResponse:
    """List the findings of one's institutions, and those reported to one's departments, by where they are."""
    person = frame_of(request).person
    if not person.assesses_years:
        raise PermissionDenied
    seen = _seen(request)
    standing = seen.filter(standing=True)
    state = request.GET.get("state", "")
    if state not in State:
        state = ""
    parts = [("", pgettext_lazy("annual assessments", "all"), seen.count())]
    parts += [(one.value, one.label, standing.filter(state=one).count()) for one in State]
    listed = key_page(standing.filter(state=state) if state else seen, request.GET)
    audit.record("read", request.user.pk, audit.Target("annual_assessment"), rows=len(listed.rows))
    context = {
        "tabs": tabs_of(request.GET, "state", state, parts),
        "rows": listed.rows,
        "page": listed,
        "may_assess": "assess_year" in person.acts,
    }
    return show(request, "annual_assessments.html", context)


@page("GET", "POST")
def whole_year(request: HttpRequest) -> HttpResponse:
    """Have a year proposed for everybody whom an institution serves, or confirm or report what there is of it."""
    if "assess_year" not in frame_of(request).person.acts:
        raise PermissionDenied
    form = YearForm(request.user, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            messages.success(request, _done(request.user, **form.cleaned_data))
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("cadretrain:annual-assessments")
    back, title = reverse("cadretrain:annual-assessments"), _("Assess a year")
    context = {
        "form": form,
        "title": title,
        "about": _(
            "Once the year has ended: proposed by one person, confirmed by another, reported to the departments."
        ),
        "button": _("Do it"),
        "back": back,
    }
    crumbs = [Crumb(_("Annual assessment"), back), Crumb(title)]
    return show(request, "act.html", context, crumbs=crumbs, status=400 if form.is_bound else 200)


@page("GET", "POST", uuid=(AnnualAssessment, "uuid"))
def annual_assessment(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show one finding with the arithmetic behind it, and take the step of whoever may take one now."""
    found = _seen(request).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    steps = steps_of(request.user, found)
    form = FindingForm(steps, request.POST if request.method == "POST" else None)
    if form.is_bound and not steps:
        require(request.user, "assess_year", found.institution, about_annual(found))
        raise PermissionDenied
    if form.is_valid() and _taken(request, found, form):
        return redirect("cadretrain:annual-assessments")
    audit.record("read", request.user.pk, about_annual(found))
    back, said = reverse("cadretrain:annual-assessments"), found.arithmetic
    context = {
        "finding": found,
        "figures": list(_figures(found, request.user)),
        "relief": [(label, said[name]) for name, label in _RELIEF.items() if Decimal(said.get(name) or 0)],
        "form": form if steps else None,
        "is_own": found.state == State.PROPOSED and found.proposed_by_id == request.user.pk,
        "back": back,
    }
    crumbs = [Crumb(_("Annual assessment"), back), Crumb(f"{found.trainee.code} {found.year}")]
    return show(request, "annual_assessment.html", context, crumbs=crumbs, status=400 if form.is_bound else 200)


def _done(actor: Any, organization: Any, year: int, act: str) -> Any:
    """Do what is asked with a year; return what there is to say. A proposal is a worker's: there may be many people."""
    if act == "propose":
        workflow.require_assessor(actor, organization, year)
        workflow.propose_year_later.delay(actor.pk, organization.pk, year)
        return _("The proposals are being made. Look again in a while.")
    count = (workflow.confirm_year if act == "confirm" else workflow.report_year)(actor, organization, year)
    if act == "confirm":
        return ngettext("%(count)s finding confirmed.", "%(count)s findings confirmed.", count) % {"count": count}
    return ngettext("%(count)s finding reported.", "%(count)s findings reported.", count) % {"count": count}


def _taken(request: HttpRequest, found: AnnualAssessment, form: FindingForm) -> bool:
    try:
        taken = form.take(request.user, found)
    except Refused as refused:
        form.refuse(refused)
        return False
    messages.success(request, taken.get_state_display() if taken.standing else _("Opened again."))
    return True


def _figures(found: AnnualAssessment, reader: Any) -> Iterator[tuple[Any, str, str, str]]:
    """Yield of each figure what it is called, what is asked, what is done, and which line of a plan asks."""
    said = found.arithmetic
    sources = {
        name: Source(told["plan"], told["line"], Decimal(told["hours"]))
        for name, told in said.get("sources", {}).items()
    }
    reasons = reasons_of(sources, reader)
    asked, done = said.get("asked", {}), said.get("done", {})
    for name in FIGURES:
        yield FIGURE_LABELS[name], asked.get(name, "–"), done.get(name, "–"), reasons.get(name, "")


def _seen(request: HttpRequest) -> QuerySet[Any]:
    rows = AnnualAssessment.objects.select_related("trainee", "institution", "unit", "department", "confirmed_by")
    return in_scope(rows, request.user)
