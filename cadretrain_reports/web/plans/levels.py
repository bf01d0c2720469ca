"""Position levels and ranks as people choose and read them (8.1): those that stand on a ladder."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from cadretrain_reports.rules.codes import POSITION_LEVEL, RANK
from cadretrain_reports.rules.levels import STEPS

_TABLES: Final = ((_("Position level"), POSITION_LEVEL), (_("Rank"), RANK))


def level_choices(open_end: Any) -> list[tuple[Any, Any]]:
    """Return what a range may end at, in groups; the first choice is that it is open, in these words."""
    groups = [
        (name, [(code, label) for code, label in table.entries.items() if code in STEPS]) for name, table in _TABLES
    ]
    return [("", open_end), *groups]


def level_text(level: str) -> str:
    """Return the label of a level; of what is in no table, and of nothing, the same."""
    return POSITION_LEVEL.entries.get(level, level)
