"""Assignments and exams of a class, and tables for it, for those who serve it (8.3.4, 8.3.6)."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.class_life import api as class_life
from cadretrain_reports.applets.class_life.api import (
    Assignment,
    AssignmentWork,
    ExamMark,
    ExamSitting,
)
from cadretrain_reports.applets.theme_classes.api import ClassAssessment, ThemeClass
from cadretrain_reports.scopes.api import in_scope, may
from cadretrain_reports.web.assessing import FileForm, file_page
from cadretrain_reports.web.class_desk import crumbs_of
from cadretrain_reports.web.class_forms import (
    AssignmentForm,
    AttendanceFileForm,
    ExamForm,
    ResultsFileForm,
    SittingForm,
    WorkVerdictForm,
)
from cadretrain_reports.web.class_pages import (
    Link,
    Table,
    address,
    form_page,
    kept,
    moment,
    require_kept,
    seen,
    sent,
    table_page,
)
from cadretrain_reports.web.frame import frame_of, page
from cadretrain_reports.workflows import assignments as assigning
from cadretrain_reports.workflows import class_exams

_OF_CLASS: Final = "theme_class__institution"
_HANDED_IN: Final = Q(works__state__in=(AssignmentWork.State.HANDED_IN, AssignmentWork.State.MARKED))


@page("GET", uuid=(ThemeClass, "uuid"))
def assignments(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """List the assignments of a class, and what waits to be marked."""
    theme_class = kept(request, uuid)
    rows = Assignment.objects.filter(theme_class=theme_class).annotate(handed=Count("works", filter=_HANDED_IN))
    cells = ([row.number, row.title, moment(row.due_at), row.handed] for row in rows)
    headers = (_("Number"), _("Heading"), _("By when"), pgettext_lazy("assignment", "Handed in"))
    works = AssignmentWork.objects.filter(assignment__theme_class=theme_class).exclude(state=AssignmentWork.State.DRAFT)
    listed = in_scope(works.select_related("assignment", "registration__trainee"), request.user)
    work_cells = (
        [
            Link(row.registration.trainee.name, address("class-work", row)),
            row.assignment.title,
            moment(row.handed_in_at),
            row.get_state_display(),
            "–" if row.score is None else row.score,
        ]
        for row in listed.order_by("marked_at", "pk")[:500]
    )
    work_headers = (_("Trainee"), _("Assignment"), pgettext_lazy("assignment", "Handed in"), _("State"), _("Score"))
    tables = [
        Table(headers, cells, _("Nothing is set.")),
        Table(work_headers, work_cells, _("Nothing was handed in."), pgettext_lazy("assignment", "Handed in")),
    ]
    links = [Link(_("Set an assignment"), reverse("cadretrain:class-set-assignment", args=(uuid,)))]
    return table_page(
        request,
        _("Assignments"),
        tables,
        crumbs=crumbs_of(theme_class),
        lead=theme_class.title,
        links=links,
    )


@page("GET", "POST", uuid=(ThemeClass, "uuid"))
def set_assignment(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Set the next assignment of a class."""
    theme_class = kept(request, uuid)
    form = AssignmentForm(*sent(request))
    return form_page(
        request,
        form,
        lambda: assigning.set_assignment(request.user, theme_class, form.task),
        title=_("Set an assignment"),
        button=_("Set it"),
        back=reverse("cadretrain:class-assignments", args=(uuid,)),
        done=_("The assignment is set."),
        crumbs=crumbs_of(theme_class),
    )


