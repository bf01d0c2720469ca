"""Signs that cells stand in the wrong column (6.1.1): columns that were swapped must not go in as they are."""

from __future__ import annotations

import re
from typing import Final

from django.utils.translation import gettext_lazy as _

from cadretrain_reports.refusals import Refused
from cadretrain_reports.workflows.imports.codes import is_rank

_CHINESE: Final = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def new_identifier(code: str) -> str:
    """Return the identifier of what is not known yet; raise ``Refused`` where it looks like a name."""
    if _CHINESE.search(code):
        text = _("This looks like a name. A new identifier is written without Chinese characters: check the columns.")
        raise Refused("looks_like_name", text, "code")
    return code


def name_of_person(name: str) -> str:
    """Return a name; raise ``Refused`` where it looks like an identifier."""
    if any(character.isdigit() for character in name):
        raise Refused(
            "looks_like_code", _("This looks like an identifier, not like a name: check the columns."), "name"
        )
    return name


def position_beside(rank: str, position: str) -> str:
    """Return a position; raise ``Refused`` where it is a rank and what stands as the rank is none (职务, 职级)."""
    if rank and is_rank(position) and not is_rank(rank):
        raise Refused(
            "looks_like_rank", _("This looks like a rank, and the rank does not: check the columns."), "position"
        )
    return position
