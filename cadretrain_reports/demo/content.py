"""Where the embedded host keeps the fields of blocks: the workbench's table, read without writing to it.

What authors say is kept as what trainees do is, in the database; nothing is ever read from XML again, so edits stay.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from workbench.models import XBlockState, shorten_scope_name
from workbench.runtime import WorkbenchDjangoKeyValueStore
from xblock.exceptions import InvalidScopeError
from xblock.fields import Scope, UserScope
from xblock.runtime import KeyValueStore

_TREE = (Scope.parent, Scope.children)
_AUTHORS = "authors"
"""Beside the fields of a block its authors are kept, as if they were a scope."""


class ContentStore(WorkbenchDjangoKeyValueStore):  # type: ignore[misc]  # the workbench carries no types
    """Fields for one request. ``is_authoring``: what belongs to the content may be written, as in Studio.

    Otherwise writing it raises ``InvalidScopeError``, as the LMS does. ``has_authored`` tells whether it was written.
    That ``author``, a platform user id, wrote it is kept with the block.
    """

    def __init__(self, *, is_authoring: bool, author: int | None = None) -> None:
        self._is_authoring = is_authoring
        self._author = author
        self._states: dict[Any, dict[str, Any]] = {}
        self.has_authored = False

    def get(self, key: KeyValueStore.Key) -> Any:
        """Return the stored value; raise ``KeyError`` if there is none."""
        return self._state(key)[key.field_name]

    def has(self, key: KeyValueStore.Key) -> bool:
        """Tell whether a value is stored."""
        return key.field_name in self._state(key)

    def set(self, key: KeyValueStore.Key, value: object) -> None:
        """Store one value."""
        self.set_many({key: value})

    def set_many(self, update_dict: Mapping[KeyValueStore.Key, object]) -> None:
        """Store several values, all or none."""
        with transaction.atomic():
            for key, value in update_dict.items():
                self._prepare_write(key)
                super().set(key, value)

    def delete(self, key: KeyValueStore.Key) -> None:
        """Forget a stored value, so that the field's default holds again."""
        with transaction.atomic():
            self._prepare_write(key)
            super().delete(key)

    def _prepare_write(self, key: KeyValueStore.Key) -> None:
        if _is_content(key):
            if not self._is_authoring:
                raise InvalidScopeError(key.scope)
            self.has_authored = True
            _keep_author(str(key.block_scope_id), self._author)
        self._states.pop(_row(key), None)

    def _state(self, key: KeyValueStore.Key) -> dict[str, Any]:
        row = _row(key)
        if row not in self._states:
            scope, scope_id, user_id = row
            stored = XBlockState.objects.filter(scope=scope, scope_id=scope_id, user_id=user_id)
            self._states[row] = json.loads(stored.values_list("state", flat=True).first() or "{}")
        return self._states[row]


def has_block(usage_id: str) -> bool:
    """Tell whether a block with this id was ever made: each has its parent stored, the top one none."""
    return bool(XBlockState.objects.filter(scope="parent", scope_id=usage_id).exists())


def course_runs() -> list[str]:
    """Return the course runs that have content, in order of their names."""
    units = XBlockState.objects.filter(scope="children").order_by("scenario")
    return list(units.values_list("scenario", flat=True).distinct())


def authors_of(ids: Iterable[str]) -> tuple[int, ...]:
    """Return the platform user ids of who wrote to any of these usages and definitions of blocks."""
    kept = XBlockState.objects.filter(scope=_AUTHORS, scope_id__in=list(ids)).values_list("state", flat=True)
    return tuple(sorted({author for authors in kept for author in json.loads(authors)}))


def _keep_author(block_id: str, author: int | None) -> None:
    known = authors_of([block_id])
    if author is not None and author not in known:
        kept = {"state": json.dumps([*known, author])}
        XBlockState.objects.update_or_create(scope=_AUTHORS, scope_id=block_id, user_id=None, defaults=kept)


def _is_content(key: KeyValueStore.Key) -> bool:
    return key.scope in _TREE or key.scope.user == UserScope.NONE


def _row(key: KeyValueStore.Key) -> tuple[str, str | None, str | None]:
    """Return what the workbench's table finds a key's row by."""
    name = key.scope.attr_name if key.scope in _TREE else key.scope.block.attr_name
    return shorten_scope_name(name), key.block_scope_id, key.user_id
