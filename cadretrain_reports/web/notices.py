"""A trainee's notices: what is left of the year, what was read, and by which channels they are reminded (8.2.3)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.reminders import api as reminders
from cadretrain_reports.applets.reminders.api import Reminder
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import in_scope
from cadretrain_reports.web.frame import frame_of, page, show
from cadretrain_reports.web.paging import key_page
from cadretrain_reports.workflows import reminding as workflow
from cadretrain_reports.workflows.progress import progress_in
from cadretrain_reports.workflows.standing import current_year


@page("GET")
def notices(request: HttpRequest) -> HttpResponse:
    """Show the notices, the newest first, what is left now, and the channels."""
    account = frame_of(request).person.account
    if account is None:
        return show(request, "no_trainee.html", {})
    own = in_scope(Reminder.objects.filter(trainee=account.pk), request.user)
    listed, year = key_page(own, request.GET), current_year()
    rows = [{"notice": row, "title": reminders.title_of(row), "text": reminders.text_of(row)} for row in listed.rows]
    context = {
        "rows": rows,
        "page": listed,
        "year": year,
        "progress": progress_in([account.pk], year).get(account.pk),
        "unread": reminders.unread(account.pk),
        "channels": workflow.own_channels(request.user),
    }
    return show(request, "notices.html", context)


@page("POST", uuid=(Reminder, "uuid"))
def read(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Keep that a notice was read."""
    found = in_scope(Reminder.objects.select_related("trainee"), request.user).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    workflow.read_notice(request.user, found)
    return redirect("cadretrain:notices")


@page("POST")
def channel(request: HttpRequest) -> HttpResponse:
    """Want a channel, or refuse it."""
    said = request.POST
    try:
        workflow.set_channel(request.user, said.get("channel", ""), wanted=said.get("wanted") == "yes")
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Saved."))
    return redirect("cadretrain:notices")
