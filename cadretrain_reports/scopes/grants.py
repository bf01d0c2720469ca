"""Which units an institution serves, and whose accounts it keeps up: read with the duty, as the path of its body is.

What these relations name is where a scope begins, not what is in it: a few rows, however many people are seen. As plain
ranges of the tree they let the database tell how few people they lead to; behind an ``EXISTS`` it takes it for all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import reduce
from operator import or_
from typing import Any, Final

from django.db.models import Q, QuerySet

from cadretrain_reports.applets.organizations.api import Delegation, Service, within
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.scopes.posts import Post

_READS: Final = frozenset({Role.ACADEMIC_AFFAIRS_OFFICER, Role.LEARNING_SUPPORT_STAFF})
_AT_ONCE: Final = 100
"""Ranges in one condition. A thousand are nested too deeply for SQLite."""


def with_grants(posts: Sequence[Post]) -> list[Post]:
    """Return the duties with what their bodies were granted; two queries, or none where no duty sees by it."""
    seeing = [post for post in posts if post.role in _READS]
    if not seeing:
        return list(posts)
    upkeep = Delegation.objects.filter(kind=Delegation.Kind.ACCOUNT_UPKEEP, standing=True)
    served = _pairs(Service.objects.filter(standing=True), seeing, "institution__path", "unit__path")
    kept = _pairs(upkeep, seeing, "receiver__path", "giver__path")
    return [replace(post, served=_of(post, served), kept=_of(post, kept)) for post in posts]


def within_any(paths: Sequence[str], name: str = "path") -> Iterator[Q]:
    """Yield conditions; by one of them the body whose path ``name`` leads to stands at or below one of ``paths``."""
    for first in range(0, len(paths), _AT_ONCE):
        yield reduce(or_, (within(path, name) for path in paths[first : first + _AT_ONCE]))


def _pairs(relations: QuerySet[Any], posts: Iterable[Post], holder: str, unit: str) -> list[tuple[str, str]]:
    held = reduce(or_, (post.field(holder) for post in posts))
    return list(relations.filter(held).values_list(holder, unit))


def _of(post: Post, pairs: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return the paths of the units whose pair this duty covers, without those that stand below another of them."""
    tops: list[str] = []
    for path in sorted(unit for holder, unit in pairs if post.covers(holder)):
        if not tops or not path.startswith(tops[-1]):
            tops.append(path)
    return tuple(tops)
