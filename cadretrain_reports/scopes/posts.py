"""The duties of a person that are in force now, read once and asked many times (6.3.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Any, Final

from django.db.models import Q, QuerySet

from cadretrain_reports.applets.organizations.api import Organization, lineage, within
from cadretrain_reports.applets.roles.api import Role, RoleAssignment, in_force, today

OF_A_DEPARTMENT: Final = frozenset({Role.DEPARTMENT_OFFICER, Role.ARCHIVE_INSPECTOR})
"""The roles that a body's officers have by its being a management department."""


@dataclass(frozen=True, slots=True)
class Post:
    """One duty in force: which assignment, which role, at which body, and where that stands in the tree.

    Its field is the body and all below it. But a duty at a unit or an institution that is a department too is for the
    body's own people: for itself and the inner departments right below it with all of theirs, never for what it manages
    as a department (5.1). ``inner`` then holds the paths of these inner departments, else it is ``None``.

    ``served`` are the paths of the units that the body serves as an institution, ``kept`` of those whose accounts it
    keeps up (5.3, 6.1.3). Both are read for a scope, not for an act.
    """

    assignment: int
    role: Role
    organization: int
    path: str
    inner: tuple[str, ...] | None = None
    served: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()

    def covers(self, path: str) -> bool:
        """Tell whether the body at ``path`` lies in the field of this duty."""
        if self.inner is None:
            return path.startswith(self.path)
        return path == self.path or path.startswith(self.inner)

    def field(self, name: str = "path") -> Q:
        """Return the condition that the body whose path ``name`` leads to lies in the field of this duty."""
        if self.inner is None:
            return within(self.path, name)
        return reduce(or_, (within(path, name) for path in self.inner), Q((name, self.path)))


def posts_of(user: Any) -> tuple[Post, ...]:
    """Return the duties of a platform user that are in force today; two queries at most. Nobody signed in has none."""
    return _posts(in_force(today()).filter(user_id=user.pk)) if user.is_authenticated else ()


def has_liaison_officer(unit: Organization) -> bool:
    """Tell whether a liaison officer in force answers for a unit: its own, or one of a body above (6.3.3)."""
    officers = in_force(today()).filter(role=Role.LIAISON_OFFICER, organization__path__in=lineage(unit.path))
    return any(post.covers(unit.path) for post in _posts(officers))


def _posts(assignments: QuerySet[RoleAssignment]) -> tuple[Post, ...]:
    """Return duties with what they cover; whoever is deactivated on the platform has none."""
    found = (
        assignments.filter(user__is_active=True)
        .order_by("pk")
        .values_list("pk", "role", "organization", "organization__path", "organization__is_management_department")
    )
    posts = []
    for pk, role, organization, path, is_department in found:
        own_people = is_department and role not in OF_A_DEPARTMENT
        posts.append(Post(pk, Role(role), organization, path, inner=() if own_people else None))
    return _with_inner(posts)


def _with_inner(posts: Sequence[Post]) -> tuple[Post, ...]:
    """Return the duties with the inner departments of those bodies whose own people they are for."""
    step = Organization.steplen
    right_below = [within(post.path) & Q(depth=len(post.path) // step + 1) for post in posts if post.inner is not None]
    if not right_below:
        return tuple(posts)
    parts = Organization.objects.filter(reduce(or_, right_below), is_inner_department=True)
    paths = list(parts.values_list("path", flat=True))
    return tuple(
        post if post.inner is None else replace(post, inner=tuple(path for path in paths if path[:-step] == post.path))
        for post in posts
    )
