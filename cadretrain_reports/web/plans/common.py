"""What the pages for plans share: finding an issuance, its state in words, the bodies that somebody speaks for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.plans.api import Issuance
from cadretrain_reports.scopes.api import ACTS, allowed, in_scope, posts_of
from cadretrain_reports.web.frame import Crumb

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_MOST_NAMED: Final = 300
"""Bodies that a site operator is offered by name."""


class Said(NamedTuple):
    """A state in words, and its tone."""

    tone: str
    text: StrPromise


def issuance_of(request: HttpRequest, uuid: UUID) -> Issuance:
    """Return an issuance that the reader sees; raise ``Http404`` otherwise."""
    rows = Issuance.objects.select_related("issuer", "replaces", "refines")
    found: Issuance | None = in_scope(rows, request.user).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def author_act(issuance: Issuance) -> str:
    """Return the act by which an issuance is written: what refines a plan is also a unit's or an institution's."""
    return "refine_plan" if issuance.refines_id else "issue"


def may_write(user: Any, issuance: Issuance) -> bool:
    """Tell whether somebody may change, issue, amend and withdraw what this body issues."""
    return allowed(user, author_act(issuance))(issuance.issuer)


def state_of(issuance: Issuance, today: date) -> Said:
    """Return where an edition stands on a day: of those that are issued also whether it is in force."""
    if issuance.state == Issuance.State.DRAFT:
        return Said("calm", _("draft"))
    if issuance.state == Issuance.State.WITHDRAWN:
        return Said("plain", _("withdrawn"))
    if issuance.in_force_until and issuance.in_force_until <= today:
        return Said("plain", _("amended"))
    if issuance.in_force_from and issuance.in_force_from > today:
        return Said("calm", _("issued, not in force yet"))
    return Said("good", _("in force"))


def speaking_for(user: Any, act: str) -> list[Organization]:
    """Return the open bodies in whose own name somebody may do an act."""
    if user.is_superuser:
        named = Q(is_management_department=True)
    else:
        named = Q(pk__in={post.organization for post in posts_of(user) if post.role in ACTS[act]})
    bodies: QuerySet[Organization] = Organization.objects.filter(named, active_until=None)
    return list(bodies.order_by("path")[:_MOST_NAMED])


def crumbs_to(*further: Crumb) -> list[Crumb]:
    """Return the way from the list of plans to a page."""
    return [Crumb(_("Plans"), reverse("cadretrain:plans")), *further]


def crumb_of(issuance: Issuance) -> Crumb:
    """Return the step to the page of an issuance."""
    return Crumb(issuance.title, reverse("cadretrain:plan", args=(issuance.uuid,)))
