"""What of many rows a person may act on, told without asking the database for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.scopes.api import ACTS, posts_of


def covers(user: Any, act: str) -> Callable[[Organization], bool]:
    """Return the function that tells whether somebody may do ``act`` to a body; two queries, whatever is asked."""
    if user.is_active and user.is_superuser:
        return lambda _body: True
    holders = ACTS[act]
    posts = [post for post in posts_of(user) if user.is_active and post.role in holders]
    return lambda body: any(holders[post.role](post, body) for post in posts)


def posted_for(user: Any, act: str) -> dict[str, Organization]:
    """Return by their codes, in the order of the tree, the bodies in which somebody has a duty that allows ``act``."""
    posted = {post.organization for post in posts_of(user) if post.role in ACTS[act]}
    return {body.code: body for body in Organization.objects.filter(pk__in=posted).order_by("path")}
