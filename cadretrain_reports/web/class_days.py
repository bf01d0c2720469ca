"""Attendance, leave and notices of a class, for those who serve it (8.3.4)."""

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
    AssignmentWork,
    Attendance,
    ClassGroup,
    ClassNotice,
    LeaveRequest,
)
from cadretrain_reports.applets.theme_classes.api import ClassActivity, ThemeClass
from cadretrain_reports.scopes.api import in_scope, may
from cadretrain_reports.web.class_desk import crumbs_of
from cadretrain_reports.web.class_forms import (
    AttendanceForm,
    LeaveVerdictForm,
    NoticeForm,
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
from cadretrain_reports.web.frame import page
from cadretrain_reports.workflows import attendance as attending
from cadretrain_reports.workflows import class_notices

MOST_SHOWN: Final = 500
"""Trainees of one page."""

_OF_CLASS: Final = "theme_class__institution"
_HANDED_IN: Final = Q(works__state__in=(AssignmentWork.State.HANDED_IN, AssignmentWork.State.MARKED))


@page("GET", uuid=(ThemeClass, "uuid"))
def attendance(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """List the activities of a class, with how many attended."""
    theme_class = kept(request, uuid)
    attended = Count("attendance", filter=Q(attendance__state__in=class_life.ATTENDED))
    rows = ClassActivity.objects.filter(theme_class=theme_class).annotate(attended=attended)
    cells = (
        [Link(row.title, address("class-activity", row), row.get_kind_display()), moment(row.starts_at), row.attended]
        for row in rows
    )
    headers = (_("Activity"), _("Begins"), pgettext_lazy("attendance", "Attended"))
    table = Table(headers, cells, _("The class has no activities."))
    lists = reverse("cadretrain:class-report", args=(uuid,))
    links = [
        Link(_("Attendance list"), f"{lists}?report=attendance&as=xlsx"),
        Link(_("Attendance by file"), reverse("cadretrain:class-attendance-file")),
    ]
    return _listed(request, theme_class, _("Attendance"), table, links)


@page("GET", "POST", uuid=(ClassActivity, "uuid"))
def activity(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Keep how trainees attended an activity."""
    found = seen(request, ClassActivity.objects.select_related(_OF_CLASS), uuid)
    theme_class = require_kept(request, found.theme_class)
    members = list(class_life.members(theme_class)[: MOST_SHOWN + 1])
    is_large = len(members) > MOST_SHOWN
    form = AttendanceForm(members[:MOST_SHOWN], Attendance.objects.filter(activity=found), *sent(request))
    return form_page(
        request,
        form,
        lambda: attending.mark_attendance(request.user, found, form.marks),
        title=found.title,
        button=_("Save"),
        back=reverse("cadretrain:class-attendance", args=(theme_class.uuid,)),
        done=_("The attendance is on record."),
        text=str(_("The class is large: keep the attendance of the others by file.")) if is_large else "",
        crumbs=crumbs_of(theme_class),
    )


@page("GET", uuid=(ThemeClass, "uuid"))
def leave(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """List the leave of a class, what waits first."""
    theme_class = kept(request, uuid)
    rows = LeaveRequest.objects.filter(registration__theme_class=theme_class)
    found = in_scope(rows.select_related("registration__trainee"), request.user)
    cells = (
        [
            Link(row.registration.trainee.name, address("class-leave-request", row), row.reason),
            f"{moment(row.starts_at)} – {moment(row.ends_at)}",
            row.credit_hours,
            row.get_state_display(),
        ]
        for row in found.order_by("decided_at", "-pk")[:MOST_SHOWN]
    )
    headers = (_("Trainee"), _("When"), _("Credit-hours missed"), _("State"))
    return _listed(request, theme_class, _("Leave"), Table(headers, cells, _("Nobody asked for leave.")))


@page("GET", "POST", uuid=(LeaveRequest, "uuid"))
def leave_request(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Grant leave or refuse it."""
    rows = LeaveRequest.objects.select_related(f"registration__{_OF_CLASS}", "registration__trainee__account")
    found = seen(request, rows, uuid)
    theme_class = found.registration.theme_class
    if not may(request.user, "run_class", theme_class):
        raise PermissionDenied
    form = LeaveVerdictForm(*sent(request))

    def decide() -> Any:
        said = form.cleaned_data
        if said["verdict"] == "refuse":
            return attending.refuse_leave(request.user, found, said["answer"])
        return attending.grant_leave(request.user, found, said["answer"], said["credit_hours"])

    return form_page(
        request,
        form,
        decide,
        title=_("Leave of %(name)s") % {"name": found.registration.trainee.name},
        button=_("Decide"),
        back=reverse("cadretrain:class-leave", args=(theme_class.uuid,)),
        done=_("It is decided."),
        crumbs=crumbs_of(theme_class),
        about=f"{moment(found.starts_at)} – {moment(found.ends_at)}",
        text=found.reason,
    )


@page("GET", uuid=(ThemeClass, "uuid"))
def notices(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """List what was announced to a class, with who has not read it yet."""
    theme_class = kept(request, uuid)
    rows = ClassNotice.objects.filter(theme_class=theme_class).select_related("group", "theme_class")
    rows = rows.annotate(read=Count("readings")).order_by("-pk")[:200]
    cells = (
        [
            Link(row.title, address("class-notice", row)),
            row.group.name if row.group else _("the whole class"),
            moment(row.at),
            row.read,
            _("withdrawn") if row.withdrawn_at else "",
        ]
        for row in rows
    )
    headers = (_("Heading"), _("For"), _("Announced"), _("Read by"), _("State"))
    links = [Link(_("Announce something"), reverse("cadretrain:class-announce", args=(uuid,)))]
    table = Table(headers, cells, _("Nothing was announced."))
    return _listed(request, theme_class, _("Notices of the class"), table, links)


@page("GET", uuid=(ClassNotice, "uuid"))
def notice(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show a notice with who has not read it yet."""
    found = seen(request, ClassNotice.objects.select_related(_OF_CLASS), uuid)
    theme_class = require_kept(request, found.theme_class)
    unread = in_scope(class_life.unread_by(found), request.user)[:MOST_SHOWN]
    cells = ([row.trainee.name, row.trainee.unit.code] for row in unread)
    table = Table((_("Trainee"), _("Unit")), cells, _("Everybody has read it."), _("Not read yet"))
    return table_page(request, found.title, [table], crumbs=crumbs_of(theme_class), text=found.text)


@page("GET", "POST", uuid=(ThemeClass, "uuid"))
def announce(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Announce something to a class, or one of its groups."""
    theme_class = kept(request, uuid)
    form = NoticeForm(ClassGroup.objects.filter(theme_class=theme_class), *sent(request))
    return form_page(
        request,
        form,
        lambda: class_notices.post_notice(request.user, theme_class, **form.cleaned_data),
        title=_("Announce something"),
        button=_("Announce"),
        back=reverse("cadretrain:class-notices", args=(uuid,)),
        done=_("It is announced."),
        crumbs=crumbs_of(theme_class),
    )


def _listed(
    request: HttpRequest, theme_class: ThemeClass, title: Any, table: Table, links: list[Link] | None = None
) -> HttpResponse:
    way = crumbs_of(theme_class)
    return table_page(request, title, [table], crumbs=way, lead=theme_class.title, links=links or [])
