"""The results of a class (8.3.6): who passes, who does not and why; confirmed by academic affairs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.theme_classes import api as theme_classes
from cadretrain_reports.applets.theme_classes.api import ClassRegistration, ClassResult, Graduation, ThemeClass
from cadretrain_reports.refusals import Refused
from cadretrain_reports.rules.class_hours import Lack, Missing
from cadretrain_reports.scopes.api import in_scope, may
from cadretrain_reports.web.class_pages import seen
from cadretrain_reports.web.classes.common import class_of
from cadretrain_reports.web.frame import Crumb, frame_of, page, show
from cadretrain_reports.web.paging import key_page
from cadretrain_reports.web.tabs import tabs_of
from cadretrain_reports.workflows import graduate as workflow
from cadretrain_reports.workflows.class_missing import named

_PROPOSED: Final = Q(state=ClassResult.State.PROPOSED)
_PARTS: Final = {
    "": (pgettext_lazy("class results", "all"), Q()),
    "passing": (pgettext_lazy("class results", "pass"), _PROPOSED & Q(passed=True)),
    "failing": (pgettext_lazy("class results", "do not pass"), _PROPOSED & Q(passed=False)),
    "confirmed": (pgettext_lazy("class results", "confirmed"), Q(state=ClassResult.State.CONFIRMED)),
    "uncertified": (pgettext_lazy("class results", "without certificate"), ~Q(uncertified="")),
}
"""What the list is narrowed by, what that is called, and which results it is."""

_LACKS: Final = {
    Lack.COURSE: _("The required course “%(name)s” is not credited."),
    Lack.ACTIVITY: _("“%(name)s” was not attended."),
    Lack.HOURS: _("%(done)s of %(asked)s credit-hours are fulfilled."),
    Lack.ASSESSMENT: _("“%(name)s” is not passed: %(done)s percent, %(asked)s are asked."),
    Lack.MARK: _("All assessments together come to %(done)s percent, %(asked)s are asked."),
}
_NOT_SAT: Final = _("“%(name)s” was not taken.")


@page("GET")
def classes(request: HttpRequest) -> HttpResponse:
    """List the classes whose trainees are assessed, or were lately."""
    if frame_of(request).person.acts.isdisjoint(("propose_results", "confirm_results")):
        raise PermissionDenied
    found = in_scope(ThemeClass.objects.filter(state__in=theme_classes.GRADUATING), request.user)
    listed = key_page(found.select_related("institution"), request.GET)
    waiting = theme_classes.ClassResult.objects.filter(theme_class__in=[one.pk for one in listed.rows], standing=True)
    counts = dict(waiting.filter(_PROPOSED).values_list("theme_class").annotate(Count("pk")))
    rows = [(one, counts.get(one.pk, 0)) for one in listed.rows]
    return show(request, "class_results.html", {"rows": rows, "page": listed})


@page("GET", uuid=(ThemeClass, "uuid"))
def results(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show who passes a class, who does not and why, as far as one sees it; and what one may do about it."""
    theme_class = class_of(request, uuid)
    seen = in_scope(ClassResult.objects.filter(theme_class=theme_class, standing=True), request.user)
    asked = request.GET.get("show", "")
    shown = asked if asked in _PARTS else ""
    rows = seen.filter(_PARTS[shown][1]).select_related("registration__trainee", "unit", "proposed_by")
    listed = key_page(rows, request.GET)
    parts = [(key, label, seen.filter(which).count()) for key, (label, which) in _PARTS.items()]
    audit.record("read", request.user.pk, theme_classes.about_class(theme_class), rows=len(listed.rows))
    context = {
        "theme_class": theme_class,
        "tabs": tabs_of(request.GET, "show", shown, parts),
        "rows": _told(listed.rows, theme_class, request.user),
        "page": listed,
        **_possible(theme_class, request.user),
    }
    return show(request, "class_result_list.html", context, crumbs=_crumbs(theme_class))


