"""What a part of a course run teaches, as a digest: the same for a rerun, a copy and an import of it (R1, R3)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from xblock.fields import Scope

from cadretrain_xblock.contract import CREDIT_COURSE_BLOCK, THEME_CLASS_BLOCK

if TYPE_CHECKING:
    from xblock.core import XBlock

_MARKS: Final = frozenset({CREDIT_COURSE_BLOCK, THEME_CLASS_BLOCK})
"""Blocks that say something of the content and are none of it."""

_OF_THE_RUN: Final = frozenset({"course"})
"""Blocks whose fields say how a run is held; of them only the children teach."""

_WHEN_AND_TO_WHOM: Final = frozenset(
    {
        "days_early_for_beta",
        "due",
        "end",
        "graceperiod",
        "group_access",
        "hide_after_due",
        "hide_from_toc",
        "is_prereq",
        "prereq",
        "prereq_min_completion",
        "prereq_min_score",
        "relative_weeks_due",
        "start",
        "visible_to_staff_only",
    }
)
_WHERE_FROM: Final = frozenset(
    {
        "copied_from_block",
        "copied_from_version",
        "discussion_enabled",
        "discussion_id",
        "downstream_customized",
        "top_level_downstream_parent_key",
        "upstream",
        "upstream_display_name",
        "upstream_version",
        "upstream_version_available",
        "upstream_version_declined",
        "xml_attributes",
    }
)


@dataclass(frozen=True, slots=True)
class Written:
    """Who wrote what a course covers, as platform user ids, and the digest of that; empty where nobody can tell."""

    authors: tuple[int, ...] = ()
    digest: str = ""


def content_digest(top: XBlock, course_run: str) -> str:
    """Return the SHA-256 in hexadecimal digits of the types, fields and order of a block and all below it.

    Only fields that were set count, and of these none that say when and to whom a block is shown or where it was copied
    from. Where a field names its own course run, any run is as good.
    """
    _scheme, _colon, run = course_run.rpartition(":")
    return _digest(top, json.dumps(run)[1:-1])


def _digest(block: XBlock, run: str) -> str:
    children = block.get_children() if block.has_children else []
    below = [_digest(child, run) for child in children if child.scope_ids.block_type not in _MARKS]
    said = json.dumps([block.scope_ids.block_type, _fields(block), below], sort_keys=True, default=str)
    return hashlib.sha256((said.replace(run, "*") if run else said).encode()).hexdigest()


def _fields(block: XBlock) -> dict[str, Any]:
    if block.scope_ids.block_type in _OF_THE_RUN:
        return {}
    return {
        name: field.read_json(block)
        for name, field in block.fields.items()
        if field.scope in (Scope.content, Scope.settings)
        and name not in _WHEN_AND_TO_WHOM | _WHERE_FROM
        and field.is_set_on(block)
    }
