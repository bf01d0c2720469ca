"""Where a theme class is planned: the training plan, the teaching plan with its rows, and who serves it (8.3.1-2)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import conf
from cadretrain_reports.applets.courses.api import catalogue
from cadretrain_reports.applets.roles.api import RoleAssignment, in_force, today
from cadretrain_reports.applets.theme_classes.api import CLASS_STAFF, ThemeClass, about_class, taught
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import in_scope, require
from cadretrain_reports.web.classes.common import class_of, crumb_of, crumbs_to, hosts_of
from cadretrain_reports.web.classes.forms import (
    ActivityRowForm,
    AssessmentRowForm,
    CourseRowForm,
    ProposalForm,
    TeachingForm,
    proposed,
)
from cadretrain_reports.web.forms import PageForm
from cadretrain_reports.web.frame import Crumb, page, show
from cadretrain_reports.workflows import classes as workflow

_MOST_COURSES: Final = 300
_ROWS: Final = {"courses": CourseRowForm, "activities": ActivityRowForm, "assessments": AssessmentRowForm}
_NAMES: Final = {"courses": _("Courses"), "activities": _("Activities"), "assessments": _("Assessments")}


@page("GET", "POST")
def begin(request: HttpRequest) -> HttpResponse:
    """Draw up a class in the name of a host; ``copy`` names one whose plan it begins with (8.3.1)."""
    hosts = hosts_of(request.user)
    if not hosts:
        raise PermissionDenied
    former = _former(request)
    initial = proposed(former) if former else {"hosts": hosts[0].code}
    form = ProposalForm(request.user, hosts, request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        said = (form.cleaned_data["host"], form.cleaned_data["code"], form.proposal)
        try:
            made = _drawn_up(request.user, former, *said)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Drawn up. Another person approves the training plan."))
            return redirect("cadretrain:class", uuid=made.uuid)
    title = _("Copy a class") if former else _("Plan a class")
    return _sheet(request, form, title, reverse("cadretrain:classes"), Crumb(title))


@page("GET", "POST", uuid=(ThemeClass, "uuid"))
def edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Change the draft of a training plan (8.3.1)."""
    found = class_of(request, uuid)
    _require_host(request, found)
    form = ProposalForm(request.user, (), request.POST if request.method == "POST" else None, initial=proposed(found))
    if form.is_valid():
        try:
            workflow.change_training_plan(request.user, found, form.proposal)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("cadretrain:class", uuid=uuid)
    title = _("Training plan")
    return _sheet(request, form, title, reverse("cadretrain:class", args=(uuid,)), crumb_of(found), Crumb(title))


