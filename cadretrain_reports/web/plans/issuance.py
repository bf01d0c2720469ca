"""The page of one issuance, and what is done there: issued, amended, refined, withdrawn (5.2, 8.1, 8.2.1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.plans import api as plans
from cadretrain_reports.applets.plans.api import Issuance, PlanLine, Recipient
from cadretrain_reports.applets.roles.api import today
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import in_scope
from cadretrain_reports.web.forms import ReasonForm
from cadretrain_reports.web.frame import Crumb, page, show
from cadretrain_reports.web.paging import KeyPage, key_page
from cadretrain_reports.web.plans.common import crumb_of, crumbs_to, issuance_of, may_write, speaking_for, state_of
from cadretrain_reports.web.plans.levels import level_text
from cadretrain_reports.web.plans.listing import own_receipts
from cadretrain_reports.web.plans.named import Named, named_courses
from cadretrain_reports.workflows import plans as workflow

_RECIPIENTS_SHOWN: Final = 50
_MOST_REFINING: Final = 10
"""Bodies of one person that are looked at: a site operator refines for others over REST."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a plan in words: for whom, and which courses it names."""

    row: PlanLine
    whom: str
    courses: tuple[Named, ...]


@page("GET", uuid=(Issuance, "uuid"))
def plan(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show what an issuance says, where it stands, to whom it went as far as the reader sees that, and what to do."""
    issuance = issuance_of(request, uuid)
    user = request.user
    seen = in_scope(Recipient.objects.filter(issuance=issuance), user)
    context = {
        "issuance": issuance,
        "state": state_of(issuance, today()),
        "lines": lines_of(issuance),
        "own": own_receipts(user, [issuance]) if issuance.issued_at else [],
        "recipients": _recipients(request, issuance),
        "counts": seen.aggregate(read=Count("pk", filter=Q(acknowledged_at__isnull=False)), there=Count("pk")),
        **_around(issuance, user),
        **_may(issuance, user),
    }
    return show(request, "plan.html", context, crumbs=crumbs_to(Crumb(issuance.title)))


@page("POST", uuid=(Issuance, "uuid"))
def amend(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Begin a new edition, and open it to be written."""
    return _begun(request, uuid, lambda issuance: workflow.amend(request.user, issuance))


@page("POST", uuid=(Issuance, "uuid"))
def refine(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Begin the plan of one's own body below a plan, and open it to be written."""

    def act(issuance: Issuance) -> Issuance:
        bodies = in_scope(Organization.objects.filter(code=request.POST.get("organization", "")), request.user)
        body = bodies.first()
        if body is None:
            raise Refused("missing", gettext_lazy("Say for which body."), "organization")
        return workflow.refine(request.user, issuance, body)

    return _begun(request, uuid, act)


@page("GET", "POST", uuid=(Issuance, "uuid"))
def withdraw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask for the reason, and withdraw what was issued, or give up a draft."""
    issuance = issuance_of(request, uuid)
    if request.method != "POST" and not may_write(request.user, issuance):
        raise PermissionDenied
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            workflow.withdraw(request.user, issuance, form.cleaned_data["reason"])
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Withdrawn."))
            return redirect("cadretrain:plan", uuid=uuid)
    is_draft = issuance.state == Issuance.State.DRAFT
    context = {
        "form": form,
        "title": _("Give up the draft") if is_draft else _("Withdraw"),
        "about": issuance.title,
        "button": _("Give up the draft") if is_draft else _("Withdraw"),
        "back": reverse("cadretrain:plan", args=(uuid,)),
    }
    crumbs = crumbs_to(crumb_of(issuance), Crumb(context["title"]))
    return show(request, "confirm.html", context, crumbs=crumbs, status=400 if form.is_bound else 200)


def lines_of(issuance: Issuance) -> list[Line]:
    """Return the lines of a plan as a page shows them; four queries."""
    rows = list(issuance.lines.prefetch_related("courses__institution").order_by("number"))
    named = named_courses({course for row in rows for course in row.courses.all()})
    return [Line(row, _whom(row), tuple(named[course.pk] for course in row.courses.all())) for row in rows]


def _begun(request: HttpRequest, uuid: UUID, act: Callable[[Issuance], Issuance]) -> HttpResponse:
    issuance = issuance_of(request, uuid)
    try:
        made = act(issuance)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("cadretrain:plan", uuid=uuid)
    messages.success(request, _("A draft was begun with the same words. Change what is to be different."))
    return redirect("cadretrain:edit-plan", uuid=made.uuid)


def _whom(row: PlanLine) -> str:
    """Return for whom a line is, in words."""
    categories = _("everybody") if not row.cadre_categories else "、".join(row.cadre_categories)
    if not row.highest_level and not row.lowest_level:
        return categories
    said = {
        "who": categories,
        "high": level_text(row.highest_level) or _("the top"),
        "low": level_text(row.lowest_level) or _("the bottom"),
    }
    return _("%(who)s from %(high)s down to %(low)s") % said


def _recipients(request: HttpRequest, issuance: Issuance) -> KeyPage:
    rows = Recipient.objects.filter(issuance=issuance).select_related("organization", "report")
    return key_page(in_scope(rows, request.user), request.GET, _RECIPIENTS_SHOWN)


def _around(issuance: Issuance, user: Any) -> Mapping[str, Any]:
    """Return the editions and plans beside this one that the reader sees."""
    rows = Issuance.objects.select_related("issuer")
    beside = [issuance.replaces_id, issuance.refines_id]
    seen = {row.pk: row for row in in_scope(rows.filter(pk__in=[pk for pk in beside if pk]), user)}
    newer = rows.filter(replaces=issuance, standing=True)
    finer = rows.filter(refines=issuance).exclude(state=Issuance.State.WITHDRAWN)
    return {
        "replaced": seen.get(issuance.replaces_id),
        "refined": seen.get(issuance.refines_id),
        "newer": in_scope(newer, user).first(),
        "finer": list(in_scope(finer, user).order_by("-pk")[:_RECIPIENTS_SHOWN]),
    }


def _may(issuance: Issuance, user: Any) -> Mapping[str, Any]:
    """Return what the reader may do here, as far as it can be done now."""
    is_written = may_write(user, issuance)
    is_draft = issuance.state == Issuance.State.DRAFT
    is_newest = issuance.state == Issuance.State.ISSUED and issuance.in_force_until is None
    return {
        "may_edit": is_written and is_draft,
        "may_amend": is_written and is_newest and not issuance.amendments.filter(standing=True).exists(),
        "may_withdraw": is_written and (is_draft or is_newest),
        "refining": _refining(issuance, user) if is_newest and issuance.kind == Issuance.Kind.ANNUAL_PLAN else [],
    }


def _refining(issuance: Issuance, user: Any) -> list[Organization]:
    """Return the bodies for which the reader may make their own plan below this one."""
    bodies = [body for body in speaking_for(user, "refine_plan") if body.pk != issuance.issuer_id]
    return [body for body in bodies[:_MOST_REFINING] if plans.reaches(issuance, body)]
