"""The author's form as its template draws it: groups of fields, each with its words and what stands in it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

Kind = Literal["text", "code", "number", "lines", "choice"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form. ``code`` is text that no spelling checker shall look at; ``lines`` is text of several."""

    name: str
    kind: Kind
    label: str
    help: str
    value: str
    is_needed: bool = False
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """Fields under one heading."""

    name: str
    title: str
    fields: Sequence[Field]


Told = Mapping[str, tuple[str, str]]
Kinds = Mapping[str, Mapping[str, Kind]]
"""The fields of each group by name, and their kinds, in the order of the page."""


def new_prefix() -> str:
    """Return what the ids of one form begin with: a page may show several."""
    return f"cadretrain-{secrets.token_hex(4)}"


class FormBuilder:
    """Builds the groups of a form in the language of the request.

    ``told`` has name and help of each field, ``options`` the values to choose from with their labels, ``needed`` the
    fields that may not stay empty.
    """

    def __init__(
        self,
        gettext: Callable[[str], str],
        told: Told,
        options: Mapping[str, Mapping[str, str]],
        needed: frozenset[str],
    ) -> None:
        self._gettext = gettext
        self._told = told
        self._options = options
        self._needed = needed

    def groups(self, kinds: Kinds, titles: Mapping[str, str], values: Mapping[str, str]) -> list[Group]:
        """Return the groups, with ``values`` in their fields."""
        return [
            Group(name, self._gettext(titles[name]), [self._field(at, kind, values[at]) for at, kind in fields.items()])
            for name, fields in kinds.items()
        ]

    def _field(self, name: str, kind: Kind, value: str) -> Field:
        label, explanation = map(self._gettext, self._told[name])
        options = {known: self._gettext(told) for known, told in self._options.get(name, {}).items()}
        return Field(name, kind, label, explanation, value, name in self._needed, options)


COURSE_FIELDS: Final[Kinds] = {
    "what": {
        "display_name": "text",
        "course_code": "code",
        "extent": "choice",
        "requirement": "choice",
        "provider": "code",
    },
    "how_long": {"course_duration": "text"},
    "how_assessed": {"assessment": "choice", "pass_mark": "number"},
    "more": {
        "source": "choice",
        "category": "text",
        "objectives": "lines",
        "lecturers": "lines",
        "knowledge_points": "lines",
    },
}
CLASS_FIELDS: Final[Kinds] = {"class": {"theme_class": "code", "display_name": "text"}}
