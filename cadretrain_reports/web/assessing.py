"""The desk of those who assess (8.2.5): results recorded one by one or by file, and those that are on record."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.assessments.api import AssessmentResult
from cadretrain_reports.applets.courses.api import Course
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.offline.sheets import SheetError
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import in_scope
from cadretrain_reports.web.forms import OutcomeForm, PageForm
from cadretrain_reports.web.frame import Crumb, frame_of, page, show
from cadretrain_reports.web.paging import key_page
from cadretrain_reports.workflows.assess import Said, record_result
from cadretrain_reports.workflows.imports import LARGE, Outcome, import_file, start_import

_KIND = "assessments"


class ResultForm(OutcomeForm):
    """The result of one trainee in one course."""

    trainee = forms.CharField(label=_("Identifier of the trainee"), max_length=64)
    institution = forms.CharField(label=_("Code of the institution"), max_length=64)
    course = forms.CharField(label=_("Code of the course"), max_length=64)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)
    field_order = ("trainee", "institution", "course")

    def __init__(self, user: Any, *args: Any) -> None:
        super().__init__(*args)
        self._user = user

    def clean(self) -> dict[str, Any]:
        """Return what is said, with trainee and course, as far as they are for this person to see."""
        said = super().clean() or {}
        for name, rows in (
            ("trainee", Trainee.objects.filter(code=said.get("trainee", ""))),
            (
                "course",
                Course.objects.filter(code=said.get("course", ""), institution__code=said.get("institution", "")),
            ),
        ):
            said[f"{name}_found"] = in_scope(rows, self._user).first()
            if name in said and said[f"{name}_found"] is None:
                self.add_error(name, _("There is nothing here, or it is not for you to see."))
        return said

    def record(self) -> AssessmentResult:
        """Record what is said; raise ``Denied`` or ``Refused``."""
        told = self.cleaned_data
        said = Said(told["assessed_on"], told["score"], told["passed"], told["note"])
        return record_result(self._user, told["trainee_found"], told["course_found"], said)


def _courses(said: dict[str, Any]) -> QuerySet[Course]:
    of_institution = Course.objects.filter(institution__code=said.get("institution", ""))
    return of_institution.filter(code=said.get("course", ""))


class FileForm(PageForm):
    """A table of results."""

    file = forms.FileField(
        label=_("Table of results"),
        help_text=_("CSV or XLSX with 学员编号, 培训机构代码, 课程代码, 考核日期 and 成绩 or 是否合格."),
    )
    dry_run = forms.BooleanField(label=_("Only try it out"), required=False)


@page("GET", "POST")
def desk(request: HttpRequest) -> HttpResponse:
    """List the results that one sees, the newest first, and record a further one."""
    _require_act(request)
    form = ResultForm(request.user, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            form.record()
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The result is on record."))
            return redirect("cadretrain:assessments")
    rows = AssessmentResult.objects.select_related("study__trainee", "study__course__institution", "version")
    listed = key_page(in_scope(rows, request.user), request.GET)
    context = {"form": form, "page": listed}
    return show(request, "assessments.html", context, status=400 if form.errors else 200)


@page("GET", "POST")
def by_file(request: HttpRequest) -> HttpResponse:
    """Take a table of results in, or try it out, and say what became of its rows."""
    _require_act(request)
    title = pgettext_lazy("navigation", "Assessment")
    return file_page(request, FileForm, _KIND, Crumb(title, reverse("cadretrain:assessments")))


def file_page(request: HttpRequest, form_class: type[FileForm], kind: str, back: Crumb) -> HttpResponse:
    """Take a table of a kind in, or try it out, and say what became of its rows."""
    is_sent = request.method == "POST"
    form = form_class(request.POST if is_sent else None, request.FILES if is_sent else None)
    outcome = None
    if form.is_valid():
        table, is_trial = form.cleaned_data["file"], form.cleaned_data["dry_run"]
        if table.size >= LARGE:
            start_import(request.user, kind, table, dry_run=is_trial)
            messages.success(request, _("The table is large. It is being taken in; look again later."))
            return redirect(back.url)
        try:
            outcome = _taken_in(request.user, kind, table, dry_run=is_trial)
        except SheetError as error:
            form.add_error("file", gettext(error.message) % error.values)
        except Refused as refused:
            form.refuse(refused)
    crumbs = [back, Crumb(_("By file"))]
    context = {"form": form, "outcome": outcome}
    return show(request, "assessments_file.html", context, crumbs=crumbs, status=400 if form.errors else 200)


def _taken_in(user: Any, kind: str, table: Any, *, dry_run: bool) -> Outcome:
    """Take a table in through a folder that goes with the request, its refused rows too."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / ("table.csv" if str(table.name).lower().endswith(".csv") else "table.xlsx")
        with path.open("wb") as stream:
            for chunk in table.chunks():
                stream.write(chunk)
        return import_file(user, kind, path, dry_run=dry_run)


def _require_act(request: HttpRequest) -> None:
    if "record_assessment" not in frame_of(request).person.acts:
        raise PermissionDenied
