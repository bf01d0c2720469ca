"""What a kind of table has to know to be written, page by page (9.2.2)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Final

from django.db.models import Q, QuerySet

from cadretrain_reports.offline.sheets import Column, Value
from cadretrain_reports.rules.masking import mask_account, mask_name

PAGE: Final = 500
"""Rows that lie in memory together."""

Cells = dict[str, Value]
"""A row as values by the keys of its columns; what is left out stays empty."""


class Kind(ABC):
    """One kind of table as one person is given it: which rows, in which order, and what each says.

    Personal data is ``masked`` or not.
    """

    name: ClassVar[str]
    columns: ClassVar[tuple[Column, ...]]
    order: ClassVar[str]
    """A unique field of the model, by which rows are paged."""

    def __init__(self, actor: Any, *, masked: bool) -> None:
        self._actor, self._masked = actor, masked

    @abstractmethod
    def rows(self) -> QuerySet[Any]:
        """Return all rows with what their cells need."""

    @abstractmethod
    def below(self, path: str) -> Q:
        """Return the condition that a row belongs to the body at ``path`` or to one below it."""

    @abstractmethod
    def cells(self, page: Sequence[Any]) -> Iterator[Cells]:
        """Yield what each row of a page says."""

    def name_of_person(self, name: str) -> str:
        """Return a name as it may be shown."""
        return mask_name(name) if self._masked else name

    def account(self, account: str) -> str:
        """Return a username or a phone as it may be shown."""
        return mask_account(account) if self._masked else account


def pages(rows: QuerySet[Any], order: str) -> Iterator[list[Any]]:
    """Yield rows page by page, each found by the key of the last one before.

    Django's ``iterator`` would do, but on MySQL it reads all rows at once.
    """
    rows = rows.order_by(order)
    page = list(rows[:PAGE])
    while page:
        yield page
        page = list(rows.filter((f"{order}__gt", getattr(page[-1], order)))[:PAGE])
