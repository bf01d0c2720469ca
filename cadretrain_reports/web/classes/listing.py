"""The list of theme classes that a person sees (8.3)."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.theme_classes.api import OVER, ClassRegistration, ThemeClass
from cadretrain_reports.scopes.api import in_scope
from cadretrain_reports.web.classes.common import REGISTRATION_TONES, TONES, hosts_of, seen_classes
from cadretrain_reports.web.frame import page, show
from cadretrain_reports.web.paging import key_page
from cadretrain_reports.web.tabs import tabs_of


@page("GET")
def classes(request: HttpRequest) -> HttpResponse:
    """List classes; ``show`` narrows them to those that register now, those of one's own, or widens it to all."""
    seen = seen_classes(request)
    parts = _parts(request, seen)
    asked = request.GET.get("show", "")
    current = asked if asked in parts else ""
    listed = key_page(parts[current][1], request.GET)
    own = _own_states(request, listed.rows)
    counted = [(key, label, rows.count()) for key, (label, rows) in parts.items()]
    context = {
        "tabs": tabs_of(request.GET, "show", current, counted),
        "rows": [_row(row, own) for row in listed.rows],
        "page": listed,
        "may_begin": bool(hosts_of(request.user)),
    }
    return show(request, "classes.html", context)


def _parts(request: HttpRequest, seen: QuerySet[ThemeClass]) -> dict[str, tuple[Any, QuerySet[ThemeClass]]]:
    mine = ClassRegistration.objects.filter(trainee__account__user=request.user.pk)
    return {
        "": (pgettext_lazy("theme classes", "under way"), seen.exclude(state__in=OVER)),
        "registering": (_("registering now"), seen.filter(state=ThemeClass.State.REGISTERING)),
        "mine": (pgettext_lazy("theme classes", "mine"), seen.filter(pk__in=mine.values("theme_class"))),
        "all": (pgettext_lazy("theme classes", "all"), seen),
    }


def _own_states(request: HttpRequest, rows: list[ThemeClass]) -> dict[int, ClassRegistration]:
    own = ClassRegistration.objects.filter(theme_class__in=rows, trainee__account__user=request.user.pk)
    return {row.theme_class_id: row for row in in_scope(own, request.user)}


def _row(theme_class: ThemeClass, own: dict[int, ClassRegistration]) -> dict[str, Any]:
    mine = own.get(theme_class.pk)
    return {
        "one": theme_class,
        "tone": TONES[theme_class.state],
        "mine": mine,
        "my_tone": REGISTRATION_TONES[mine.state] if mine else "",
    }
