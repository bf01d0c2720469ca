"""What the pages of theme classes share."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.theme_classes.api import ClassRegistration, ThemeClass
from cadretrain_reports.scopes.api import in_scope, may, posts_of
from cadretrain_reports.web.frame import Crumb

TONES: Final = {
    "planned": "plain",
    "approved": "calm",
    "registering": "warn",
    "running": "good",
    "assessing": "calm",
    "closed": "plain",
    "archived": "plain",
    "cancelled": "bad",
}
"""In which tone the state of a class is shown."""

REGISTRATION_TONES: Final = {
    "registered": "warn",
    "endorsed": "warn",
    "waiting": "calm",
    "confirmed": "good",
    "refused": "bad",
    "withdrawn": "plain",
}
"""In which tone the state of a registration is shown."""


def seen_classes(request: HttpRequest) -> QuerySet[ThemeClass]:
    """Return the classes that the reader sees."""
    rows: QuerySet[ThemeClass] = in_scope(ThemeClass.objects.select_related("institution"), request.user)
    return rows


def class_of(request: HttpRequest, uuid: UUID) -> ThemeClass:
    """Return a class that the reader sees; 404 otherwise."""
    found = seen_classes(request).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def seen_registrations(request: HttpRequest) -> QuerySet[ClassRegistration]:
    """Return the registrations that the reader sees, with all that is asked of them."""
    rows = ClassRegistration.objects.select_related(
        "theme_class__institution", "trainee__unit", "trainee__managing_department", "unit"
    )
    found: QuerySet[ClassRegistration] = in_scope(rows, request.user)
    return found


def own_registration(request: HttpRequest, theme_class: ThemeClass) -> ClassRegistration | None:
    """Return the reader's own registration in a class, if there is one."""
    own = ClassRegistration.objects.filter(theme_class=theme_class, trainee__account__user=request.user.pk)
    return own.select_related("theme_class__institution", "trainee__unit", "unit").first()


def hosts_of(user: Any) -> list[Organization]:
    """Return the bodies in whose name somebody may draw up a class (8.3.1)."""
    posted = Organization.objects.filter(pk__in=[post.organization for post in posts_of(user)])
    return [body for body in posted.order_by("code") if may(user, "hold_class", body)]


def crumbs_to(*crumbs: Crumb) -> list[Crumb]:
    """Return the way to a page of a class."""
    return [Crumb(_("Theme classes"), reverse("cadretrain:classes")), *crumbs]


def crumb_of(theme_class: ThemeClass) -> Crumb:
    """Return the step to a class."""
    return Crumb(theme_class.title, reverse("cadretrain:class", args=(theme_class.uuid,)))
