"""What the pages of a class's days share: tables with links, and pages of one form (8.3.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from cadretrain_reports import conf
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.theme_classes.api import ClassRegistration, ThemeClass, about_class
from cadretrain_reports.refusals import Refused
from cadretrain_reports.rules.periods import zone_named
from cadretrain_reports.scopes.api import in_scope, may
from cadretrain_reports.web.classes.common import class_of
from cadretrain_reports.web.forms import PageForm
from cadretrain_reports.web.frame import Crumb, show


@dataclass(frozen=True, slots=True)
class Link:
    """A link: its words and its address. As a cell of a table it may have words beneath, ``soft`` ones."""

    label: Any
    url: str = ""
    soft: Any = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a page; ``empty`` is said where it has no rows. Cells are links, or what is shown as text."""

    headers: Sequence[Any]
    rows: Iterable[Sequence[Any]]
    empty: Any
    title: Any = ""
    lines: list[list[tuple[Any, Link]]] = field(init=False)

    def __post_init__(self) -> None:
        lines = [
            [
                (header, cell if isinstance(cell, Link) else Link(cell))
                for header, cell in zip(self.headers, row, strict=True)
            ]
            for row in self.rows
        ]
        object.__setattr__(self, "lines", lines)


def table_page(
    request: HttpRequest,
    title: Any,
    tables: Sequence[Table],
    *,
    crumbs: Sequence[Crumb] = (),
    lead: Any = "",
    links: Sequence[Link] = (),
    text: str = "",
) -> HttpResponse:
    """Show tables, with links to what can be done."""
    context = {"title": title, "lead": lead, "tables": tables, "links": links, "text": text}
    return show(request, "class_table.html", context, crumbs=[*crumbs, Crumb(title)])


def form_page(
    request: HttpRequest,
    form: PageForm,
    take: Callable[[], Any],
    *,
    done: Any,
    crumbs: Sequence[Crumb] = (),
    **shown: Any,
) -> HttpResponse:
    """Show a form; once it says something valid, ``take`` is called. What is refused is said at its field.

    ``shown`` are the ``title``, the words of the ``button``, the address to go ``back`` to, and what else there is to
    show above the form: ``about``, ``text``, ``file``.
    """
    if form.is_valid():
        try:
            take()
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, done)
            return redirect(shown["back"])
    status = 400 if form.is_bound else 200
    way = [*crumbs, Crumb(shown["title"])]
    return show(request, "class_form.html", {**shown, "form": form}, crumbs=way, status=status)


def sent(request: HttpRequest) -> tuple[Any, ...]:
    """Return what a form is bound to: nothing until it is sent."""
    return (request.POST, request.FILES) if request.method == "POST" else ()


def kept(request: HttpRequest, uuid: UUID) -> ThemeClass:
    """Return a class that the person serves; that it was looked at is kept in the audit log. 404 or 403 otherwise."""
    return require_kept(request, class_of(request, uuid))


def require_kept(request: HttpRequest, theme_class: ThemeClass) -> ThemeClass:
    """Return the class if the person serves it; that it was looked at is kept in the audit log (9.2.3)."""
    if not may(request.user, "keep_class", theme_class):
        raise PermissionDenied
    if request.method == "GET":
        shown = request.resolver_match.url_name if request.resolver_match else ""
        audit.record("read", request.user.pk, about_class(theme_class), page=shown)
    return theme_class


def address(name: str, row: Any) -> str:
    """Return the address of the page ``name`` of a row."""
    return reverse(f"cadretrain:{name}", args=(row.uuid,))


def seen(request: HttpRequest, rows: Any, uuid: UUID) -> Any:
    """Return one of ``rows`` that the person sees; 404 otherwise."""
    found = in_scope(rows, request.user).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def own_registration(request: HttpRequest, theme_class_id: int) -> ClassRegistration:
    """Return the confirmed registration of the person in a class; 404 otherwise."""
    own = ClassRegistration.objects.filter(trainee__account__user=request.user.pk, theme_class=theme_class_id)
    found = own.filter(state=ClassRegistration.State.CONFIRMED).select_related("theme_class__institution", "trainee")
    registration: ClassRegistration | None = found.first()
    if registration is None:
        raise Http404
    return registration


def moment(at: datetime | None) -> str:
    """Return an instant as the site's zone has it, or a dash."""
    return date_format(timezone.localtime(at, zone_named(conf.time_zone())), "SHORT_DATETIME_FORMAT") if at else "–"
