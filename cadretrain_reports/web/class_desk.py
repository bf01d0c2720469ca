"""The head teacher's desk on pages: progress, reminders, notes to units, reports (8.3.4, 8.3.5)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.class_life import api as class_life
from cadretrain_reports.applets.class_life.api import Question
from cadretrain_reports.applets.theme_classes.api import ClassRegistration, ThemeClass
from cadretrain_reports.offline.sheets.values import value_text
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import allowed, in_scope, may
from cadretrain_reports.web.class_forms import NoteForm, QuestionsForm
from cadretrain_reports.web.class_pages import Link, Table, form_page, sent, table_page
from cadretrain_reports.web.classes.common import class_of
from cadretrain_reports.web.frame import Crumb, back_to, frame_of, page, show
from cadretrain_reports.workflows import class_desk as workflow
from cadretrain_reports.workflows import class_evaluation, class_reports

_NARROWED: Final = {
    "": pgettext_lazy("class desk", "all"),
    "lagging": pgettext_lazy("class desk", "lagging"),
    "assignments": pgettext_lazy("class desk", "open assignments"),
    "exams": pgettext_lazy("class desk", "open exams"),
    "leave": pgettext_lazy("class desk", "too much leave"),
}
_REPORTS: Final = {
    "process": _("Process evaluation"),
    "statistics": _("Statistics"),
    "attendance": _("Attendance list"),
    "results": _("List of results"),
}
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page("GET")
def class_desks(request: HttpRequest) -> HttpResponse:
    """List the classes that the person serves, the newest first."""
    if "keep_class" not in frame_of(request).person.acts:
        raise PermissionDenied
    keeps = allowed(request.user, "keep_class")
    rows = in_scope(ThemeClass.objects.select_related("institution"), request.user).order_by("-pk")
    served = [row for row in rows[:200] if keeps(row)]
    cells = ([Link(row.title, _desk(row)), row.institution.name, row.get_state_display()] for row in served)
    headers = (_("Class"), _("Training institution"), _("State"))
    return table_page(request, _("Head teacher's desk"), [Table(headers, cells, _("You serve no class."))])


@page("GET", uuid=(ThemeClass, "uuid"))
def class_desk(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show one page of the trainees of a class with their progress."""
    theme_class = class_of(request, uuid)
    narrowed = request.GET.get("show", "")
    if narrowed not in workflow.FILTERS:
        raise Http404
    found = workflow.desk(request.user, theme_class, narrowed, _key(request.GET.get("after", "")))
    context = {
        "theme_class": theme_class,
        "rows": found.rows,
        "following": found.following,
        "show": narrowed,
        "filters": _NARROWED.items(),
        "links": _links(request, theme_class),
    }
    return show(request, "class_desk.html", context, crumbs=[*crumbs_of(), Crumb(theme_class.title)])


