"""Where an issuance is begun, written and issued (5.2, 8.1)."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.plans.api import TEMPLATES, Content, Issuance, about
from cadretrain_reports.refusals import Refused
from cadretrain_reports.rules.values import FIRST_YEAR, LAST_YEAR
from cadretrain_reports.scopes.api import require
from cadretrain_reports.web.forms import PageForm
from cadretrain_reports.web.frame import Crumb, page, show
from cadretrain_reports.web.plans.common import author_act, crumb_of, crumbs_to, issuance_of, may_write, speaking_for
from cadretrain_reports.web.plans.sheet import Sheet
from cadretrain_reports.web.plans.writing import Written, as_written, line_count, with_line, without_line
from cadretrain_reports.workflows import plans as workflow
from cadretrain_reports.workflows.standing import current_year

_REMOVE: Final = re.compile("remove-([0-9]{1,3})")


class BeginForm(PageForm):
    """In whose name something is to be issued, and with what it begins: a template, or an empty sheet of a kind."""

    organization = forms.ChoiceField(label=_("Issued by"))
    begin = forms.ChoiceField(label=_("Begin with"))
    year = forms.IntegerField(
        label=_("Year"),
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text=_("Of an annual plan."),
    )
    title = forms.CharField(
        label=pgettext_lazy("issuance", "Title"),
        max_length=255,
        required=False,
        help_text=_("A template brings one; it can be changed."),
    )

    def __init__(self, bodies: list[Organization], *args: Any) -> None:
        super().__init__(*args)
        self._bodies = {body.code: body for body in bodies}
        self.fields["organization"].choices = [(body.code, body.name) for body in bodies]  # type: ignore[attr-defined]
        self.fields["begin"].choices = [  # type: ignore[attr-defined]
            (_("Template"), [(f"template:{key}", one.title) for key, one in TEMPLATES.items()]),
            (_("Empty sheet"), list(Issuance.Kind.choices)),
        ]
        self.fields["year"].initial = current_year()

    def clean_organization(self) -> Organization:
        """Return the body that is to issue it."""
        return self._bodies[self.cleaned_data["organization"]]

    def begun(self, user: Any) -> Issuance:
        """Write the draft; raise ``Refused``."""
        said = self.cleaned_data
        kind, _colon, key = said["begin"].partition(":")
        if key:
            return workflow.draft_from_template(user, said["organization"], key, said["year"] or current_year())
        year = said["year"] if kind == Issuance.Kind.ANNUAL_PLAN else None
        return workflow.draft(user, said["organization"], Content(kind, said["title"], year=year))


@page("GET", "POST")
def begin(request: HttpRequest) -> HttpResponse:
    """Ask in whose name and with what to begin, and open the draft to be written."""
    bodies = speaking_for(request.user, "issue")
    if not bodies:
        raise PermissionDenied
    form = BeginForm(bodies, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = form.begun(request.user)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("cadretrain:edit-plan", uuid=made.uuid)
    crumbs = crumbs_to(Crumb(_("Begin a draft")))
    return show(request, "plan_begin.html", {"form": form}, crumbs=crumbs, status=_status(is_bound=form.is_bound))


@page("GET", "POST", uuid=(Issuance, "uuid"))
def edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Write a draft: its words, recipients and lines. ``do`` adds or removes a line, else what is written is kept."""
    issuance = _draft(request, uuid)
    if issuance.state != Issuance.State.DRAFT:
        messages.error(request, _("This has been issued or withdrawn meanwhile."))
        return redirect("cadretrain:plan", uuid=uuid)
    if request.method != "POST":
        return _sheet(request, issuance, as_written(issuance))
    do = request.POST.get("do", "")
    if do == "add":
        changed = with_line(request.POST)
        return _sheet(request, issuance, changed, begins_at=line_count(changed) - 1)
    if removed := _REMOVE.fullmatch(do):
        return _sheet(request, issuance, without_line(request.POST, int(removed[1])), was_removed=True)
    return _kept(request, issuance)


@page("POST", uuid=(Issuance, "uuid"))
def issue(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Issue a draft. What is refused is said in its form, at the field to mend."""
    issuance = _draft(request, uuid)
    try:
        workflow.issue(request.user, issuance)
    except Refused as refused:
        if issuance.state != Issuance.State.DRAFT:
            messages.error(request, str(refused))
            return redirect("cadretrain:plan", uuid=uuid)
        sheet = Sheet(request.user, issuance, as_written(issuance), is_checked=True)
        sheet.content()
        sheet.refuse(refused)
        return _show(request, issuance, sheet, status=_status(is_bound=True))
    messages.success(request, _("Issued. Its recipients find it among their plans."))
    return redirect("cadretrain:plan", uuid=uuid)


def _draft(request: HttpRequest, uuid: UUID) -> Issuance:
    """Return a draft that is the reader's to write; that somebody sends one who may not is kept in the audit log."""
    issuance = issuance_of(request, uuid)
    if request.method == "POST":
        require(request.user, author_act(issuance), issuance.issuer, about(issuance))
    elif not may_write(request.user, issuance):
        raise PermissionDenied
    return issuance


def _kept(request: HttpRequest, issuance: Issuance) -> HttpResponse:
    sheet = Sheet(request.user, issuance, request.POST, is_checked=True)
    content = sheet.content()
    if content:
        try:
            workflow.change_draft(request.user, issuance, content)
        except Refused as refused:
            sheet.refuse(refused)
        else:
            messages.success(request, _("Saved. Nobody but you sees it until it is issued."))
            return redirect("cadretrain:plan", uuid=issuance.uuid)
    return _show(request, issuance, sheet, status=_status(is_bound=True))


def _sheet(request: HttpRequest, issuance: Issuance, written: Written, **context: Any) -> HttpResponse:
    return _show(request, issuance, Sheet(request.user, issuance, written, is_checked=False), **context)


def _show(
    request: HttpRequest, issuance: Issuance, sheet: Sheet, *, status: int = HTTPStatus.OK, **context: Any
) -> HttpResponse:
    crumbs = crumbs_to(crumb_of(issuance), Crumb(_("Write")))
    context = {"issuance": issuance, "sheet": sheet, **context}
    return show(request, "plan_edit.html", context, crumbs=crumbs, status=status)


def _status(*, is_bound: bool) -> int:
    return HTTPStatus.BAD_REQUEST if is_bound else HTTPStatus.OK
