"""Asking for an act, and keeping every denial (9.2.3)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from django.db import transaction
from rules.permissions import add_perm, perm_exists
from rules.predicates import predicate

from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.scopes.acts import ACTS
from cadretrain_reports.scopes.posts import posts_of

APP: Final = "cadretrain_reports"


class Denied(Exception):  # noqa: N818 - an answer, no fault
    """The person may not do this. The audit log has it already. ``act`` is a key of ``ACTS``."""

    def __init__(self, act: str) -> None:
        super().__init__(act)
        self.act = act


def may(user: Any, act: str, target: Any) -> bool:
    """Tell whether a duty in force lets the user do ``act`` to ``target``; a site operator may do all.

    Raises ``KeyError`` for an act that is not in ``ACTS``, whoever asks.
    """
    return allowed(user, act)(target)


def allowed(user: Any, act: str) -> Callable[[Any], bool]:
    """Return the function that tells whether the user may do ``act`` to a target; their duties are read once.

    Raises ``KeyError`` for an act that is not in ``ACTS``, whoever asks.
    """
    holders = ACTS[act]
    if not user.is_authenticated or not user.is_active:
        return lambda _target: False
    if user.is_superuser:
        return lambda _target: True
    posts = [post for post in posts_of(user) if post.role in holders]
    return lambda target: any(holders[post.role](post, target) for post in posts)


def require(user: Any, act: str, target: Any, about: audit.Target) -> None:
    """Raise ``Denied`` unless the user may do ``act``, and keep the denial; call before a transaction begins.

    Inside one the denial would be undone with it: there ``RuntimeError`` is raised instead, and nothing is done either.
    """
    if not may(user, act, target):
        with transaction.atomic(durable=True):
            audit.record(act, user.pk, about, outcome=audit.AuditEntry.Outcome.DENIED)
        raise Denied(act)


def acts_of(user: Any) -> tuple[str, ...]:
    """Return the acts that the user's duties in force allow, each within its field; a site operator has all."""
    if user.is_active and user.is_superuser:
        return tuple(ACTS)
    roles = {post.role for post in posts_of(user)}
    return tuple(act for act, holders in ACTS.items() if roles & holders.keys())


def register_permissions() -> None:
    """Make each act a permission that ``user.has_perm`` answers, as the platform's other plugins do."""
    for act in ACTS:
        name = f"{APP}.{act}"
        if not perm_exists(name):
            add_perm(name, predicate(partial(_answers, act), name=name))


def _answers(act: str, user: Any, target: Any = None) -> bool:
    return target is not None and may(user, act, target)
