"""What departments are told of released courses, and that they take note (7.1.3)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import in_scope, require
from cadretrain_reports.web.act_forms import NoteForm
from cadretrain_reports.web.duty import covers
from cadretrain_reports.web.frame import Crumb, frame_of, page, show
from cadretrain_reports.web.lookups import seen_report
from cadretrain_reports.web.paging import key_page
from cadretrain_reports.web.tabs import tabs_of
from cadretrain_reports.workflows.courses import acknowledge_report


@page("GET")
def course_reports(request: HttpRequest) -> HttpResponse:
    """List what was reported to one's departments and is still to be noted; with ``show=all``, all of it."""
    if "acknowledge_report" not in frame_of(request).person.acts:
        raise PermissionDenied
    told = courses.CourseReport.objects.select_related(
        "department", "acknowledged_by", "step__version__course__institution"
    )
    seen = in_scope(told, request.user)
    awaited = seen.filter(acknowledged_at=None)
    shows_all = request.GET.get("show") == "all"
    listed = key_page(seen if shows_all else awaited, request.GET)
    may_note = covers(request.user, "acknowledge_report")
    parts = [
        ("", pgettext_lazy("reports", "to be noted"), awaited.count()),
        ("all", pgettext_lazy("reports", "all"), seen.count()),
    ]
    context = {
        "tabs": tabs_of(request.GET, "show", "all" if shows_all else "", parts),
        "rows": [
            {"report": row, "may_note": row.acknowledged_at is None and may_note(row.department)} for row in listed.rows
        ],
        "shows_all": shows_all,
        "page": listed,
    }
    return show(request, "course_reports.html", context)


@page("GET", "POST", uuid=(courses.CourseReport, "uuid"))
def acknowledge(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show what was done with the course and why, and take note of it for the department, with or without remarks."""
    report = seen_report(request.user, uuid)
    require(request.user, "acknowledge_report", report.department, courses.about_report(report))
    form = NoteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            acknowledge_report(request.user, report, form.cleaned_data["remarks"])
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Noted."))
            return redirect("cadretrain:course-reports")
    step, back = report.step, reverse("cadretrain:course-reports")
    context = {
        "form": form,
        "title": _("Take note of a report"),
        "about": f"{step.version.title} · {step.version.course.institution.name}",
        "says": f"{step.get_kind_display()}. {step.reason}".strip(),
        "button": _("Take note"),
        "kept": {"seen": "yes"},
        "back": back,
    }
    crumbs = [Crumb(_("Course reports"), back), Crumb(_("Take note"))]
    return show(request, "act.html", context, crumbs=crumbs, status=400 if form.is_bound else 200)
