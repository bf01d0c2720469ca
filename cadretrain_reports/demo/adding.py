"""Adding a block to a unit, as an author does in Studio."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

from django.db import transaction
from xblock.fields import ScopeIds

from cadretrain_reports.demo.content import has_block
from cadretrain_reports.demo.ids import course_run_of, usage_id_of
from cadretrain_xblock.contract import CREDIT_COURSE_BLOCK, THEME_CLASS_BLOCK

if TYPE_CHECKING:
    from xblock.core import XBlock

OWN_BLOCKS: Final = (CREDIT_COURSE_BLOCK, THEME_CLASS_BLOCK)
"""The types that authors may add here."""


@transaction.atomic
def add_block(unit: XBlock, block_type: str) -> str:
    """Put a new block at the end of a unit that is open for authoring; return its usage id. Nothing is published."""
    course_run = course_run_of(unit.scope_ids.usage_id)
    ids = (usage_id_of(course_run, block_type, number) for number in itertools.count())
    usage_id = next(free for free in ids if not has_block(free))
    definition = unit.runtime.id_reader.get_definition_id(usage_id)
    keys = ScopeIds(unit.scope_ids.user_id, block_type, definition, usage_id)
    block = unit.runtime.construct_xblock(block_type, keys)
    block.parent = unit.scope_ids.usage_id
    block.save()
    unit.children = [*unit.children, usage_id]
    unit.save()
    return usage_id
