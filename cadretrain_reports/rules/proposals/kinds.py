"""Which block types of the platform are what to a proposal, in an export as on a running site."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

OURS: Final = frozenset({"cadretrain_credit_course", "cadretrain_theme_class"})
"""Blocks of this plugin: they take no time."""

CONTAINERS: Final = frozenset({"chapter", "conditional", "course", "problemset", "sequential", "vertical", "wrapper"})
"""Blocks that are what they hold."""

DRAWS: Final[Mapping[str, str]] = {"library_content": "max_count", "itembank": "max_count", "randomize": ""}
"""Blocks that show some of what they hold, and the field that says how many; where there is none, it is one."""

GROUPS: Final = "split_test"
"""The block of which each learner sees one child."""

PAGES: Final = frozenset({"annotatable", "html"})
"""Blocks that are read."""

ITEMS_IN: Final[Mapping[str, str]] = {"survey": "questions", "drag-and-drop-v2": "data"}
"""Blocks that have several items to work on, and the field that lists them: itself, or under ``items``."""


def count_items(said: object) -> int:
    """Return how many items the field of such a block lists; one where it cannot be told."""
    items = said.get("items") if isinstance(said, dict) else said
    return len(items) if isinstance(items, list | tuple) else 1
