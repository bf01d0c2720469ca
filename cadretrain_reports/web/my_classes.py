"""A trainee's own classes on pages: what is left, notices, leave, assignments, evaluation (8.3.4)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.class_life import api as class_life
from cadretrain_reports.applets.class_life.api import Assignment, AssignmentWork, ClassNotice, LeaveRequest
from cadretrain_reports.applets.theme_classes.api import ClassRegistration, ThemeClass
from cadretrain_reports.rules.class_progress import Part
from cadretrain_reports.rules.credit_hours import credit_hours_text
from cadretrain_reports.web.class_forms import EvaluationForm, LeaveForm, WorkForm
from cadretrain_reports.web.class_pages import (
    Link,
    Table,
    form_page,
    moment,
    own_registration,
    seen,
    sent,
    table_page,
)
from cadretrain_reports.web.classes.common import class_of
from cadretrain_reports.web.forms import PageForm
from cadretrain_reports.web.frame import Crumb, frame_of, page
from cadretrain_reports.web.uploads import takes_file
from cadretrain_reports.workflows import assignments as assigning
from cadretrain_reports.workflows import attendance as attending
from cadretrain_reports.workflows import class_evaluation, class_notices
from cadretrain_reports.workflows.progress import class_progress_of


@page("GET")
def my_classes(request: HttpRequest) -> HttpResponse:
    """List the classes that one is in, with what is left of each."""
    account = frame_of(request).person.account
    if account is None:
        raise PermissionDenied
    rows = (
        [
            Link(one.registration.theme_class.title, _own(one.registration)),
            f"{credit_hours_text(one.standing.hours_done)} / {credit_hours_text(one.standing.hours_asked)}",
            _part(one.standing.courses),
            _part(one.standing.activities),
            _part(one.standing.assignments),
            _part(one.standing.exams),
        ]
        for one in class_progress_of(account.pk)
    )
    headers = (
        pgettext_lazy("theme class", "Class"),
        _("Credit-hours"),
        _("Required courses"),
        _("Activities"),
        _("Assignments"),
        _("Exams"),
    )
    return table_page(request, _("My classes"), [Table(headers, rows, _("You are in no class that runs now."))])


@page("GET", uuid=(ThemeClass, "uuid"))
def my_class(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show notices, assignments and leave of one's class, with links to what one can do."""
    own = own_registration(request, class_of(request, uuid).pk)
    links = [Link(_("Ask for leave"), reverse("cadretrain:ask-leave", args=(uuid,)))]
    if own.theme_class.state in class_life.TAUGHT and not class_life.has_evaluated(own):
        links.append(Link(_("Evaluate the class"), reverse("cadretrain:evaluate-class", args=(uuid,))))
    tables = [_notices(own), _assignments(own), _leave(own)]
    return table_page(request, own.theme_class.title, tables, crumbs=_crumbs(), links=links)