@page("POST", uuid=(ThemeClass, "uuid"))
def remind(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Remind those who were chosen, with the note."""
    theme_class = class_of(request, uuid)
    keys = [key for key in map(_key, request.POST.getlist("registration")[: workflow.PAGE]) if key]
    rows = ClassRegistration.objects.filter(theme_class=theme_class, uuid__in=keys)
    chosen = in_scope(rows.select_related("theme_class__institution", "trainee"), request.user)
    try:
        made = workflow.remind(request.user, list(chosen), request.POST.get("note", ""))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Reminded: %(number)s.") % {"number": len(made)})
    return redirect(back_to(request, _desk(theme_class)))


@page("GET", "POST", uuid=(ThemeClass, "uuid"))
def tell_units(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Tell the liaison officers of units how their trainees do."""
    theme_class = class_of(request, uuid)
    _require(request, "run_class", theme_class)
    form = NoteForm(*sent(request))
    return form_page(
        request,
        form,
        lambda: workflow.tell_units(
            request.user, theme_class, form.cleaned_data["text"], only_lagging=form.cleaned_data["only_lagging"]
        ),
        title=_("Tell the units"),
        button=_("Tell them"),
        back=_desk(theme_class),
        done=_("The units are told."),
        crumbs=crumbs_of(theme_class),
        about=theme_class.title,
    )


@page("GET", uuid=(ThemeClass, "uuid"))
def report(request: HttpRequest, uuid: UUID) -> Any:
    """Show a report of a class, or hand it out as XLSX."""
    theme_class, kind = class_of(request, uuid), request.GET.get("report", "process")
    if kind not in class_reports.KINDS:
        raise Http404
    if request.GET.get("as") == "xlsx":
        return _workbook(request, theme_class, kind)
    found = class_reports.report(request.user, theme_class, kind)
    rows = ([value_text(value) for value in row] for row in found.rows)
    links = [Link(_("As XLSX"), f"?report={kind}&as=xlsx")]
    links += [Link(label, f"?report={other}") for other, label in _REPORTS.items() if other != kind]
    return table_page(
        request,
        found.title,
        [Table(found.headers, rows, _("There is nothing yet."))],
        crumbs=crumbs_of(theme_class),
        lead=theme_class.title,
        links=links,
    )


@page("GET", uuid=(ThemeClass, "uuid"))
def evaluation(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show how a class was evaluated, without names, once it is over."""
    theme_class = class_of(request, uuid)
    found = class_evaluation.class_results(request.user, theme_class)
    means: Sequence[Any] = found.means or ["–"] * len(found.questions)
    rows = ([one.part, one.text, mean] for one, mean in zip(found.questions, means, strict=True))
    headers = (pgettext_lazy("evaluation", "Part"), _("Question"), _("Mean, from 6 to 10"))
    tables = [Table(headers, rows, "")]
    if found.comments is not None:
        tables.append(Table([_("In words")], ([said] for said in found.comments), _("Nobody said anything in words.")))
    may_change = may(request.user, "run_class", theme_class)
    links = [Link(_("Change the form"), reverse("cadretrain:class-form", args=(uuid,)))] if may_change else []
    told = _("%(number)s trainees have answered.") % {"number": found.answers} if found.answers else None
    lead = told or _("What it came to is told once the class is closed, where enough trainees have answered.")
    return table_page(
        request, _("Evaluation of the class"), tables, crumbs=crumbs_of(theme_class), lead=lead, links=links
    )


@page("GET", "POST", uuid=(ThemeClass, "uuid"))
def evaluation_form(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask something else of a class than usual."""
    theme_class = class_of(request, uuid)
    _require(request, "run_class", theme_class)
    lines = "\n".join(f"{one.part}: {one.text}" for one in class_life.questions_of(theme_class))
    form = QuestionsForm(*(sent(request) or (None,)), initial={"questions": lines})
    return form_page(
        request,
        form,
        lambda: class_evaluation.change_form(request.user, theme_class, _asked(form)),
        title=_("Change the form"),
        button=_("Save"),
        back=reverse("cadretrain:class-evaluation", args=(uuid,)),
        done=_("The form is changed."),
        crumbs=crumbs_of(theme_class),
        about=theme_class.title,
    )


def crumbs_of(theme_class: ThemeClass | None = None) -> list[Crumb]:
    """Return the way to the desk, or to that of a class."""
    way = [Crumb(_("Head teacher's desk"), reverse("cadretrain:class-desks"))]
    return way if theme_class is None else [*way, Crumb(theme_class.title, _desk(theme_class))]


def _asked(form: QuestionsForm) -> list[Question]:
    return form.asked


def _require(request: HttpRequest, act: str, theme_class: ThemeClass) -> None:
    if not may(request.user, act, theme_class):
        raise PermissionDenied


def _desk(theme_class: ThemeClass) -> str:
    return reverse("cadretrain:class-desk", args=(theme_class.uuid,))


def _links(request: HttpRequest, theme_class: ThemeClass) -> list[Link]:
    key = (theme_class.uuid,)
    parts = [
        ("class-attendance", _("Attendance")),
        ("class-leave", _("Leave")),
        ("class-notices", _("Notices of the class")),
        ("class-assignments", _("Assignments")),
        ("class-exams", _("Exams")),
        ("class-report", pgettext_lazy("class", "Reports")),
        ("class-evaluation", _("Evaluation of the class")),
    ]
    if may(request.user, "run_class", theme_class):
        parts.append(("class-tell-units", _("Tell the units")))
    return [Link(label, reverse(f"cadretrain:{name}", args=key)) for name, label in parts]


def _workbook(request: HttpRequest, theme_class: ThemeClass, kind: str) -> FileResponse:
    """Answer a report as a file; once it is open, its folder may go."""
    with TemporaryDirectory(prefix="cadretrain-") as folder:
        path = Path(folder, f"{kind}.xlsx")
        class_reports.write_report(request.user, theme_class, kind, path)
        return FileResponse(path.open("rb"), as_attachment=True, filename=path.name, content_type=_XLSX)


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
