"""The page of one recipient: its receipt, how it carries out what was issued, and its report on a plan (5.2, 8.2.1)."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.plans.api import FulfilmentReport, Issuance, Recipient
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import allowed, in_scope
from cadretrain_reports.web.forms import PageForm
from cadretrain_reports.web.frame import Crumb, back_to, page, show
from cadretrain_reports.web.plans.common import crumb_of, crumbs_to
from cadretrain_reports.workflows import plans as workflow

_TO_WRITE: Final = (FulfilmentReport.State.DRAFT, FulfilmentReport.State.RETURNED)


class CarryingOutForm(PageForm):
    """How a recipient carries out what was issued to it."""

    carrying_out = forms.CharField(label=_("How it is carried out"), widget=forms.Textarea({"rows": 4}))


class ReportForm(PageForm):
    """How a recipient has fulfilled a plan, in its own words."""

    text = forms.CharField(
        label=_("How the plan was fulfilled"),
        widget=forms.Textarea({"rows": 6}),
        help_text=_("In your own words. The figures are added from the credits as they stand."),
    )


class AnswerForm(PageForm):
    """What the issuer says to a report."""

    answer = forms.CharField(
        label=pgettext_lazy("report", "Answer"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Who returns a report says why."),
    )


@page("GET", uuid=(Recipient, "uuid"))
def receipt(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show one recipient of an issuance, and what the reader may do there."""
    return _show(request, _recipient(request, uuid))


@page("POST", uuid=(Recipient, "uuid"))
def acknowledge(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Acknowledge for a recipient, and go back to where the button was."""
    recipient = _recipient(request, uuid)
    try:
        is_new = workflow.acknowledge(request.user, recipient)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Acknowledged.") if is_new else _("It was acknowledged before."))
    return redirect(back_to(request, _address(recipient)))


@page("POST", uuid=(Recipient, "uuid"))
def carry_out(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say how a recipient carries out what was issued; that acknowledges it as well."""
    recipient, form = _recipient(request, uuid), CarryingOutForm(request.POST)

    def act(said: dict[str, Any]) -> None:
        workflow.carry_out(request.user, recipient, said["carrying_out"])

    return _written(request, recipient, form, act, _("Saved. Whoever issued it can read this."), "carrying")


@page("POST", uuid=(Recipient, "uuid"))
def report(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Write a recipient's report on a plan, with the figures of today."""
    recipient, form = _recipient(request, uuid), ReportForm(request.POST)

    def act(said: dict[str, Any]) -> None:
        workflow.report_fulfilment(request.user, recipient, said["text"])

    return _written(request, recipient, form, act, _("Saved with the figures of today. Hand it in below."), "writing")


@page("POST", uuid=(FulfilmentReport, "uuid"))
def submit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Hand a report in to whoever issued the plan."""
    found = _report(request, uuid)
    try:
        workflow.submit_report(request.user, found)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Handed in. Whoever issued the plan accepts or returns it."))
    return redirect(_address(found.recipient))


@page("POST", uuid=(FulfilmentReport, "uuid"))
def answer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Accept a report, or return it with the reason, as ``verdict`` says."""
    found, form = _report(request, uuid), AnswerForm(request.POST)
    is_return = request.POST.get("verdict") == "return"

    def act(said: dict[str, Any]) -> None:
        judge = workflow.return_report if is_return else workflow.accept_report
        judge(request.user, found, said["answer"])

    done = _("Returned.") if is_return else _("Accepted.")
    return _written(request, found.recipient, form, act, done, "answering")


def _written(
    request: HttpRequest, recipient: Recipient, form: PageForm, act: Callable[[Any], Any], done: Any, name: str
) -> HttpResponse:
    """Do what a form asks for; say what is wrong with it at its field, on the page on which it stands."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, done)
            return redirect(_address(recipient))
    return _show(request, recipient, status=HTTPStatus.BAD_REQUEST, **{name: form})


def _show(request: HttpRequest, recipient: Recipient, status: int = HTTPStatus.OK, **sent: PageForm) -> HttpResponse:
    user, issuance = request.user, recipient.issuance
    reports = FulfilmentReport.objects.select_related("recipient__issuance")
    found = in_scope(reports, user).filter(recipient=recipient).first()
    is_issued = issuance.state == Issuance.State.ISSUED
    may_receive = is_issued and allowed(user, "acknowledge")(recipient.organization)
    may_report = is_issued and issuance.year is not None and allowed(user, "report_fulfilment")(recipient.organization)
    context = {
        "recipient": recipient,
        "issuance": issuance,
        "report": found,
        "may_receive": may_receive,
        "may_write": may_report and (found is None or found.state in _TO_WRITE),
        "may_submit": may_report and found is not None and found.state == FulfilmentReport.State.DRAFT,
        "may_answer": _may_answer(user, issuance, found),
        "carrying": CarryingOutForm(initial={"carrying_out": recipient.carrying_out}),
        "writing": ReportForm(initial={"text": found.text if found else ""}),
        "answering": AnswerForm(),
        **sent,
    }
    crumbs = crumbs_to(crumb_of(issuance), Crumb(recipient.organization.name))
    return show(request, "plan_receipt.html", context, crumbs=crumbs, status=status)


def _may_answer(user: Any, issuance: Issuance, found: FulfilmentReport | None) -> bool:
    if found is None or found.state != FulfilmentReport.State.SUBMITTED:
        return False
    is_own = user.pk in (found.submitted_by_id, found.written_by_id)
    return not is_own and allowed(user, "answer_report")(issuance.issuer)


def _recipient(request: HttpRequest, uuid: UUID) -> Recipient:
    rows = Recipient.objects.select_related("organization", "issuance__issuer")
    found: Recipient | None = in_scope(rows, request.user).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def _report(request: HttpRequest, uuid: UUID) -> FulfilmentReport:
    rows = FulfilmentReport.objects.select_related("recipient__organization", "recipient__issuance__issuer")
    found: FulfilmentReport | None = in_scope(rows, request.user).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def _address(recipient: Recipient) -> str:
    return reverse("cadretrain:plan-receipt", args=(recipient.uuid,))
