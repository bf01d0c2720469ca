"""Steps from state to state: who takes one holds the row, so that of two at once the second finds it taken."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.refusals import Refused

_Row = TypeVar("_Row", bound=Model)


def held(row: _Row, *states: str) -> _Row:
    """Return a row as it is now, locked until the transaction ends, if its ``state`` is one of ``states``.

    Raises ``Refused`` (``not_possible``) otherwise. Call inside a transaction.
    """
    rows = type(row)._default_manager  # noqa: SLF001 - so Django names it
    current: Any = rows.select_for_update().get(pk=row.pk)
    if current.state not in states:
        text = _("This cannot be done now: it is %(state)s.")
        raise Refused("not_possible", text, state=current.get_state_display())
    found: _Row = current
    return found


def second_person(by: Any, first: int | None) -> None:
    """Raise ``Refused`` (``four_eyes``) if ``by`` is the person whose key is ``first``: another one must decide."""
    if by.pk == first:
        raise Refused("four_eyes", _("Nobody decides on what they made themselves. Another person must."))