@page("POST", uuid=(ThemeClass, "uuid"))
def approve_plan(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Approve a training plan; the organizers are named by it (8.3.1)."""
    found = class_of(request, uuid)
    try:
        workflow.approve_training_plan(request.user, found)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Approved. The organizers write the teaching plan now."))
    return redirect("cadretrain:class", uuid=uuid)


@page("GET", "POST", uuid=(ThemeClass, "uuid"))
def teach(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Write the teaching plan; ``do`` adds an empty row of a kind, else what is written is kept (8.3.2)."""
    found = class_of(request, uuid)
    require(request.user, "teach_class", found, about_class(found))
    with timezone.override(conf.time_zone()):
        return _teach(request, found)


@page("GET", "POST", uuid=(ThemeClass, "uuid"))
def staff(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Have a head teacher, teacher or support staff member serve a class (6.3.2, 8.3.4)."""
    found = class_of(request, uuid)
    require(request.user, "staff_class", found, about_class(found))
    form = StaffForm(request.user, found, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            workflow.staff_class(request.user, found, form.duty)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("cadretrain:class", uuid=uuid)
    title = _("Who serves the class")
    return _sheet(request, form, title, reverse("cadretrain:class", args=(uuid,)), crumb_of(found), Crumb(title))


class StaffForm(PageForm):
    """Whose duty at the institution is to serve the class."""

    assignment = forms.ChoiceField(label=_("Duty"))

    def __init__(self, user: Any, theme_class: ThemeClass, *args: Any) -> None:
        super().__init__(*args)
        rows = in_scope(RoleAssignment.objects.filter(pk__in=in_force(today()).values("pk")), user)
        rows = rows.filter(role__in=CLASS_STAFF, organization=theme_class.institution_id).select_related("user")
        self._duties = {str(row.uuid): row for row in rows.order_by("role", "pk")}
        offered = [(key, f"{row.get_role_display()} · {row.user.get_username()}") for key, row in self._duties.items()]
        self.fields["assignment"].choices = offered  # type: ignore[attr-defined]

    @property
    def duty(self) -> RoleAssignment:
        """The duty that was chosen."""
        chosen: RoleAssignment = self._duties[self.cleaned_data["assignment"]]
        return chosen


def _teach(request: HttpRequest, found: ThemeClass) -> HttpResponse:
    said = request.POST if request.method == "POST" else None
    plan, do = taught(found), request.POST.get("do", "")
    form = TeachingForm(None if do else said, initial=_initial(request, plan))
    sheets = {name: _rows_of(name, plan, said, added=do == f"add-{name}", is_checked=not do) for name in _ROWS}
    is_right = said is not None and not do and all([form.is_valid(), *(rows.is_valid() for rows in sheets.values())])
    if is_right and _is_kept(request, found, form, sheets):
        messages.success(request, _("Saved."))
        return redirect("cadretrain:class", uuid=found.uuid)
    context = {
        "class": found,
        "form": form,
        "parts": [(name, _NAMES[name], sheets[name]) for name in _ROWS],
        "lines": [row for rows in sheets.values() for row in rows],
        "offered": catalogue().select_related("course__institution")[:_MOST_COURSES],
    }
    crumbs = crumbs_to(crumb_of(found), Crumb(_("Teaching plan")))
    status = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    return show(request, "class_teach.html", context, crumbs=crumbs, status=status)


def _initial(request: HttpRequest, plan: Any) -> dict[str, Any]:
    """Return what the form begins with: what is written, or what was typed before a row was added."""
    return {name: request.POST.get(name, getattr(plan, name)) for name in TeachingForm.base_fields}


def _rows_of(name: str, plan: Any, said: Any, *, added: bool, is_checked: bool) -> Any:
    """Return the forms of the rows of one kind: as sent and checked, as sent with one more, or as they are written."""
    kind = _ROWS[name]
    if said is not None and is_checked:
        return _formset(kind)(said, prefix=name)
    rows = _sent(kind, said, name) if said is not None else [_written(name, row) for row in getattr(plan, name)]
    return _formset(kind, extra=int(added))(initial=rows, prefix=name)


def _formset(kind: type[PageForm], extra: int = 0) -> Any:
    return forms.formset_factory(kind, extra=extra, can_delete=True, max_num=200, validate_max=True)


def _sent(kind: type[PageForm], said: Any, prefix: str) -> list[dict[str, Any]]:
    """Return what was typed into the rows so far, unchecked, without those that are to go."""
    count = min(int(said.get(f"{prefix}-TOTAL_FORMS") or 0), 200)
    return [
        {name: said.get(f"{prefix}-{number}-{name}", "") for name in kind.base_fields}
        for number in range(count)
        if not said.get(f"{prefix}-{number}-DELETE")
    ]


def _written(name: str, line: Any) -> dict[str, Any]:
    said = {field: getattr(line, field) for field in _ROWS[name].base_fields}
    if name == "courses":
        said["course"] = f"{line.course.institution.code}/{line.course.code}"
    return said


def _is_kept(request: HttpRequest, found: ThemeClass, form: TeachingForm, sheets: dict[str, Any]) -> bool:
    rows = {name: [row.line() for row in there if _stays(row)] for name, there in sheets.items()}
    try:
        workflow.write_teaching_plan(request.user, found, form.teaching(rows))
    except Refused as refused:
        form.refuse(refused)
        return False
    return True


def _stays(row: Any) -> bool:
    """Tell whether a row is filled in and not to go."""
    return bool(row.cleaned_data) and not row.cleaned_data.get("DELETE")


def _drawn_up(user: Any, former: ThemeClass | None, *said: Any) -> ThemeClass:
    return workflow.copy_class(user, former, *said) if former else workflow.draw_up_class(user, *said)


def _former(request: HttpRequest) -> ThemeClass | None:
    said = request.GET.get("copy", "")
    try:
        key = UUID(said)
    except ValueError:
        return None
    return class_of(request, key)


def _require_host(request: HttpRequest, found: ThemeClass) -> None:
    plan = getattr(found, "training_plan", None)
    require(request.user, "hold_class", plan.host if plan else found.institution, about_class(found))


def _sheet(request: HttpRequest, form: PageForm, title: Any, back: str, *crumbs: Crumb) -> HttpResponse:
    context = {"form": form, "title": title, "back": back}
    status = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    return show(request, "class_sheet.html", context, crumbs=crumbs_to(*crumbs), status=status)
