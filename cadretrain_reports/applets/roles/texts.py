"""What people say about duties: reasons, criteria, procedures, remarks."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from cadretrain_reports.refusals import checked_text


def said(model: type[Model], field: str, text: str, *, needed: bool = False) -> str:
    """Return a text for a field of a model as it can be kept there.

    Raises ``Refused`` as ``checked_text`` does, with ``missing`` only where it is ``needed``.
    """
    column: Any = model._meta.get_field(field)
    return checked_text(field, text, column.max_length, optional=not needed)
