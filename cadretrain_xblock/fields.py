"""The kinds of field that authors fill, each with its name and help.

They survive a course file written by hand: what cannot be read is as if it had not been said. What a block reads of a
field is its value, so to the type checker they are that.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml
from xblock.fields import Integer, Scope, String

Told = tuple[str, str]
"""Name and help of a field, as ``messages`` has them."""


class Number(Integer):  # type: ignore[misc]  # the XBlock library carries no types
    """A whole number. Anything else in OLX is taken for the default: one attribute must not stop a whole import."""

    def from_string(self, serialized: str) -> Any:
        """Return the number that an attribute says, the default if it says none."""
        try:
            return super().from_string(serialized)
        except (TypeError, ValueError, OverflowError, yaml.YAMLError):
            return self.default


def text(told: Told, default: str = "", **other: Any) -> Any:
    """Return a field of text."""
    return String(display_name=told[0], help=told[1], default=default, scope=Scope.settings, enforce_type=True, **other)


def lines(told: Told) -> Any:
    """Return a field of text with several lines."""
    return text(told, multiline_editor=True)


def choice(told: Told, labels: Mapping[str, str], default: str) -> Any:
    """Return a field with one of some values; each is shown by its label."""
    return text(told, default, values=[{"display_name": label, "value": value} for value, label in labels.items()])


def number(told: Told, default: int, **limits: int) -> Any:
    """Return a field with a whole number; ``limits`` are ``min`` and ``max`` for the host's own editors."""
    return Number(
        display_name=told[0], help=told[1], default=default, values=limits, scope=Scope.settings, enforce_type=True
    )
