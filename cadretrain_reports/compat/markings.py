"""What the published blocks of a course run say, and who wrote what they mark (R1, R3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.conf import settings

from cadretrain_reports.compat.host import stand_in
from cadretrain_reports.content import Written, content_digest
from cadretrain_xblock.contract import CREDIT_COURSE_BLOCK, CreditCourseMarking


def markings_below(usage_key: str) -> list[CreditCourseMarking]:
    """Return what the published Credit course blocks at or below a block say; Studio only.

    Publishing a unit, subsection or section sends one event with that block's key, so the block itself may lie
    anywhere below. A key that no longer exists holds nothing.
    """
    if settings.CADRETRAIN_HOST:
        return list(stand_in().markings_below(usage_key))
    from opaque_keys.edx.keys import UsageKey

    return _published_markings(UsageKey.from_string(usage_key))


def markings_in_run(course_run: str) -> list[CreditCourseMarking]:
    """Return what every published Credit course block of a course run says; Studio only."""
    if settings.CADRETRAIN_HOST:
        return list(stand_in().markings_in_run(course_run))
    from opaque_keys.edx.keys import CourseKey

    return _published_markings(CourseKey.from_string(course_run).make_usage_key("course", "course"))


def written(marking: CreditCourseMarking) -> Written:
    """Return who wrote what a marked course covers, and a digest of what is published of it; Studio only.

    The platform tells who edited each block last, in the draft; its course team is no author by that alone. Where the
    block does not say what it covers, the part right around it is meant. What is gone was written by nobody.
    """
    if settings.CADRETRAIN_HOST:
        found: Written = stand_in().written(marking)
        return found
    from opaque_keys.edx.keys import UsageKey
    from xmodule.modulestore import ModuleStoreEnum
    from xmodule.modulestore.django import modulestore

    key, branch, store = UsageKey.from_string(marking.usage_key), ModuleStoreEnum.Branch, modulestore()
    with store.bulk_operations(key.course_key, emit_signals=False):
        with store.branch_setting(branch.published_only, key.course_key):
            published = list(_covered(store, key, marking.covers))
            digest = content_digest(published[0], marking.course_run) if published else ""
        with store.branch_setting(branch.draft_preferred, key.course_key):
            drafted = (block for top in _covered(store, key, marking.covers) for block in _with_descendants(top))
            editors = {getattr(block, "edited_by", None) for block in drafted}
    # Numbers below one are the platform's own commands.
    return Written(tuple(sorted(editor for editor in editors if isinstance(editor, int) and editor > 0)), digest)


def _published_markings(usage_key: Any) -> list[CreditCourseMarking]:
    from xmodule.modulestore import ModuleStoreEnum
    from xmodule.modulestore.django import modulestore
    from xmodule.modulestore.exceptions import ItemNotFoundError

    store = modulestore()
    with store.branch_setting(ModuleStoreEnum.Branch.published_only, usage_key.course_key):
        try:
            top = store.get_item(usage_key, depth=None)
        except ItemNotFoundError:
            return []
        return [_with_provider(block.marking(), usage_key.course_key) for block in _credit_courses([top])]


def _covered(store: Any, key: Any, covers: str) -> Iterator[Any]:
    """Yield the block that a marked course covers in the branch that is set, if it is there."""
    from opaque_keys.edx.keys import UsageKey
    from xmodule.modulestore.exceptions import ItemNotFoundError

    try:
        if covers:
            yield store.get_item(UsageKey.from_string(covers), depth=None)
        else:
            block = store.get_item(key)
            yield block.get_parent() or block
    except ItemNotFoundError:
        return


def _with_descendants(top: Any) -> Iterator[Any]:
    yield top
    if top.has_children:
        for child in top.get_children():
            yield from _with_descendants(child)


def _credit_courses(blocks: Iterable[Any]) -> Iterator[Any]:
    for block in blocks:
        if block.scope_ids.block_type == CREDIT_COURSE_BLOCK:
            yield block
        if block.has_children:
            yield from _credit_courses(block.get_children())


def _with_provider(marking: CreditCourseMarking, course_key: Any) -> CreditCourseMarking:
    """Fill an empty provider with the organization that the course run's key names."""
    return marking if marking.provider else replace(marking, provider=str(course_key.org))
