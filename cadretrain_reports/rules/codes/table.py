"""What a code table is: codes with their Chinese labels, in the order of its source."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


class CodeError(ValueError):
    """A value stands in no row of a code table. ``table`` names the table, ``value`` is shortened."""

    def __init__(self, table: CodeTable, value: str) -> None:
        self.table = table.name
        self.value = f"{value:.40}"
        super().__init__(f"{table.name}: no code or label of {table.source}: {self.value!r}")


@dataclass(frozen=True, slots=True, eq=False)
class CodeTable:
    """One code table: ``name`` is the field that it belongs to, ``source`` the text that sets it.

    ``entries`` maps each code to its Chinese label and cannot be changed. No two codes share a label.
    """

    name: str
    source: str
    entries: Mapping[str, str]
    _codes: Mapping[str, str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "entries", MappingProxyType(dict(self.entries)))
        object.__setattr__(self, "_codes", {label: code for code, label in self.entries.items()})

    def label(self, code: str) -> str:
        """Return the Chinese label of a code; raise ``CodeError`` where there is no such code."""
        try:
            return self.entries[code]
        except KeyError:
            raise CodeError(self, code) from None

    def code_of(self, text: str) -> str:
        """Return the code that is meant by a code or a label, since people type either.

        Full-width digits and space around are let pass. Raises ``CodeError`` for anything else.
        """
        typed = unicodedata.normalize("NFKC", text).strip()
        if typed in self.entries:
            return typed
        try:
            return self._codes[typed]
        except KeyError:
            raise CodeError(self, text) from None
