"""What may stand in basic information, and the one spelling in which each value is kept (6.1.3)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from cadretrain_reports.refusals import Refused, checked_text
from cadretrain_reports.rules.codes import ETHNICITY, POLITICAL_STATUS, POSITION_LEVEL, RANK, CodeError, CodeTable

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_TEXTS: Final[Mapping[str, StrPromise]] = {
    "bad_characters": _("This holds characters that other machines cannot read, such as those of a private font."),
    "bad_name": _("This is no name of a person. Write it in letters, without < and >."),
    "unknown_code": _("This is neither a code nor a name of %(source)s."),
    "unknown_field": _("There is no such field to change."),
    "code_taken": _("Another trainee has this identifier."),
    "no_employing_unit": _("%(unit)s is no employing unit: it has no trainees."),
    "no_department": _("Name the management department that manages the person."),
    "no_authority": _("Name a management department at or above the unit, or one that you may act for."),
    "managed_meanwhile": _("Another department manages the trainee meanwhile. Load the record again."),
    "too_early": _("A later change is recorded already. Give a later time."),
}

LONGEST: Final[Mapping[str, int]] = {"code": 64, "name": 128, "position": 128, "rank": 64, "cadre_category": 64}
"""Characters that each field holds."""

_HAN: Final = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_SPACE_IN_CHINESE: Final = re.compile(f"(?<=[{_HAN}]) (?=[{_HAN}])")


class InformationRefused(Refused):
    """Basic information that cannot be kept (6.1.3): ``code`` is a key of the texts above, ``field`` the culprit."""

    def __init__(self, code: str, field: str, **values: object) -> None:
        super().__init__(code, _TEXTS[code], field, **values)


def checked(field: str, value: str) -> str:
    """Return a field's value in the spelling that is kept; raise ``Refused`` for what cannot be.

    Codes of ``rules.codes`` may be given by their labels. A rank is one of the known ladders or, since there are local
    ones, any text. Only identifier and name have to be given.
    """
    text = _SPELLINGS.get(field, _plain)(value)
    if field in _TABLES:
        return _code_of(_TABLES[field], text) if text else ""
    checked_text(field, text, LONGEST[field], optional=field not in ("code", "name"))
    if not text.isprintable():
        raise InformationRefused("bad_characters", field)
    if field == "name" and not _is_name(text):
        raise InformationRefused("bad_name", field)
    return text


def _plain(value: str) -> str:
    """Return a text in one line, without what cannot be seen: spreadsheets bring line breaks and odd spaces."""
    visible = "".join(character for character in value if unicodedata.category(character) != "Cf")
    return " ".join(unicodedata.normalize("NFC", visible).split())


def _name(value: str) -> str:
    """Return a name without the spaces by which lists align names of two characters."""
    return _SPACE_IN_CHINESE.sub("", _plain(value))


def _identifier(value: str) -> str:
    """Return an identifier with digits and letters of half width."""
    return unicodedata.normalize("NFKC", _plain(value))


def _rank(value: str) -> str:
    """Return a rank of the known ladders in its own spelling, any other as it is."""
    try:
        return RANK.code_of(value)
    except CodeError:
        return _plain(value)


def _is_name(text: str) -> bool:
    return any(character.isalpha() for character in text) and not set(text) & set("<>")


def _code_of(table: CodeTable, text: str) -> str:
    try:
        return table.code_of(text)
    except CodeError:
        raise InformationRefused("unknown_code", table.name, source=table.source) from None


_SPELLINGS: Final[Mapping[str, Callable[[str], str]]] = {"code": _identifier, "name": _name, "rank": _rank}
_TABLES: Final[Mapping[str, CodeTable]] = {table.name: table for table in (ETHNICITY, POLITICAL_STATUS, POSITION_LEVEL)}
