"""Pages by key: a page costs as much in the middle of a million rows as at their beginning."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request

PAGE_SIZE: Final = 50
LARGEST_PAGE: Final = 200

_KEY: Final = re.compile("[0-9]{1,18}")
_ORDERS: Final = {"oldest": "pk", "newest": "-pk"}


class KeyPagination(CursorPagination):
    """``{"next", "previous", "results"}``; the links are to be followed, not made. Nothing is counted."""

    page_size = PAGE_SIZE
    page_size_query_param = "page_size"
    max_page_size = LARGEST_PAGE
    ordering_query_param: Final = "ordering"
    cursor_query_description = "Where a page begins, from the links ``next`` and ``previous``."
    page_size_query_description = f"Rows of a page, {PAGE_SIZE} by default, {LARGEST_PAGE} at most."

    def get_page_size(self, request: Request) -> int:
        """Return the number of rows asked for; refuse what is no number from 1 to ``LARGEST_PAGE``."""
        asked = request.query_params.get("page_size", str(PAGE_SIZE))
        if not re.fullmatch("[0-9]{1,3}", asked) or not 1 <= int(asked) <= LARGEST_PAGE:
            said = _("A page has 1 to %(most)s rows.") % {"most": LARGEST_PAGE}
            raise ValidationError({"page_size": said})
        return int(asked)

    def get_ordering(self, request: Request, _queryset: QuerySet[Any], view: Any) -> tuple[str]:
        """Return the key, upwards or downwards, as asked or as the resource is usually read."""
        asked = request.query_params.get(self.ordering_query_param, view.usual_order)
        if asked not in _ORDERS:
            raise ValidationError({self.ordering_query_param: _("Rows are ordered by oldest or newest.")})
        return (_ORDERS[asked],)

    def decode_cursor(self, request: Request) -> Cursor | None:
        """Return where the page begins; refuse a link that was not made here."""
        with suppress(NotFound):
            cursor = super().decode_cursor(request)
            if cursor is None or _KEY.fullmatch(str(cursor.position)):
                return cursor
        raise ValidationError({"cursor": _("This is no link to a page. Begin again at the first page.")})

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """Return how the parameters are described."""
        ordering = {
            "name": self.ordering_query_param,
            "required": False,
            "in": "query",
            "description": "In which order the rows come.",
            "schema": {"type": "string", "enum": sorted(_ORDERS), "default": view.usual_order},
        }
        return [*super().get_schema_operation_parameters(view), ordering]
