"""Who may read what: every read in the package is narrowed here, in the query itself (9.2.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import BooleanField, Exists, ExpressionWrapper, Model, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import Combinable

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.scopes.anchors import narrowed
from cadretrain_reports.scopes.grants import with_grants
from cadretrain_reports.scopes.posts import posts_of
from cadretrain_reports.scopes.reach import Reach
from cadretrain_reports.scopes.roles import SCOPES, trainee

_WHOLE: Final[Mapping[type[Model], str]] = {Organization: "organizations", Trainee: "trainees"}
"""The arms by which a row is seen with all that belongs to it."""


def reach_of(user: Any) -> Reach:
    """Return how far a platform user sees by all duties in force, and as a trainee; four queries at most.

    Nobody signed in, and whoever is deactivated on the platform, sees nothing.
    """
    if not user.is_authenticated or not user.is_active:
        return Reach()
    reach = trainee(user.pk)
    for post in with_grants(posts_of(user)):
        reach |= SCOPES[post.role](post)
    return reach


def in_scope(queryset: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """Return what of ``queryset`` a platform user may read; a site operator (a superuser) may read all.

    Raises ``KeyError`` for a model that nobody reads through a scope.
    """
    if user.is_active and user.is_superuser:
        return queryset
    return narrowed(queryset, reach_of(user))


def in_scope_as_staff(queryset: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """Return what of ``queryset`` a person reads as staff of an institution or of a class, and not as a trainee."""
    if user.is_active and user.is_superuser:
        return queryset
    reach = reach_of(user)
    return narrowed(queryset, Reach(staffed=reach.staffed, classes=reach.classes, answered=reach.answered))


def wholly_seen(model: type[Model], user: Any) -> Combinable:
    """Return whether a body or trainee is seen with all that belongs to it, to annotate what ``in_scope`` shows.

    Where it is false, no more of it is for this user than what tells it from others: of a trainee the basic
    information, as a class needs it (8.3.4).
    """
    if user.is_active and user.is_superuser:
        return Value(True)
    seen = Q(pk__in=[])
    for arm in getattr(reach_of(user), _WHOLE[model])():
        seen |= Q(Exists(arm.filter(pk=OuterRef("pk"))))
    return ExpressionWrapper(seen, output_field=BooleanField())
