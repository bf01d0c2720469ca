"""Pages by key, as in ``rest.paging``: the newest first, and a page costs the same wherever it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from django.http import QueryDict

PAGE_SIZE: Final = 20

_KEY: Final = re.compile("[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class KeyPage:
    """Rows of one page, and the queries behind the question mark that lead to its neighbours; empty at an end."""

    rows: list[Any]
    newer: str = ""
    older: str = ""

    @property
    def is_first(self) -> bool:
        """Whether nothing newer is left out."""
        return not self.newer


def key_page(rows: QuerySet[Any], asked: QueryDict, size: int = PAGE_SIZE) -> KeyPage:
    """Return the page of ``rows`` that ``before=KEY`` or ``after=KEY`` in an address asks for, by default the first.

    ``after`` are the rows older than the key. What is no key begins at the first page; all else in ``asked`` is kept.
    """
    after, before = (_key(asked.get(name, "")) for name in ("after", "before"))
    if before is not None:
        found = list(rows.filter(pk__gt=before).order_by("pk")[: size + 1])
        shown, has_newer, has_older = found[:size][::-1], len(found) > size, True
    else:
        older = rows if after is None else rows.filter(pk__lt=after)
        found = list(older.order_by("-pk")[: size + 1])
        shown, has_newer, has_older = found[:size], after is not None, len(found) > size
    return KeyPage(
        shown,
        newer=_link(asked, "before", shown[0].pk) if shown and has_newer else "",
        older=_link(asked, "after", shown[-1].pk) if shown and has_older else "",
    )


def _key(text: str) -> int | None:
    return int(text) if _KEY.fullmatch(text) else None


def _link(asked: QueryDict, name: str, key: int) -> str:
    wanted = asked.copy()
    for other in ("after", "before"):
        wanted.pop(other, None)
    wanted[name] = str(key)
    return wanted.urlencode()