@page("POST", uuid=(ThemeClass, "uuid"))
def propose(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Have everybody in a class assessed: at once, or of a large class by a worker."""
    theme_class = class_of(request, uuid)

    def act() -> Any:
        workflow.require_proposer(request.user, theme_class)
        if theme_class.registrations.count() <= workflow.FEW:
            workflow.propose_class(request.user, theme_class)
            return _("Assessed. Another person confirms it.")
        workflow.propose_class_later.delay(request.user.pk, theme_class.pk)
        return _("The class is large: it is being assessed. Look again later.")

    return _answered(request, theme_class, act)


@page("POST", uuid=(ThemeClass, "uuid"))
def confirm(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Have all that is proposed of a class confirmed."""
    theme_class = class_of(request, uuid)

    def act() -> Any:
        workflow.confirm_class(request.user, theme_class)
        return _("Being confirmed: hours, archive entries and certificates follow.")

    return _answered(request, theme_class, act)


@page("POST", uuid=(ThemeClass, "uuid"))
def certify(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Issue the certificates of a class that could not be issued."""
    theme_class = class_of(request, uuid)

    def act() -> Any:
        issued = workflow.certify_left(request.user, theme_class)
        return _("Certificates issued: %(issued)d.") % {"issued": issued}

    return _answered(request, theme_class, act)


@page("POST", uuid=(ClassRegistration, "uuid"))
def propose_one(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Assess one trainee of a class anew, as after a make-up exam."""
    rows = ClassRegistration.objects.select_related("theme_class__institution", "trainee__unit")
    found = seen(request, rows, uuid)

    def act() -> Any:
        is_new = workflow.propose_result(request.user, found)
        return _("Assessed. Another person confirms it.") if is_new else _("Nothing has changed.")

    return _answered(request, found.theme_class, act)


@page("POST", uuid=(ClassResult, "uuid"))
def confirm_one(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Confirm what is proposed of one trainee."""
    rows = ClassResult.objects.select_related("theme_class__institution", "registration__trainee")
    found = seen(request, rows, uuid)

    def act() -> Any:
        workflow.confirm_result(request.user, found)
        return _("Confirmed.")

    return _answered(request, found.theme_class, act)


def _answered(request: HttpRequest, theme_class: ThemeClass, act: Callable[[], Any]) -> HttpResponse:
    """Do it and say so, or say why not, on the page of the results."""
    try:
        messages.success(request, act())
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("cadretrain:class-results-of", uuid=theme_class.uuid)


def _possible(theme_class: ThemeClass, user: Any) -> dict[str, Any]:
    """Return what somebody may do now, and how far a run is that confirms the class."""
    is_open = theme_class.state in theme_classes.GRADUATING
    run = Graduation.objects.filter(theme_class=theme_class, standing=True).first()
    left = theme_classes.page_uncertified(theme_class, 0, 1)
    waiting = theme_classes.proposals_of(theme_class).exclude(proposed_by=user.pk)
    return {
        "run": run,
        "may_propose": is_open and may(user, "propose_results", theme_class),
        "may_confirm": is_open and may(user, "confirm_results", theme_class),
        "may_certify": bool(left) and may(user, "confirm_results", theme_class),
        "is_confirmable": run is None and waiting.exists(),
    }


def _told(rows: list[ClassResult], theme_class: ThemeClass, user: Any) -> list[dict[str, Any]]:
    """Return the results with their reasons in words, and whether this person may confirm each."""
    names = named([theme_class.pk]) if any(row.missing for row in rows) else {}
    return [
        {
            "result": row,
            "reasons": [_said(one, names) for one in theme_classes.missing_of(row)],
            "is_confirmable": row.state == ClassResult.State.PROPOSED and row.proposed_by_id != user.pk,
            "may_be_assessed_anew": row.state == ClassResult.State.CONFIRMED and not row.passed,
        }
        for row in rows
    ]


def _said(one: Missing, names: dict[tuple[str, str], str]) -> str:
    text = _NOT_SAT if one.lack == Lack.ASSESSMENT and not one.done else _LACKS[one.lack]
    name = names.get((one.lack.value, one.key), one.key)
    return str(text) % {"name": name, "asked": one.asked, "done": one.done}


def _crumbs(theme_class: ThemeClass) -> list[Crumb]:
    return [Crumb(_("Class results"), reverse("cadretrain:class-results")), Crumb(theme_class.title)]
