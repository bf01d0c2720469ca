"""What ``compat`` asks of the platform, answered by the embedded host: a course run is one unit of pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from opaque_keys import InvalidKeyError
from opaque_keys.edx.keys import CourseKey
from xblock.exceptions import NoSuchUsage

from cadretrain_reports.block_contents import contents_below, covered, title_of, type_of
from cadretrain_reports.compat import ContentMissingError, fields_of, mark_in
from cadretrain_reports.demo.runtime import DemoRuntime, open_block
from cadretrain_reports.demo.scenarios import unit_of
from cadretrain_reports.offline.olx import CourseOutline, Mark, UnitOutline
from cadretrain_reports.rules.proposals import Content, Video
from cadretrain_xblock.contract import CREDIT_COURSE_BLOCK, Extent


def may_author(user: Any, _key: str) -> bool:
    """Say whether somebody may change content: here staff may, all of it."""
    return bool(user.is_active and user.is_staff)


def contents_of(usage_key: str, extent: Extent) -> tuple[Content, ...]:
    """Return what a course around a block would hold; raise ``ContentMissingError``."""
    try:
        block = open_block(usage_key, is_authoring=True)
    except NoSuchUsage:
        raise ContentMissingError(usage_key) from None
    return tuple(contents_below(covered(block, extent), _video_of))


def outline_of(course_run: str) -> CourseOutline:
    """Return the one unit of a course run; raise ``ContentMissingError``."""
    unit = _unit(course_run)
    marks = tuple(mark_in(block) for block in _blocks(unit))
    key = str(unit.scope_ids.usage_id)
    title = title_of(unit) or (marks[0].display_name if marks else "")
    outline = UnitOutline(key, "", "", course_run, title, tuple(contents_below(unit, _video_of)), marks)
    return CourseOutline(_number(course_run), (outline,))


def mark_units(_user: Any, course_run: str, marks: Mapping[str, Mark]) -> None:
    """Let the unit's Credit course block say its mark; a unit without one is given it."""
    unit = _unit(course_run)
    mark = marks.get(str(unit.scope_ids.usage_id))
    if mark is None:
        return
    with transaction.atomic():
        block = next(iter(_blocks(unit)), None) or _added(unit, course_run)
        for name, value in fields_of(mark).items():
            setattr(block, name, value)
        block.save()


def _added(unit: Any, course_run: str) -> Any:
    runtime: Any = DemoRuntime(course_run, is_authoring=True)
    usage_id = runtime.parse_xml_string(f"<{CREDIT_COURSE_BLOCK}/>")
    block = runtime.get_block(usage_id)
    block.parent = unit.scope_ids.usage_id
    unit.children = [*unit.children, usage_id]
    unit.save()
    return block


def _unit(course_run: str) -> Any:
    try:
        return open_block(unit_of(course_run), is_authoring=True)
    except NoSuchUsage:
        raise ContentMissingError(course_run) from None


def _blocks(unit: Any) -> list[Any]:
    return [child for child in unit.get_children() if type_of(child) == CREDIT_COURSE_BLOCK]


def _video_of(block: Any) -> Video:
    return Video(title_of(block))


def _number(course_run: str) -> str:
    try:
        return str(CourseKey.from_string(course_run).course)
    except InvalidKeyError:
        return course_run
