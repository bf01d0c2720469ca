"""What is on record of a trainee in one course, for the trainee alone: results and corrections, and appeals (8.2.5)."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.appeals.api import Appeal
from cadretrain_reports.applets.assessments import api as assessments
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.credits import api as credits
from cadretrain_reports.applets.learning import api as learning
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import in_scope
from cadretrain_reports.web.forms import PageForm
from cadretrain_reports.web.frame import Crumb, frame_of, page, show
from cadretrain_reports.workflows.appeals import ask_appeal


class AppealForm(PageForm):
    """What one objects to, and why."""

    subject = forms.ChoiceField(label=_("What it is about"), choices=Appeal.Subject.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Say when, and what is wrong. Staff of the institution reads it and answers with reasons."),
    )


@page("GET", "POST", uuid=(courses.Course, "uuid"))
def record(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show one's own time, credit, results and appeals of a course, and object to them."""
    course = in_scope(courses.Course.objects.select_related("institution").filter(uuid=uuid), request.user).first()
    if course is None:
        raise Http404
    account = frame_of(request).person.account
    if account is None:
        return show(request, "no_trainee.html", {})
    form = AppealForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            ask_appeal(request.user, course, form.cleaned_data["subject"], form.cleaned_data["reason"])
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Your appeal is on its way to the institution."))
            return redirect("cadretrain:record", uuid=uuid)
    crumbs = [Crumb(_("My courses"), reverse("cadretrain:my-courses")), Crumb(_("My record"))]
    context = {**_on_record(account.pk, course), "form": form}
    return show(request, "record.html", context, crumbs=crumbs, status=400 if form.errors else 200)


def _on_record(trainee_id: int, course: courses.Course) -> dict[str, object]:
    version = courses.released_version(course) or courses.latest_version(course.pk)
    study = learning.find_study(trainee_id, course.pk)
    if study is None:
        return {"version": version}
    results = assessments.results_of(study.pk)
    return {
        "version": version,
        "study": study,
        "minutes": learning.learned(trainee_id, course.pk) // 60,
        "credit": credits.standing_credit(study.pk),
        "results": results,
        "counts": assessments.counted_of(study.pk, version.assessment, study.counts_from),
        "corrections": list(study.corrections.order_by("pk")),
        "appeals": list(Appeal.objects.filter(study=study).order_by("-pk")),
    }
