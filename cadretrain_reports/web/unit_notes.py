"""What head teachers tell units of their trainees, answered by the liaison officers (8.3.5)."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.class_life.api import UnitNote
from cadretrain_reports.rules.credit_hours import credit_hours_text
from cadretrain_reports.scopes.api import in_scope, may
from cadretrain_reports.web.class_forms import NoteAnswerForm
from cadretrain_reports.web.class_pages import Link, Table, form_page, moment, seen, sent, table_page
from cadretrain_reports.web.frame import Crumb, frame_of, page
from cadretrain_reports.web.paging import key_page
from cadretrain_reports.workflows import class_desk as workflow


@page("GET")
def unit_notes(request: HttpRequest) -> HttpResponse:
    """List what one's units were told, the newest first."""
    if "follow_up" not in frame_of(request).person.acts:
        raise PermissionDenied
    rows = in_scope(UnitNote.objects.select_related("theme_class", "unit"), request.user)
    cells = (
        [
            Link(row.theme_class.title, reverse("cadretrain:unit-note", args=(row.uuid,))),
            row.unit.code,
            f"{row.lagging} / {row.trainees}",
            moment(row.at),
            _("answered") if row.answered_at else _("waits for an answer"),
        ]
        for row in key_page(rows, request.GET, 200).rows
    )
    headers = (_("Class"), _("Unit"), _("Lagging"), _("Told"), _("State"))
    return table_page(
        request, _("Notes from classes"), [Table(headers, cells, _("No head teacher told you anything."))]
    )


@page("GET", uuid=(UnitNote, "uuid"))
def unit_note(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show a note with how far the unit's own trainees are now."""
    rows = UnitNote.objects.select_related("theme_class__institution", "unit")
    note: UnitNote = seen(request, rows, uuid)
    cells = (
        [
            one.registration.trainee.name,
            f"{credit_hours_text(one.standing.hours_done)} / {credit_hours_text(one.standing.hours_asked)}",
            f"{one.standing.percent} %",
            _("lagging") if one.lags else "",
        ]
        for one in workflow.progress_of_own_people(request.user, note.theme_class)
    )
    headers = (_("Trainee"), _("Credit-hours"), pgettext_lazy("class", "Done"), _("State"))
    table = Table(headers, cells, _("Your unit has nobody in this class."))
    is_open = note.answered_at is None and may(request.user, "follow_up", note.unit)
    links = [Link(_("Answer"), reverse("cadretrain:answer-note", args=(uuid,)))] if is_open else []
    text = "\n\n".join(filter(None, (note.text, note.answer)))
    return table_page(
        request, note.theme_class.title, [table], crumbs=_crumbs(), lead=note.unit.code, links=links, text=text
    )


@page("GET", "POST", uuid=(UnitNote, "uuid"))
def answer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say, for the unit, what is done about it."""
    note: UnitNote = seen(request, UnitNote.objects.select_related("theme_class", "unit"), uuid)
    if not may(request.user, "follow_up", note.unit):
        raise PermissionDenied
    form = NoteAnswerForm(*sent(request))
    return form_page(
        request,
        form,
        lambda: workflow.answer_note(request.user, note, form.cleaned_data["answer"]),
        title=_("Answer"),
        button=_("Answer"),
        back=reverse("cadretrain:unit-note", args=(uuid,)),
        done=_("The head teacher can read it."),
        crumbs=_crumbs(),
        about=note.theme_class.title,
        text=note.text,
    )


def _crumbs() -> list[Crumb]:
    return [Crumb(_("Notes from classes"), reverse("cadretrain:unit-notes"))]
