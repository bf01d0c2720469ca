"""Where staff answer the appeals of trainees about time, credit-hours and assessments (8.2.5, 9.1.1)."""

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
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.appeals.api import Appeal, State, about_appeal
from cadretrain_reports.applets.assessments.api import results_of
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.credits.api import standing_credit
from cadretrain_reports.applets.learning.api import learned
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import in_scope, may, require
from cadretrain_reports.web.appeal_forms import FORMS, AppealForm
from cadretrain_reports.web.frame import Crumb, frame_of, page, show
from cadretrain_reports.web.paging import key_page
from cadretrain_reports.web.tabs import tabs_of
from cadretrain_reports.workflows import appeals as workflow


@page("GET")
def appeals(request: HttpRequest) -> HttpResponse:
    """List the appeals that wait for an answer; with ``show=all``, all that one sees."""
    if "answer_appeal" not in frame_of(request).person.acts:
        raise PermissionDenied
    seen = _seen(request)
    awaited = seen.filter(state=State.ASKED)
    shows_all = request.GET.get("show") == "all"
    listed = key_page(seen if shows_all else awaited, request.GET)
    parts = [
        ("", pgettext_lazy("appeals", "to be answered"), awaited.count()),
        ("all", pgettext_lazy("appeals", "all"), seen.count()),
    ]
    versions = courses.latest_versions(row.study.course_id for row in listed.rows)
    audit.record("read", request.user.pk, audit.Target("appeal"), rows=len(listed.rows))
    context = {
        "tabs": tabs_of(request.GET, "show", "all" if shows_all else "", parts),
        "rows": [{"appeal": row, "course": versions[row.study.course_id]} for row in listed.rows],
        "page": listed,
    }
    return show(request, "appeals.html", context)


@page("GET", "POST", uuid=(Appeal, "uuid"))
def appeal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show what is objected to beside what is on record, and take the answer of whoever may give it."""
    found = _seen(request).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    institution = found.study.course.institution
    may_answer = found.state == State.ASKED and may(request.user, "answer_appeal", institution)
    form = FORMS[found.subject](request.POST if request.method == "POST" else None)
    if form.is_bound and not may_answer:
        require(request.user, "answer_appeal", institution, about_appeal(found))
    if form.is_valid() and _answered(request, found, form):
        return redirect("cadretrain:appeals")
    audit.record("read", request.user.pk, about_appeal(found))
    version = courses.latest_version(found.study.course_id)
    back = reverse("cadretrain:appeals")
    context = {
        "appeal": found,
        "version": version,
        "learned": learned(found.study.trainee_id, found.study.course_id),
        "credit": standing_credit(found.study_id),
        "results": results_of(found.study_id),
        "form": form if may_answer else None,
        "back": back,
    }
    crumbs = [Crumb(_("Appeals"), back), Crumb(version.title)]
    return show(request, "appeal.html", context, crumbs=crumbs, status=400 if form.is_bound else 200)


def _answered(request: HttpRequest, found: Appeal, form: AppealForm) -> bool:
    answer: str = form.cleaned_data["answer"]
    try:
        if form.cleaned_data["verdict"] == "accept":
            decided = workflow.accept_appeal(request.user, found, answer, form.remedy)
        else:
            decided = workflow.reject_appeal(request.user, found, answer)
    except Refused as refused:
        form.refuse(refused)
        return False
    messages.success(request, decided.get_state_display())
    return True


def _seen(request: HttpRequest) -> QuerySet[Any]:
    rows = Appeal.objects.select_related("study__trainee", "study__course__institution", "decided_by")
    return in_scope(rows, request.user)
