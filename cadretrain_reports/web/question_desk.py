"""Where staff answer and moderate questions, and the institution names who answers (8.2.3, 8.3.4)."""

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

from cadretrain_reports import clock
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.courses.api import Course
from cadretrain_reports.applets.questions import api as questions
from cadretrain_reports.applets.questions.api import Answerer, Place, Question, Reply
from cadretrain_reports.applets.theme_classes.api import ThemeClass
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import in_scope, in_scope_as_staff, require
from cadretrain_reports.web.forms import ReasonForm
from cadretrain_reports.web.frame import Crumb, frame_of, page, show
from cadretrain_reports.web.paging import key_page
from cadretrain_reports.web.question_forms import AnswererForm
from cadretrain_reports.web.questions import all_questions, found_place, found_question, seen, title_of, told_to, url_of
from cadretrain_reports.web.tabs import tabs_of
from cadretrain_reports.web.version_parts import names_of
from cadretrain_reports.workflows import questions as workflow


@page("GET")
def desk(request: HttpRequest) -> HttpResponse:
    """List what one is to answer: ``show`` is ``overdue``, ``answered`` or ``all``; by default what is open."""
    if not frame_of(request).person.answers_questions:
        raise PermissionDenied
    parts = _parts(request.user)
    wanted = request.GET.get("show", "")
    current = wanted if wanted in parts else ""
    listed = key_page(seen(request, parts[current][1]), request.GET)
    audit.record("read", request.user.pk, audit.Target("question"), rows=len(listed.rows))
    context = {
        "tabs": tabs_of(
            request.GET, "show", current, [(value, label, rows.count()) for value, (label, rows) in parts.items()]
        ),
        "rows": [(told, title_of(told.row.place)) for told in told_to(request.user, listed.rows)],
        "page": listed,
    }
    return show(request, "question_desk.html", context)


@page("GET", "POST", uuid=(Question, "uuid"))
def moderate_question(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask for the reason, and hide a question, or show it again where it is hidden."""
    found = found_question(request, uuid)
    return _moderate(request, found, found)


@page("GET", "POST", uuid=(Reply, "uuid"))
def moderate_reply(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask for the reason, and hide a reply, or show it again where it is hidden."""
    found = seen(request, Reply.objects.filter(uuid=uuid)).first()
    if found is None:
        raise Http404
    return _moderate(request, found, found.question)


@page("GET", "POST", uuid=(Course, "uuid"))
def course_answerers(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show who answers questions on a course, and name a further person."""
    return _answerers(request, found_place(request, Course, uuid))


@page("GET", "POST", uuid=(ThemeClass, "uuid"))
def class_answerers(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show who answers questions in a class, and name a further person."""
    return _answerers(request, found_place(request, ThemeClass, uuid))


@page("POST", uuid=(Answerer, "uuid"))
def withdraw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Have somebody answer no more."""
    found = in_scope(Answerer.objects.select_related("institution"), request.user).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    try:
        workflow.withdraw_answerer(request.user, found)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Withdrawn. What was answered stays."))
    return redirect(_answerers_url(found.place))


def _parts(user: Any) -> dict[str, tuple[Any, QuerySet[Question]]]:
    """Return the parts of the desk by their values in the address, each with its label and rows."""
    rows = all_questions()
    mine = rows.filter(questions.answered_by(user.pk), hidden=False)
    opened = mine.filter(state=Question.State.OPEN)
    return {
        "": (pgettext_lazy("questions", "open"), opened),
        "overdue": (pgettext_lazy("questions", "overdue"), mine.filter(questions.overdue(clock.now()))),
        "answered": (pgettext_lazy("questions", "answered"), mine.filter(state=Question.State.ANSWERED)),
        "all": (pgettext_lazy("questions", "all of the institution"), in_scope_as_staff(rows, user)),
    }


def _moderate(request: HttpRequest, written: Question | Reply, question: Question) -> HttpResponse:
    require(request.user, "moderate_questions", question.place, questions.about("question", question))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        act = workflow.show if written.hidden else workflow.hide
        try:
            step = act(request.user, written, form.cleaned_data["reason"])
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, step.get_act_display())
            return redirect("cadretrain:question", question.uuid)
    hides = not written.hidden
    title = _("Hide from trainees") if hides else _("Show to trainees again")
    back = reverse("cadretrain:question", args=(question.uuid,))
    context = {
        "form": form,
        "title": title,
        "about": written.text,
        "button": pgettext_lazy("moderation", "Hide") if hides else pgettext_lazy("moderation", "Show"),
        "back": back,
    }
    crumbs = [Crumb(_("Question"), back), Crumb(title)]
    return show(request, "confirm.html", context, crumbs=crumbs, status=400 if form.is_bound else 200)


def _answerers(request: HttpRequest, place: Place) -> HttpResponse:
    about = audit.Target("answerer", str(place.uuid), place.institution.code)
    require(request.user, "name_answerers", place.institution, about)
    form = AnswererForm(place, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            workflow.name_answerer(request.user, place, form.cleaned_data["assignment"])
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Named."))
            return redirect(_answerers_url(place))
    named = list(place.answerers.filter(standing=True).select_related("assignment__user").order_by("pk"))
    names = names_of(answerer.assignment.user for answerer in named)
    title = title_of(place)
    context = {
        "form": form,
        "title": title,
        "named": [(answerer, names[answerer.assignment.user_id]) for answerer in named],
        "is_class": isinstance(place, ThemeClass),
        "back": url_of(place),
    }
    crumbs = [Crumb(_("Questions on %(title)s") % {"title": title}, url_of(place)), Crumb(_("Who answers"))]
    return show(request, "answerers.html", context, crumbs=crumbs, status=400 if form.is_bound else 200)


def _answerers_url(place: Place) -> str:
    kind = "class" if isinstance(place, ThemeClass) else "course"
    return reverse(f"cadretrain:{kind}-answerers", args=(place.uuid,))
