"""What authors do with a course's content, which only Studio's modulestore can answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, fields
from typing import Any

from django.conf import settings

from cadretrain_reports.block_contents import contents_below, covered, title_of, type_of
from cadretrain_reports.compat.host import stand_in
from cadretrain_reports.offline.olx import CourseOutline, Mark, UnitOutline
from cadretrain_reports.offline.olx.marks import mark_of
from cadretrain_reports.rules.proposals import Content, Video, last_cue
from cadretrain_xblock.contract import CREDIT_COURSE_BLOCK, Extent


class ContentMissingError(LookupError):
    """The host has no such block or course run."""


def may_author(user: Any, key: str) -> bool:
    """Say whether somebody may change the content of the course run that a usage key, or its own key, names.

    A key that is none names nothing that anybody could author.
    """
    if settings.CADRETRAIN_HOST:
        return bool(stand_in().may_author(user, key))
    from common.djangoapps.student.auth import has_studio_write_access

    course_key = _course_key(key)
    return course_key is not None and bool(has_studio_write_access(user, course_key))


def contents_of(usage_key: str, extent: Extent) -> tuple[Content, ...]:
    """Return what a course around a block would hold, as its authors see it: drafts included (3.7).

    Raises ``ContentMissingError``.
    """
    if settings.CADRETRAIN_HOST:
        return tuple(stand_in().contents_of(usage_key, extent))
    from opaque_keys import InvalidKeyError
    from opaque_keys.edx.keys import UsageKey
    from xmodule.modulestore.exceptions import ItemNotFoundError

    try:
        key = UsageKey.from_string(usage_key)
        with _drafts(key.course_key) as store:
            part = covered(store.get_item(key), extent)
            return tuple(contents_below(store.get_item(part.scope_ids.usage_id, depth=None), _video_of))
    except (InvalidKeyError, ItemNotFoundError):
        raise ContentMissingError(usage_key) from None


def outline_of(course_run: str) -> CourseOutline:
    """Return the units of a course run as authors see them, known by their block ids as an export has them.

    Raises ``ContentMissingError``.
    """
    if settings.CADRETRAIN_HOST:
        outline: CourseOutline = stand_in().outline_of(course_run)
        return outline
    course_key = _course_key(course_run)
    if course_key is None:
        raise ContentMissingError(course_run)
    with _drafts(course_key) as store:
        course = store.get_course(course_key, depth=None)
        if course is None:
            raise ContentMissingError(course_run)
        return CourseOutline(str(course_key.course), tuple(_units(store, course)))


def mark_units(user: Any, course_run: str, marks: Mapping[str, Mark]) -> None:
    """Put a Credit course block into each unit of a course run, or let the one that is there say its mark.

    What is changed is a draft, to be published by its authors as anything else. The block is switched on where it is
    not. Raises ``ContentMissingError``.
    """
    if settings.CADRETRAIN_HOST:
        stand_in().mark_units(user, course_run, marks)
        return
    course_key = _course_key(course_run)
    if course_key is None:
        raise ContentMissingError(course_run)
    with _drafts(course_key) as store, store.bulk_operations(course_key):
        course = store.get_course(course_key, depth=None)
        _switch_on(store, course, user)
        for unit in _verticals(course):
            mark = marks.get(unit.scope_ids.usage_id.block_id)
            if mark is not None:
                _mark(store, unit, mark, user)


def fields_of(mark: Mark) -> dict[str, Any]:
    """Return the fields of the block that say a mark."""
    return asdict(mark)


def mark_in(block: Any) -> Mark:
    """Return what a Credit course block says."""
    said = {one.name: str(getattr(block, one.name, one.default)) for one in fields(Mark)}
    return mark_of({**said, "display_name": title_of(block)})


def _course_key(key: str) -> Any:
    """Return the course run that a usage key or a course key names, or ``None``."""
    from opaque_keys import InvalidKeyError
    from opaque_keys.edx.keys import CourseKey, UsageKey

    try:
        return UsageKey.from_string(key).course_key
    except InvalidKeyError:
        pass
    try:
        return CourseKey.from_string(key)
    except InvalidKeyError:
        return None


@contextmanager
def _drafts(course_key: Any) -> Iterator[Any]:
    """Give the modulestore on the branch that authors work on."""
    from xmodule.modulestore import ModuleStoreEnum
    from xmodule.modulestore.django import modulestore

    store = modulestore()
    with store.branch_setting(ModuleStoreEnum.Branch.draft_preferred, course_key):
        yield store


def _video_of(block: Any) -> Video:
    """Return a video with its length as edx-val keeps it, or by its transcripts there."""
    clip = [int(getattr(block, name).total_seconds()) for name in ("start_time", "end_time")]
    video_id = (getattr(block, "edx_video_id", "") or "").strip()
    stated = _stated_length(video_id) if video_id else None
    cue = None if stated or not video_id else _last_cue(video_id)
    return Video(title_of(block), stated, clip[0], clip[1], cue)


def _stated_length(video_id: str) -> float | None:
    from edxval.api import get_video_info
    from edxval.exceptions import ValVideoNotFoundError

    try:
        return float(get_video_info(video_id)["duration"])
    except ValVideoNotFoundError:
        return None


def _last_cue(video_id: str) -> int | None:
    from edxval.api import get_available_transcript_languages, get_video_transcript_data

    found = (get_video_transcript_data(video_id, language) for language in get_available_transcript_languages(video_id))
    texts = (bytes(data["content"]).decode("utf-8-sig", "replace") for data in found if data)
    return max((cue for text in texts if (cue := last_cue(text)) is not None), default=None)


def _units(store: Any, course: Any) -> Iterator[UnitOutline]:
    for chapter in course.get_children():
        for subsection in chapter.get_children():
            for unit in subsection.get_children():
                if type_of(unit) == "vertical":
                    yield UnitOutline(
                        str(unit.scope_ids.usage_id.block_id),
                        title_of(chapter),
                        title_of(subsection),
                        str(subsection.scope_ids.usage_id.block_id),
                        title_of(unit),
                        tuple(contents_below(unit, _video_of)),
                        tuple(mark_in(block) for block in _blocks(unit)),
                        is_draft=bool(store.has_changes(unit)),
                    )


def _verticals(course: Any) -> Iterator[Any]:
    for chapter in course.get_children():
        for subsection in chapter.get_children():
            yield from (unit for unit in subsection.get_children() if type_of(unit) == "vertical")


def _blocks(unit: Any) -> list[Any]:
    return [child for child in unit.get_children() if type_of(child) == CREDIT_COURSE_BLOCK]


def _mark(store: Any, unit: Any, mark: Mark, user: Any) -> None:
    blocks = _blocks(unit)
    if not blocks:
        store.create_child(user.pk, unit.scope_ids.usage_id, CREDIT_COURSE_BLOCK, fields=fields_of(mark))
    elif mark_in(blocks[0]) != mark:
        for name, value in fields_of(mark).items():
            setattr(blocks[0], name, value)
        store.update_item(blocks[0], user.pk)


def _switch_on(store: Any, course: Any, user: Any) -> None:
    if course is None:
        raise ContentMissingError
    if CREDIT_COURSE_BLOCK not in course.advanced_modules:
        course.advanced_modules = [*course.advanced_modules, CREDIT_COURSE_BLOCK]
        store.update_item(course, user.pk)
