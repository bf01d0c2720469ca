"""Where trainees ask on a course or in a class, and read what was asked and answered there (8.2.3, 8.3.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import clock, compat
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.questions import api as questions
from cadretrain_reports.applets.questions.api import Place, Question, Reply
from cadretrain_reports.applets.theme_classes.api import ThemeClass
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import in_scope, may
from cadretrain_reports.web.frame import Crumb, page, show
from cadretrain_reports.web.paging import key_page
from cadretrain_reports.web.question_forms import QuestionForm, ReplyForm
from cadretrain_reports.web.version_parts import names_of
from cadretrain_reports.workflows import questions as workflow


@dataclass(frozen=True, slots=True)
class Told:
    """A question or a reply as its reader is shown it: ``author`` is empty, and ``text`` too, where it is not told."""

    row: Any
    author: str
    text: str
    at: datetime
    is_own: bool


@page("GET", "POST", uuid=(courses.Course, "uuid"))
def of_course(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show what was asked on a course, and take a further question."""
    return _place_page(request, found_place(request, courses.Course, uuid))


@page("GET", "POST", uuid=(ThemeClass, "uuid"))
def of_class(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show what was asked in a class, and take a further question."""
    return _place_page(request, found_place(request, ThemeClass, uuid))


@page("GET", "POST", uuid=(Question, "uuid"))
def question(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show a question with all that was replied, and take what its reader may add: an answer, or more to ask."""
    found = found_question(request, uuid)
    act = _act_on(request.user, found)
    form = ReplyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and act is None:
        raise PermissionDenied
    if act is not None and form.is_valid():
        try:
            act(request.user, found, form.cleaned_data["text"])
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Sent."))
            return redirect("cadretrain:question", uuid)
    replies = seen(request, Reply.objects.select_related("trainee", "by").filter(question=found)).order_by("pk")
    audit.record("read", request.user.pk, questions.about("question", found))
    title = title_of(found.place)
    context = {
        "told": told_to(request.user, [found])[0],
        "replies": told_to(request.user, list(replies)),
        "title": title,
        "form": form if act else None,
        "is_answer": act is workflow.answer,
        "due_at": questions.due_at(found),
        "may_moderate": may(request.user, "moderate_questions", found.place),
    }
    crumbs = [Crumb(_("Questions on %(title)s") % {"title": title}, url_of(found.place)), Crumb(_("Question"))]
    return show(request, "question.html", context, crumbs=crumbs, status=400 if form.is_bound else 200)


def seen(request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return which questions or replies the reader may see, ready for ``told_to``."""
    return workflow.as_read_by(in_scope(rows, request.user), request.user)


def all_questions() -> QuerySet[Question]:
    """Return all questions with what a page says of them."""
    rows = Question.objects.select_related("trainee", "institution", "course__institution", "theme_class__institution")
    return questions.with_overdue(rows, clock.now())


def found_question(request: HttpRequest, uuid: UUID) -> Question:
    """Return a question that the reader may see; 404 otherwise."""
    found: Question | None = seen(request, all_questions().filter(uuid=uuid)).first()
    if found is None:
        raise Http404
    return found


def found_place(request: HttpRequest, model: Any, uuid: UUID) -> Place:
    """Return a course or class that the reader may see; 404 otherwise."""
    place: Place | None = in_scope(model.objects.select_related("institution").filter(uuid=uuid), request.user).first()
    if place is None:
        raise Http404
    return place


def told_to(user: Any, rows: list[Any]) -> list[Told]:
    """Return what a reader is shown of rows: of trainees the name only to staff, of what is hidden nothing."""
    names = names_of(row.by for row in rows if isinstance(row, Reply))
    told = []
    for row in rows:
        reading = workflow.reading_of(row, user)
        is_answer = isinstance(row, Reply) and row.is_answer
        author = names[row.by_id] if is_answer else row.trainee.name if reading.tells_name else ""
        text = row.text if reading.tells_text else ""
        at = row.at if isinstance(row, Reply) else row.asked_at
        told.append(Told(row, author, text, at, is_own=not is_answer and workflow.is_author(row, user)))
    return told


def title_of(place: Place) -> str:
    """Return what a course or class is called."""
    if isinstance(place, ThemeClass):
        return place.title
    version = next(iter(courses.public_versions(place.pk)), None)
    return version.title if version else place.code


def url_of(place: Place) -> str:
    """Return the address of the questions on a course or in a class."""
    kind = "class" if isinstance(place, ThemeClass) else "course"
    return reverse(f"cadretrain:{kind}-questions", args=(place.uuid,))


def _place_page(request: HttpRequest, place: Place) -> HttpResponse:
    may_ask = workflow.may_ask(request.user, place)
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if form.is_bound and not may_ask:
        raise PermissionDenied
    if form.is_valid():
        try:
            asked = workflow.ask(request.user, place, form.cleaned_data["text"])
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Asked. You find the answer here."))
            return redirect("cadretrain:question", asked.uuid)
    return _shown_place(request, place, form, may_ask=may_ask)


def _shown_place(request: HttpRequest, place: Place, form: QuestionForm, *, may_ask: bool) -> HttpResponse:
    listed = key_page(seen(request, all_questions().filter(**questions.at(place))), request.GET)
    audit.record("read", request.user.pk, audit.Target("question", str(place.uuid)), rows=len(listed.rows))
    answering = [duty.user for duty in questions.answering(place)]
    names = names_of(answering if may_ask or _serves(request.user, place) else [])
    title = title_of(place)
    kind = "class" if isinstance(place, ThemeClass) else "course"
    may_name = may(request.user, "name_answerers", place.institution)
    context = {
        "title": title,
        "rows": told_to(request.user, listed.rows),
        "page": listed,
        "answering": list(dict.fromkeys(names.values())),
        "is_answered": bool(answering),
        "form": form if may_ask and answering else None,
        "discussion": _discussion(place) if may_ask else "",
        "answerers_url": reverse(f"cadretrain:{kind}-answerers", args=(place.uuid,)) if may_name else "",
    }
    crumbs = [Crumb(_("Questions on %(title)s") % {"title": title})]
    return show(request, "questions.html", context, crumbs=crumbs, status=400 if form.is_bound else 200)


def _serves(user: Any, place: Place) -> bool:
    """Tell whether somebody answers or moderates there: to them, and to whoever may ask, answerers are named."""
    return may(user, "answer_questions", place) or may(user, "moderate_questions", place)


def _discussion(place: Place) -> str:
    """Return where the platform itself has a course discussed, if it does."""
    run = None if isinstance(place, ThemeClass) else courses.study_place(place.pk)
    return compat.discussion_url(run.course_run) if run else ""


def _act_on(user: Any, found: Question) -> Any:
    """Return by which workflow somebody may reply now, or ``None``."""
    if found.hidden:
        return None
    if not workflow.is_author(found, user) and may(user, "answer_questions", found.place):
        return workflow.answer
    return workflow.follow_up if workflow.may_ask(user, found.place) else None