@page("GET", "POST", uuid=(ClassNotice, "uuid"))
def my_notice(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show a notice of one's class; that it was read is kept by the button."""
    found = seen(request, ClassNotice.objects.select_related("theme_class"), uuid)
    own = own_registration(request, found.theme_class_id)
    if found not in class_life.notices_for(own):
        raise Http404
    return form_page(
        request,
        PageForm({} if request.method == "POST" else None),
        lambda: class_notices.read_notice(request.user, found),
        title=found.title,
        button=_("I have read it"),
        back=_own(own),
        done=_("That you have read it is kept."),
        crumbs=_crumbs(),
        about=moment(found.at),
        text=found.text,
    )


@page("GET", "POST", uuid=(ThemeClass, "uuid"))
def ask_leave(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask to be away from one's class."""
    own = own_registration(request, class_of(request, uuid).pk)
    form = LeaveForm(*sent(request))
    return form_page(
        request,
        form,
        lambda: attending.ask_leave(request.user, own, **form.cleaned_data),
        title=_("Ask for leave"),
        button=_("Ask"),
        back=_own(own),
        done=_("The head teacher decides."),
        crumbs=_crumbs(),
        about=own.theme_class.title,
    )


@page("GET", "POST", uuid=(LeaveRequest, "uuid"))
def withdraw_leave(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take back leave that is not decided yet."""
    rows = LeaveRequest.objects.select_related("registration__theme_class__institution", "registration__trainee")
    found = seen(request, rows, uuid)
    own = own_registration(request, found.registration.theme_class_id)
    return form_page(
        request,
        PageForm({} if request.method == "POST" else None),
        lambda: attending.withdraw_leave(request.user, found),
        title=_("Take your request back"),
        button=_("Take it back"),
        back=_own(own),
        done=_("It is taken back."),
        crumbs=_crumbs(),
        about=f"{moment(found.starts_at)} – {moment(found.ends_at)}",
        text=found.reason,
    )


@takes_file
@page("GET", "POST", uuid=(Assignment, "uuid"))
def hand_in(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Hand in what an assignment asks for, or hand it in once more where it was returned."""
    task = seen(request, Assignment.objects.select_related("theme_class__institution"), uuid)
    own = own_registration(request, task.theme_class_id)
    work = AssignmentWork.objects.filter(assignment=task, registration=own).first()
    form = WorkForm(*(sent(request) or (None,)), initial={"text": work.text if work else ""})
    return form_page(
        request,
        form,
        lambda: assigning.hand_in(request.user, task, own, form.cleaned_data["text"], form.cleaned_data["file"]),
        title=task.title,
        button=_("Hand in"),
        back=_own(own),
        done=_("Handed in."),
        crumbs=_crumbs(),
        about=_("By %(when)s") % {"when": moment(task.due_at)},
        text="\n\n".join(filter(None, (task.text, work.words if work else ""))),
    )


@page("GET", "POST", uuid=(ThemeClass, "uuid"))
def evaluate(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say what one thinks of one's class; nobody sees who said what."""
    own = own_registration(request, class_of(request, uuid).pk)
    form = EvaluationForm(class_life.questions_of(own.theme_class), *sent(request))
    return form_page(
        request,
        form,
        lambda: class_evaluation.evaluate_class(request.user, own, form.scores, form.cleaned_data["comment"]),
        title=_("Evaluate the class"),
        button=pgettext_lazy("evaluation", "Send"),
        back=_own(own),
        done=_("Thank you. Nobody sees who said what."),
        crumbs=_crumbs(),
        about=own.theme_class.title,
        text=str(_("What it comes to is told without names, after the class.")),
    )


def _notices(own: ClassRegistration) -> Table:
    shown: Any = class_life.notices_for(own)[:100]
    rows = (
        [
            Link(row.title, reverse("cadretrain:my-notice", args=(row.uuid,))),
            moment(row.at),
            _("read") if row.have_read else _("not read yet"),
        ]
        for row in shown
    )
    headers = (_("Heading"), _("Announced"), _("State"))
    return Table(headers, rows, _("Nothing was announced."), pgettext_lazy("class", "Notices"))


def _assignments(own: ClassRegistration) -> Table:
    works = {work.assignment_id: work for work in AssignmentWork.objects.filter(registration=own)}
    rows = []
    for task in Assignment.objects.filter(theme_class=own.theme_class_id, withdrawn_at=None):
        work = works.get(task.pk)
        is_open = work is None or work.state in class_life.BEING_WRITTEN
        url = reverse("cadretrain:hand-in-work", args=(task.uuid,)) if is_open else ""
        state = work.get_state_display() if work else pgettext_lazy("assignment", "open")
        score = "–" if work is None or work.score is None else work.score
        rows.append([Link(task.title, url, work.words if work else ""), moment(task.due_at), state, score])
    headers = (_("Heading"), _("By when"), _("State"), _("Score"))
    return Table(headers, rows, _("Nothing is set."), _("Assignments"))


def _leave(own: ClassRegistration) -> Table:
    rows = (
        [
            Link(f"{moment(row.starts_at)} – {moment(row.ends_at)}", _to_withdraw(row)),
            row.reason,
            row.get_state_display(),
            row.answer,
        ]
        for row in LeaveRequest.objects.filter(registration=own).order_by("-pk")
    )
    return Table((_("When"), _("Reason"), _("State"), _("Answer")), rows, _("You asked for no leave."), _("Leave"))


def _to_withdraw(leave: LeaveRequest) -> str:
    """Return where leave that nobody has decided is taken back."""
    is_open = leave.state == LeaveRequest.State.ASKED
    return reverse("cadretrain:withdraw-leave", args=(leave.uuid,)) if is_open else ""


def _own(registration: ClassRegistration) -> str:
    return reverse("cadretrain:my-class", args=(registration.theme_class.uuid,))


def _crumbs() -> list[Crumb]:
    return [Crumb(_("My classes"), reverse("cadretrain:my-classes"))]


def _part(part: Part) -> str:
    return f"{part.done} / {part.asked}"