@page("GET", "POST", uuid=(AssignmentWork, "uuid"))
def work(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show what was handed in, and take the mark."""
    rows = AssignmentWork.objects.select_related(f"assignment__{_OF_CLASS}", "registration__trainee__account")
    found = seen(request, rows, uuid)
    theme_class = require_kept(request, found.assignment.theme_class)
    form = WorkVerdictForm(*sent(request))

    def decide() -> Any:
        said = form.cleaned_data
        if said["verdict"] == "return":
            return assigning.return_work(request.user, found, said["words"])
        return assigning.mark_work(request.user, found, said["score"], said["words"])

    return form_page(
        request,
        form,
        decide,
        title=found.assignment.title,
        button=_("Decide"),
        back=reverse("cadretrain:class-assignments", args=(theme_class.uuid,)),
        done=_("It is decided."),
        crumbs=crumbs_of(theme_class),
        about=f"{found.registration.trainee.name} · {found.get_state_display()}",
        text=found.text,
        file=Link(found.file_name, address("assignment-work-file", found)) if found.stored_as else None,
    )


@page("GET", uuid=(ThemeClass, "uuid"))
def exams(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """List the assessments of a class with their sittings, how many passed and who may sit again."""
    theme_class = kept(request, uuid)
    passed = Q(results__passed=True, results__replaced_by=None)
    counted = Count("results__registration", filter=passed, distinct=True)
    rows = (
        ClassAssessment.objects.filter(theme_class=theme_class).select_related("theme_class").annotate(passes=counted)
    )
    cells = (
        [
            Link(row.title, address("class-exam", row)),
            row.pass_mark,
            row.passes,
            len(class_life.candidates(row)),
            Link(_("Set a sitting"), address("class-set-exam", row)),
        ]
        for row in rows
    )
    headers = (
        pgettext_lazy("class", "Assessment"),
        _("Pass mark in percent"),
        _("Have passed"),
        _("May sit again"),
        "",
    )
    sittings = ExamSitting.objects.filter(assessment__theme_class=theme_class).select_related("assessment")
    held = (
        [row.assessment.title, moment(row.held_at), row.place, _("make-up exam") if row.is_make_up else ""]
        for row in sittings.order_by("held_at")
    )
    tables = [
        Table(headers, cells, _("The class has no assessments.")),
        Table(
            (pgettext_lazy("class", "Assessment"), _("When"), _("Place or address"), ""),
            held,
            _("Nothing is set."),
            _("Sittings"),
        ),
    ]
    lists = reverse("cadretrain:class-report", args=(uuid,))
    links = [
        Link(_("List of results"), f"{lists}?report=results&as=xlsx"),
        Link(_("Results by file"), reverse("cadretrain:class-results-file")),
    ]
    return table_page(request, _("Exams"), tables, crumbs=crumbs_of(theme_class), lead=theme_class.title, links=links)


@page("GET", "POST", uuid=(ClassAssessment, "uuid"))
def set_exam(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Set when an exam, or a make-up exam, is held."""
    found = seen(request, ClassAssessment.objects.select_related(_OF_CLASS), uuid)
    if not may(request.user, "run_class", found.theme_class):
        raise PermissionDenied
    form = SittingForm(*sent(request))

    def take() -> Any:
        said = form.cleaned_data
        act = class_exams.set_make_up if said["is_make_up"] else class_exams.set_exam
        return act(request.user, found, said["held_at"], said["place"])

    return form_page(
        request,
        form,
        take,
        title=_("Set a sitting"),
        button=_("Set it"),
        back=reverse("cadretrain:class-exams", args=(found.theme_class.uuid,)),
        done=_("The sitting is set."),
        crumbs=crumbs_of(found.theme_class),
        about=found.title,
    )


@page("GET", "POST", uuid=(ClassAssessment, "uuid"))
def exam(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Record how a trainee did in an exam."""
    found = seen(request, ClassAssessment.objects.select_related(_OF_CLASS), uuid)
    theme_class = require_kept(request, found.theme_class)
    form = ExamForm(class_life.members(theme_class), *sent(request))

    def take() -> Any:
        said = dict(form.cleaned_data)
        return class_exams.record_exam(request.user, found, said.pop("registration"), ExamMark(**said))

    return form_page(
        request,
        form,
        take,
        title=found.title,
        button=_("Record"),
        back=reverse("cadretrain:class-exams", args=(theme_class.uuid,)),
        done=_("The result is on record."),
        crumbs=crumbs_of(theme_class),
    )


@page("GET", "POST")
def results_file(request: HttpRequest) -> HttpResponse:
    """Take a table of exam results of classes in."""
    return _by_file(request, ResultsFileForm, "class-results")


@page("GET", "POST")
def attendance_file(request: HttpRequest) -> HttpResponse:
    """Take a table of attendance in."""
    return _by_file(request, AttendanceFileForm, "attendance")


def _by_file(request: HttpRequest, form: type[FileForm], kind: str) -> HttpResponse:
    if "keep_class" not in frame_of(request).person.acts:
        raise PermissionDenied
    return file_page(request, form, kind, crumbs_of()[0])
