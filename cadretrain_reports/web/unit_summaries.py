"""Summaries of units on pages: a liaison officer writes and submits them, the receiver answers (8.2.4)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.summaries.api import UnitSummary, about_summary
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import in_scope, may, require
from cadretrain_reports.web.duty import posted_for
from cadretrain_reports.web.forms import PageForm
from cadretrain_reports.web.frame import Crumb, frame_of, page, show
from cadretrain_reports.web.paging import key_page
from cadretrain_reports.workflows import summaries as workflow
from cadretrain_reports.workflows.standing import current_year


class SummaryForm(PageForm):
    """Of which unit and year, to whom, and what there is to say; the figures are added when it is submitted."""

    organization = forms.ChoiceField(label=_("Unit"))
    year = forms.IntegerField(label=_("Year"))
    receiver = forms.CharField(
        label=_("Submitted to"),
        max_length=64,
        help_text=_("Code of an institution that serves the unit, or of a department above it."),
    )
    text = forms.CharField(
        label=_("What there is to say"), max_length=4000, required=False, widget=forms.Textarea({"rows": 6})
    )

    def __init__(self, user: Any, *args: Any) -> None:
        super().__init__(*args)
        self._units = posted_for(user, "summarize_unit")
        self.fields["organization"].choices = [(code, unit.name) for code, unit in self._units.items()]  # type: ignore[attr-defined]
        self.fields["year"].initial = current_year()

    def clean_organization(self) -> Organization:
        """Return the unit."""
        unit: Organization = self._units[self.cleaned_data["organization"]]
        return unit


class AnswerForm(PageForm):
    """What the receiver says."""

    verdict = forms.ChoiceField(
        label=_("Verdict"),
        widget=forms.RadioSelect,
        choices=[
            ("receive", pgettext_lazy("summary", "It is received")),
            ("return", pgettext_lazy("summary", "It goes back with a reason")),
        ],
    )
    answer = forms.CharField(label=_("Answer"), max_length=500, required=False, widget=forms.Textarea({"rows": 3}))


@page("GET")
def unit_summaries(request: HttpRequest) -> HttpResponse:
    """List the summaries of one's units and those that one's bodies receive, the newest first."""
    acts = frame_of(request).person.acts
    if acts.isdisjoint(("summarize_unit", "receive_summary")):
        raise PermissionDenied
    rows = in_scope(UnitSummary.objects.select_related("unit", "receiver"), request.user)
    listed = key_page(rows, request.GET)
    context = {"rows": listed.rows, "page": listed, "may_write": "summarize_unit" in acts}
    return show(request, "unit_summaries.html", context)


@page("GET", "POST")
def write(request: HttpRequest) -> HttpResponse:
    """Take a new summary, as a draft."""
    if "summarize_unit" not in frame_of(request).person.acts:
        raise PermissionDenied
    form = SummaryForm(request.user, request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            made = workflow.write_summary(
                request.user, said["organization"], said["receiver"].strip(), said["year"], said["text"]
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("cadretrain:unit-summary", made.uuid)
    back = reverse("cadretrain:unit-summaries")
    context = {"form": form, "title": _("Write a summary"), "button": _("Save as a draft"), "back": back}
    crumbs = [Crumb(_("Summaries"), back), Crumb(_("Write a summary"))]
    return show(request, "act.html", context, crumbs=crumbs, status=400 if form.is_bound else 200)


@page("GET", "POST", uuid=(UnitSummary, "uuid"))
def unit_summary(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show a summary with its figures; the unit submits it, the receiver answers it."""
    found = in_scope(UnitSummary.objects.select_related("unit", "receiver"), request.user).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    is_draft = found.state in (UnitSummary.State.DRAFT, UnitSummary.State.RETURNED)
    may_submit = is_draft and may(request.user, "summarize_unit", found.unit)
    may_answer = found.state == UnitSummary.State.SUBMITTED and may(request.user, "receive_summary", found.receiver)
    is_bound = request.method == "POST"
    if is_bound and not may_submit and not may_answer:
        require(request.user, "receive_summary", found.receiver, about_summary(found))
    form = AnswerForm(request.POST if is_bound else None) if may_answer else PageForm({} if is_bound else None)
    if form.is_valid() and _done(request, found, form):
        return redirect("cadretrain:unit-summaries")
    counts = workflow.counts_of(found.unit, found.year) if is_draft else found
    back = reverse("cadretrain:unit-summaries")
    context = {
        "summary": found,
        "counts": counts,
        "form": form,
        "is_draft": is_draft,
        "may_submit": may_submit,
        "may_answer": may_answer,
        "back": back,
    }
    crumbs = [Crumb(_("Summaries"), back), Crumb(f"{found.unit.name} {found.year}")]
    return show(request, "unit_summary.html", context, crumbs=crumbs, status=400 if is_bound else 200)


def _done(request: HttpRequest, found: UnitSummary, form: PageForm) -> bool:
    try:
        if isinstance(form, AnswerForm):
            received = form.cleaned_data["verdict"] == "receive"
            decide = workflow.receive_summary if received else workflow.return_summary
            decided = decide(request.user, found, form.cleaned_data["answer"])
        else:
            decided = workflow.submit_summary(request.user, found)
    except Refused as refused:
        form.refuse(refused)
        return False
    messages.success(request, decided.get_state_display())
    return True
