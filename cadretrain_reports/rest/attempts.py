"""Keeping that somebody meant to write to what is not there for them (9.2.3): keys cannot be tried out unseen."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from rest_framework.permissions import SAFE_METHODS

from cadretrain_reports.applets.audit import api as audit


def keep_attempt(view: Any, named: type[Model], **details: Any) -> None:
    """Put on record that an act was denied, because the caller named something that is not in their scope.

    ``named`` is what kind of thing it would be. What was typed is not kept, since it may be somebody's. Reading is
    not kept: it is answered as if nothing were there.
    """
    request = view.request
    if request.method not in SAFE_METHODS:
        target = audit.Target(str(named._meta.model_name))
        denied = audit.AuditEntry.Outcome.DENIED
        audit.record(_act(view)[:64], request.user.pk, target, outcome=denied, **details)


def _act(view: Any) -> str:
    """Return what was to be done: to rows of a kind, or at an endpoint that has none."""
    if hasattr(view, "get_queryset"):
        return f"{view.get_queryset().model._meta.model_name}.{view.action}"
    return f"{type(view).__name__.lower()}.{view.request.method.lower()}"
